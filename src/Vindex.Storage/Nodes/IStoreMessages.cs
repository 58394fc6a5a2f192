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

    /// <summary>Has a handler called for each message, also for this process's own, and with null when messages may have been missed.</summary>
    /// <param name="handler">Must return at once.</param>
    /// <returns>Ends the calls when it is disposed of.</returns>
    IDisposable Listen(Action<string?> handler);

    /// <summary>Sends a message.</summary>
    Task SendAsync(string message, CancellationToken cancellationToken);
}
