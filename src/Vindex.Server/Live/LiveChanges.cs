using System.Collections.Concurrent;
using Vindex.Server.Background;
using Vindex.Server.Security;

namespace Vindex.Server.Live;

/// <summary>
/// Notifies open pages of changes. Services that write count here, which never waits: for each company there are two counts, and each
/// subscription is woken through a signal that is either set or not. So a reader that is slow, or has gone, holds nothing but its own subscription, and
/// many changes at once are one to it. Other nodes are told by messages, with the time of the change: a page may be made by one node and listen to another.
/// </summary>
internal sealed class LiveChanges
{
    private const string Topic = "live";

    /// <summary>Longer than messages between nodes take.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, CompanyChanges> _companies = new(StringComparer.Ordinal);
    private readonly IOptions<LiveOptions> _options;
    private readonly TimeProvider _time;
    private readonly NodeMessages _messages;
    private readonly long _startedAt;
    private readonly string _start;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _streamsOf = new(StringComparer.Ordinal);
    private int _streams;

    public LiveChanges(IOptions<LiveOptions> options, TimeProvider time, NodeMessages messages, Randomness randomness)
    {
        (_options, _time, _messages) = (options, time, messages);
        _startedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        _start = Convert.ToHexStringLower(randomness.Bytes(8));
        messages.On(Topic, Hear);
    }

    /// <summary>Number of open subscriptions.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>A score was stored.</summary>
    public void ScoreStored(string companyId) => Count(companyId, scores: 1, deliveries: 0);

    /// <summary>A delivery was created or changed.</summary>
    public void DeliveryChanged(string companyId) => Count(companyId, scores: 0, deliveries: 1);

    /// <summary>The present state of a company.</summary>
    public LivePoint Now(string companyId)
    {
        var (scores, deliveries) = Of(companyId).Counts;
        return new LivePoint(_start, scores, deliveries, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>How much has changed since a point. Of one that this node knows nothing about, there may be something new.</summary>
    public (long Scores, long Deliveries) Since(string companyId, LivePoint? point) =>
        point is null ? (1, 1)
        : point.Start == _start ? Of(companyId).SinceOwn(point)
        : point.At >= _startedAt + (long)s_settled.TotalMilliseconds ? Of(companyId).Since(point.At)
        : (1, 1);

    /// <summary>Subscribes to the changes of a company; null if the user, or all users together, have too many subscriptions.</summary>
    public LiveSubscription? Subscribe(string companyId, string userId)
    {
        lock (_gate)
        {
            var own = _streamsOf.GetValueOrDefault(userId);
            if (_streams >= _options.Value.Streams || own >= _options.Value.StreamsPerUser) return null;
            _streams++;
            _streamsOf[userId] = own + 1;
        }

        var company = Of(companyId);
        return new LiveSubscription(company, () => Release(userId));
    }

    private void Release(string userId)
    {
        lock (_gate)
        {
            _streams--;
            if (--_streamsOf[userId] == 0) _streamsOf.Remove(userId);
        }
    }

    private void Count(string companyId, int scores, int deliveries)
    {
        Of(companyId).Count(scores, deliveries, _time.GetUtcNow());
        _messages.Send(Topic, companyId, scores, deliveries);
    }

    private void Hear(NodeMessage? message)
    {
        if (message is not null)
        {
            Of(message.Subject).CountOthers(message.First, message.Second, message.At);
            return;
        }

        foreach (var company in _companies.Values.Where(company => company.HasSubscriptions))
            company.CountOthers(1, 1, _time.GetUtcNow().AddMilliseconds(1));
    }

    private CompanyChanges Of(string companyId) => _companies.GetOrAdd(companyId, static _ => new CompanyChanges());
}
