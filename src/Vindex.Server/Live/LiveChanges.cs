using System.Collections.Concurrent;

namespace Vindex.Server.Live;

/// <summary>
/// Notifies open pages of changes. Services that write count here, which never waits: for each company there are two counts, and each
/// subscription is woken through a signal that is either set or not. So a reader that is slow, or has gone, holds nothing but its own subscription, and
/// many changes at once are one to it.
/// </summary>
internal sealed class LiveChanges(IOptions<LiveOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CompanyChanges> _companies = new(StringComparer.Ordinal);
    private readonly string _start = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x");
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _streamsOf = new(StringComparer.Ordinal);
    private int _streams;

    /// <summary>Number of open subscriptions.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>A score was stored.</summary>
    public void ScoreStored(string companyId) => Of(companyId).Count(scores: 1, deliveries: 0);

    /// <summary>A delivery was created or changed.</summary>
    public void DeliveryChanged(string companyId) => Of(companyId).Count(scores: 0, deliveries: 1);

    /// <summary>The present state of a company.</summary>
    public LivePoint Now(string companyId)
    {
        var (scores, deliveries) = Of(companyId).Counts;
        return new LivePoint(_start, scores, deliveries);
    }

    /// <summary>Subscribes to the changes of a company; null if the user, or all users together, have too many subscriptions.</summary>
    public LiveSubscription? Subscribe(string companyId, string userId)
    {
        lock (_gate)
        {
            var own = _streamsOf.GetValueOrDefault(userId);
            if (_streams >= options.Value.Streams || own >= options.Value.StreamsPerUser) return null;
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

    private CompanyChanges Of(string companyId) => _companies.GetOrAdd(companyId, static _ => new CompanyChanges());
}
