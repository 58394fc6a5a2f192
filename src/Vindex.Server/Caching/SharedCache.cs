using Vindex.Server.Background;

namespace Vindex.Server.Caching;

/// <summary>Caches values that other nodes change too: a change takes effect on this node at once, on others as soon as they hear of it.</summary>
internal sealed class SharedCache<T> : IDisposable
    where T : class
{
    private readonly StoreCache<T> _cache;
    private readonly NodeMessages _messages;
    private readonly string _topic;

    /// <param name="load">Reads a value.</param>
    /// <param name="time">The clock.</param>
    /// <param name="timeToLive">How long a value is kept if a message is lost.</param>
    /// <param name="messages">To other nodes.</param>
    /// <param name="topic">What the messages about changes are called.</param>
    public SharedCache(Func<string, CancellationToken, Task<T?>> load, TimeProvider time, TimeSpan timeToLive, NodeMessages messages, string topic)
    {
        (_cache, _messages, _topic) = (new StoreCache<T>(load, time, timeToLive), messages, topic);
        messages.On(topic, _ => _cache.Forget());
    }

    public ValueTask<T?> FindAsync(string id, CancellationToken cancellationToken) => _cache.FindAsync(id, cancellationToken);

    /// <summary>Must be called after a change.</summary>
    public void Forget()
    {
        _cache.Forget();
        _messages.Send(_topic);
    }

    /// <summary>Forgets on this node only, after a change that others need not see at once.</summary>
    public void ForgetHere() => _cache.Forget();

    public void Dispose() => _cache.Dispose();
}
