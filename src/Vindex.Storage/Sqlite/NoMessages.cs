using Vindex.Storage.Nodes;

namespace Vindex.Storage.Sqlite;

/// <summary>Messages of a store that no other process can hold: no one hears them.</summary>
internal sealed class NoMessages : IStoreMessages
{
    /// <inheritdoc/>
    public event Action<string?>? Received
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public bool AreHeard => false;

    /// <inheritdoc/>
    public Task SendAsync(string message, CancellationToken cancellationToken) => Task.CompletedTask;
}
