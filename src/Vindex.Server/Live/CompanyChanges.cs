namespace Vindex.Server.Live;

/// <summary>The counts of one company, and who is woken when they change.</summary>
internal sealed class CompanyChanges
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveSubscription> _subscriptions = [];
    private long _scores;
    private long _deliveries;

    public (long Scores, long Deliveries) Counts
    {
        get
        {
            lock (_gate) return (_scores, _deliveries);
        }
    }

    public void Count(int scores, int deliveries)
    {
        lock (_gate)
        {
            _scores += scores;
            _deliveries += deliveries;
            foreach (var subscription in _subscriptions) subscription.Wake();
        }
    }

    public void Add(LiveSubscription subscription)
    {
        lock (_gate) _subscriptions.Add(subscription);
    }

    public void Remove(LiveSubscription subscription)
    {
        lock (_gate) _subscriptions.Remove(subscription);
    }
}
