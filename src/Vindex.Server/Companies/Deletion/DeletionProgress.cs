using Vindex.Storage.Deletions;

namespace Vindex.Server.Companies.Deletion;

/// <summary>How far a deletion is.</summary>
/// <param name="State">Its state.</param>
/// <param name="Deleted">What was deleted so far.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
internal sealed record DeletionProgress(DeletionState State, DeletedRows Deleted, DateTimeOffset? FinishedAt);
