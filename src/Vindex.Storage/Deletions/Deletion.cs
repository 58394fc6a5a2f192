namespace Vindex.Storage.Deletions;

/// <summary>What is deleted.</summary>
public enum DeletionKind
{
    /// <summary>The scores, feedback, jobs and deliveries of a customer; <see cref="Deletion.Target"/> is its id.</summary>
    Customer,

    /// <summary>A project of feedback; <see cref="Deletion.Target"/> is its name.</summary>
    Project,

    /// <summary>Selected scores; <see cref="Deletion.Target"/> is the selection. The store does not look into it.</summary>
    Scores,
}

/// <summary>The state of a deletion.</summary>
public enum DeletionState
{
    /// <summary>Deleting, or waiting for a server that does.</summary>
    Running,

    /// <summary>Nothing is left. Final.</summary>
    Done,

    /// <summary>Given up. Final.</summary>
    Failed,
}

/// <summary>How many rows were deleted.</summary>
/// <param name="Scores">Scores.</param>
/// <param name="Feedback">Rows of feedback, with those of scores.</param>
/// <param name="Jobs">Jobs.</param>
/// <param name="Deliveries">Deliveries.</param>
public sealed record DeletedRows(long Scores = 0, long Feedback = 0, long Jobs = 0, long Deliveries = 0)
{
    /// <summary>Nothing.</summary>
    public static DeletedRows None { get; } = new();
}

/// <summary>A deletion that runs in the background.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="CompanyId">Whose rows.</param>
/// <param name="Kind">What is deleted.</param>
/// <param name="Target">Which one.</param>
/// <param name="StartedBy">The actor, as in the audit log.</param>
/// <param name="CreatedAt">When it was started.</param>
public sealed record Deletion(string Id, string CompanyId, DeletionKind Kind, string Target, string StartedBy, DateTimeOffset CreatedAt)
{
    /// <summary>Its state.</summary>
    public DeletionState State { get; init; }

    /// <summary>What was deleted so far.</summary>
    public DeletedRows Deleted { get; init; } = DeletedRows.None;

    /// <summary>How often it was leased: the fencing token of the latest lease.</summary>
    public int Taken { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
