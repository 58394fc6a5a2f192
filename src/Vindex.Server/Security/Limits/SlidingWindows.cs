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

    public ValueTask<RateDecision> TakeAsync(string partition, RateLimit limit, CancellationToken cancellationToken)
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
                if (!window.Dropped) return new ValueTask<RateDecision>(Take(window, limit));
            }
        }
    }

    private RateDecision Take(Window window, RateLimit limit)
    {
        var now = time.GetTimestamp();
        var times = window.Times;
        while (times.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= limit.Window) times.Dequeue();
        var allowed = times.Count < limit.Requests;
        if (allowed)
        {
            times.Enqueue(now);
            window.Newest = now;
        }

        return new RateDecision(allowed, limit.Requests - times.Count, SecondsUntilFree(times, limit, now));
    }

    private int SecondsUntilFree(Queue<long> times, RateLimit limit, long now) =>
        times.TryPeek(out var oldest) ? (int)Math.Ceiling((limit.Window - time.GetElapsedTime(oldest, now)).TotalSeconds) : 0;

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
        public Queue<long> Times { get; } = new();

        public long Newest { get; set; }

        public bool Dropped { get; set; }
    }
}
