namespace Vindex.Storage.Nodes;

/// <summary>
/// Short messages to the other processes that share the store. They are hints: one that is lost delays what it announces until it is looked for anyway. With a
/// store of one process there is no one to hear them.
/// </summary>
public interface IStoreMessages
{
    /// <summary>The longest message, in bytes of UTF-8.</summary>
    const int MostBytes = 7_900;

    /// <summary>Whether other processes can hear them.</summary>
    bool AreHeard { get; }

    /// <summary>Raised for each message, also for this process's own; with null when messages may have been missed. Handlers must return at once.</summary>
    event Action<string?>? Received;

    /// <summary>Sends a message.</summary>
    Task SendAsync(string message, CancellationToken cancellationToken);
}
