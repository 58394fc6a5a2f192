using System.Collections.Concurrent;
using Vindex.Storage;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Security.Limits;

/// <summary>
/// Sliding windows that all nodes count against together, in the store: see <see cref="LimitWindow"/>. While the store cannot be used, each node counts for
/// itself. Memory is bounded by forgetting the least recently used partitions, of which only what is left of a block is lost.
/// </summary>
internal sealed class SharedWindows(ILimitStore store, TimeProvider time) : IRateLimiter
{
    private const int Capacity = 100_000;

    private readonly ConcurrentDictionary<string, LimitWindow> _windows = new(StringComparer.Ordinal);
    private readonly SlidingWindows _own = new(time);
    private readonly Lock _sweeping = new();

    public async ValueTask<RateDecision> TakeAsync(string partition, RateLimit limit, int cost, CancellationToken cancellationToken)
    {
        if (_windows.Count >= Capacity) Sweep();
        var window = _windows.GetOrAdd(partition, static _ => new LimitWindow());
        window.UsedAt = time.GetTimestamp();
        try
        {
            return await window.TakeAsync(store, partition, limit, cost, time.GetUtcNow(), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return await _own.TakeAsync(partition, limit, cost, cancellationToken);
        }
    }

    private void Sweep()
    {
        lock (_sweeping)
        {
            if (_windows.Count < Capacity) return;
            foreach (var (partition, _) in _windows.OrderBy(pair => pair.Value.UsedAt).Take(Capacity / 10).ToList()) _windows.TryRemove(partition, out _);
        }
    }
}
