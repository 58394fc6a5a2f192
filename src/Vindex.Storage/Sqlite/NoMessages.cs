using Vindex.Storage.Nodes;

namespace Vindex.Storage.Sqlite;

/// <summary>Messages of a store that no other process can hold: no one hears them.</summary>
internal sealed class NoMessages : IStoreMessages
{
    /// <inheritdoc/>
    public bool AreHeard => false;

    /// <inheritdoc/>
    public IDisposable Listen(Action<string?> handler) => new Nothing();

    /// <inheritdoc/>
    public Task SendAsync(string message, CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // There was nothing to end.
        }
    }
}
