using System.Collections.Concurrent;

namespace Vindex.Server.Security.Limits;

/// <summary>
/// Exact sliding windows in memory: the times of the requests that count, per partition. A request leaves the window when it is exactly as old as the window is
/// long. Memory is bounded by dropping the least recently used partitions.
/// </summary>
internal sealed class SlidingWindows(TimeProvider time, int capacity = SlidingWindows.DefaultCapacity) : IRateLimiter
{
    public const int DefaultCapacity = 100_000;
    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly Lock _sweeping = new();

    public int Partitions => _windows.Count;

    public ValueTask<RateDecision> TakeAsync(string partition, RateLimit limit, int cost, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_windows.TryGetValue(partition, out var window))
            {
                if (_windows.Count >= capacity) Sweep();
                window = _windows.GetOrAdd(partition, static _ => new Window());
            }

            lock (window)
            {
                // Retry, because the window may just have been removed.
                if (!window.Dropped) return new ValueTask<RateDecision>(Take(window, limit, cost));
            }
        }
    }

    private RateDecision Take(Window window, RateLimit limit, int cost)
    {
        var now = time.GetTimestamp();
        var counted = window.Counted;
        while (counted.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) >= limit.Window) window.Used -= counted.Dequeue().Cost;
        var allowed = window.Used + cost <= limit.Requests;
        if (allowed)
        {
            counted.Enqueue((now, cost));
            window.Used += cost;
            window.Newest = now;
        }

        return new RateDecision(allowed, limit.Requests - window.Used, SecondsUntilFree(window, limit, now, allowed ? 1 : window.Used + cost - limit.Requests));
    }

    // Until enough of what was counted has left the window.
    private int SecondsUntilFree(Window window, RateLimit limit, long now, int needed)
    {
        var freed = 0;
        foreach (var (at, cost) in window.Counted)
        {
            freed += cost;
            if (freed >= needed) return (int)Math.Ceiling((limit.Window - time.GetElapsedTime(at, now)).TotalSeconds);
        }

        return 0;
    }

    private void Sweep()
    {
        lock (_sweeping)
        {
            if (_windows.Count < capacity) return;
            foreach (var (partition, window) in _windows.OrderBy(pair => pair.Value.Newest).Take(Math.Max(1, capacity / 10)).ToList())
            {
                lock (window) window.Dropped = true;
                _windows.TryRemove(partition, out _);
            }
        }
    }

    private sealed class Window
    {
        public Queue<(long At, int Cost)> Counted { get; } = new();

        public int Used { get; set; }

        public long Newest { get; set; }

        public bool Dropped { get; set; }
    }
}
