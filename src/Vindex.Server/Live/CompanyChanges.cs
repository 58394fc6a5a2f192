namespace Vindex.Server.Live;

/// <summary>The counts of one company, what changed when, and who is woken by it.</summary>
internal sealed class CompanyChanges
{
    private const int MostEntries = 256;

    private readonly Lock _gate = new();
    private readonly HashSet<LiveSubscription> _subscriptions = [];
    private readonly List<Entry> _entries = [];
    private long _scores;
    private long _deliveries;

    public (long Scores, long Deliveries) Counts
    {
        get
        {
            lock (_gate) return (_scores, _deliveries);
        }
    }

    public bool HasSubscriptions
    {
        get
        {
            lock (_gate) return _subscriptions.Count > 0;
        }
    }

    /// <summary>Counts changes made by this node.</summary>
    public void Count(int scores, int deliveries, DateTimeOffset at)
    {
        lock (_gate)
        {
            _scores += scores;
            _deliveries += deliveries;
            Add(new Entry(at.ToUnixTimeMilliseconds(), IsOwn: true, scores, deliveries));
        }
    }

    /// <summary>Counts changes that another node has told of.</summary>
    public void CountOthers(long scores, long deliveries, DateTimeOffset at)
    {
        lock (_gate) Add(new Entry(at.ToUnixTimeMilliseconds(), IsOwn: false, scores, deliveries));
    }

    /// <summary>What has changed since a point of this node: its own changes by their counts, those of others by their time.</summary>
    public (long Scores, long Deliveries) SinceOwn(LivePoint point)
    {
        lock (_gate)
        {
            var others = Sum(entry => !entry.IsOwn && entry.At > point.At);
            return (Math.Max(0, _scores - point.Scores) + others.Scores, Math.Max(0, _deliveries - point.Deliveries) + others.Deliveries);
        }
    }

    /// <summary>What has changed since a time at which this node was running.</summary>
    public (long Scores, long Deliveries) Since(long at)
    {
        lock (_gate) return Sum(entry => entry.At > at);
    }

    public void Add(LiveSubscription subscription)
    {
        lock (_gate) _subscriptions.Add(subscription);
    }

    public void Remove(LiveSubscription subscription)
    {
        lock (_gate) _subscriptions.Remove(subscription);
    }

    private (long Scores, long Deliveries) Sum(Func<Entry, bool> counts) =>
        _entries.Where(counts).Aggregate((Scores: 0L, Deliveries: 0L), (sum, entry) => (sum.Scores + entry.Scores, sum.Deliveries + entry.Deliveries));

    private void Add(Entry entry)
    {
        if (_entries.Count == MostEntries) Compact();
        _entries.Add(entry);
        foreach (var subscription in _subscriptions) subscription.Wake();
    }

    // Old changes lose their exact times: a page that has been away for long may be told of some that it has seen.
    private void Compact()
    {
        var old = _entries.Take(MostEntries / 2).GroupBy(entry => entry.IsOwn)
            .Select(group => new Entry(group.Max(entry => entry.At), group.Key, group.Sum(entry => entry.Scores), group.Sum(entry => entry.Deliveries)))
            .ToList();
        _entries.RemoveRange(0, MostEntries / 2);
        _entries.InsertRange(0, old);
    }

    private readonly record struct Entry(long At, bool IsOwn, long Scores, long Deliveries);
}
