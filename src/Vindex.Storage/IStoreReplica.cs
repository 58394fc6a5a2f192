namespace Vindex.Storage;

/// <summary>
/// A copy of the database that lists and exports are read from, as long as it has everything that was acknowledged before: otherwise, and when it is lost, the
/// primary is read.
/// </summary>
public interface IStoreReplica
{
    /// <summary>Whether there is one.</summary>
    bool IsConfigured { get; }

    /// <summary>Why it is not read at the moment; null if it is.</summary>
    string? Problem { get; }

    /// <summary>Looks whether it can be read, and sets <see cref="Problem"/>.</summary>
    Task LookAsync(CancellationToken cancellationToken);
}
