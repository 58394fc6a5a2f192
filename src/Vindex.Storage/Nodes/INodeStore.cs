namespace Vindex.Storage.Nodes;

/// <summary>
/// The processes that use the store. A node that has joined is named in its leases; when its row goes, its leases are taken back in the same transaction.
/// </summary>
public interface INodeStore
{
    /// <summary>
    /// Adds this process, and removes nodes of the same home, which have died; with a store that no other process can hold, all others. Call it again after a
    /// beat was in vain.
    /// </summary>
    Task JoinAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Shows that this process is alive; false if it was removed as dead.</summary>
    Task<bool> BeatAsync(NodeReport report, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes a node that has not reported since its <paramref name="beat"/>; false if it has, or is gone.</summary>
    Task<bool> RemoveAsync(string nodeId, long beat, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes this process.</summary>
    Task LeaveAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>All nodes, the longest running first.</summary>
    Task<IReadOnlyList<NodeState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The beats of all nodes, by their ids.</summary>
    Task<IReadOnlyDictionary<string, long>> BeatsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes work that one node at a time does for all, or keeps it; false if another living node has it. A process that has not joined always gets it.
    /// </summary>
    Task<bool> TakeDutyAsync(string name, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);
}
