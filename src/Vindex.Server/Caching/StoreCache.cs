using Microsoft.Extensions.Caching.Memory;

namespace Vindex.Server.Caching;

/// <summary>
/// Caches values from the store. A change made by this process takes effect immediately (<see cref="Forget"/>), one made elsewhere after the time to live.
/// </summary>
internal sealed class StoreCache<T>(Func<string, CancellationToken, Task<T?>> load, TimeProvider time, TimeSpan timeToLive) : IDisposable
    where T : class
{
    private const int Capacity = 10_000;
    private static readonly MemoryCacheEntryOptions s_oneEntry = new() { Size = 1 };
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private int _generation;

    public ValueTask<T?> FindAsync(string id, CancellationToken cancellationToken) =>
        _entries.TryGetValue(id, out Entry? entry) && time.GetElapsedTime(entry!.LoadedAt) < timeToLive
            ? new ValueTask<T?>(entry.Value)
            : new ValueTask<T?>(LoadAsync(id, cancellationToken));

    /// <summary>Must be called after a change.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _entries.Clear();
    }

    public void Dispose() => _entries.Dispose();

    private async Task<T?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var generation = Volatile.Read(ref _generation);
        var loadedAt = time.GetTimestamp();
        var value = await load(id, cancellationToken);

        // Unknown ids are not cached, because guesses could fill the memory.
        if (value is null) return null;
        _entries.Set(id, new Entry(value, loadedAt), s_oneEntry);

        // Values read before a change must not outlive it, so a change first increases the generation and then clears the cache.
        if (Volatile.Read(ref _generation) != generation) _entries.Remove(id);
        return value;
    }

    private sealed record Entry(T Value, long LoadedAt);
}
