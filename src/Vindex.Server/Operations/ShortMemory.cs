using System.Collections.Concurrent;

namespace Vindex.Server.Operations;

/// <summary>
/// What the store said a moment ago. A change through this process is seen at once (<see cref="Forget"/>), one through another node after the time to live.
/// </summary>
internal sealed class ShortMemory<T>(Func<string, CancellationToken, Task<T?>> load, TimeProvider time, TimeSpan timeToLive)
    where T : class
{
    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _generation;

    public ValueTask<T?> FindAsync(string id, CancellationToken cancellationToken) =>
        _entries.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.LoadedAt) < timeToLive
            ? new ValueTask<T?>(entry.Value)
            : new ValueTask<T?>(LoadAsync(id, cancellationToken));

    /// <summary>To be called after a change.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _entries.Clear();
    }

    private async Task<T?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var generation = Volatile.Read(ref _generation);
        var loadedAt = time.GetTimestamp();
        var value = await load(id, cancellationToken);

        // Unknown ids are not remembered: whoever guesses could fill the memory with them.
        if (value is null) return null;
        if (_entries.Count >= Capacity) _entries.Clear();
        _entries[id] = new Entry(value, loadedAt);

        // What was read before a change must not outlive it: a change raises the generation first and clears second.
        if (Volatile.Read(ref _generation) != generation) _entries.TryRemove(id, out _);
        return value;
    }

    private readonly record struct Entry(T Value, long LoadedAt);
}
