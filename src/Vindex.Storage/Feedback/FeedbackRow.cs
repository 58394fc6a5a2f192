namespace Vindex.Storage.Feedback;

/// <summary>A project: a company's feedback under one name. It need not be created.</summary>
/// <param name="CompanyId">Its company.</param>
/// <param name="Name">The part after the slash of a <c>project_id</c>; case-sensitive.</param>
public readonly record struct ProjectKey(string CompanyId, string Name);

/// <summary>A row of feedback as stored. The store looks into neither <see cref="Payload"/> nor <see cref="Extras"/>.</summary>
public sealed record FeedbackRow
{
    /// <summary>The type of a score's row, which the server alone writes, with the score.</summary>
    public const string ScoreType = "vindex.score";

    /// <summary>The project of a company that its scores' rows are in.</summary>
    public const string ScoreProject = "scores";

    /// <summary>Unique within the project for ever: whatever is written under it again replaces it.</summary>
    public required string Id { get; init; }

    /// <summary>When it was first created; milliseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Such as <c>wandb.note.1</c>.</summary>
    public required string FeedbackType { get; init; }

    /// <summary>What it is about.</summary>
    public required string WeaveRef { get; init; }

    /// <summary>Who gave it, according to the credential.</summary>
    public required string WbUserId { get; init; }

    /// <summary>A name that the giver chose; null for none.</summary>
    public string? Creator { get; init; }

    /// <summary>The definition of the annotation; null for none.</summary>
    public string? AnnotationRef { get; init; }

    /// <summary>The program that gave it; null for none.</summary>
    public string? RunnableRef { get; init; }

    /// <summary>The run that gave it; null for none.</summary>
    public string? CallRef { get; init; }

    /// <summary>What set it off; null for none.</summary>
    public string? TriggerRef { get; init; }

    /// <summary>The annotation queue that it came from; null for none.</summary>
    public string? QueueId { get; init; }

    /// <summary>A JSON object with the scorer and span fields that are not at their defaults; null if all are.</summary>
    public string? Extras { get; init; }

    /// <summary>A JSON object in UTF-8, as received.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}

/// <summary>A row to be written into a project.</summary>
public readonly record struct FeedbackEntry(ProjectKey Project, FeedbackRow Row);

/// <summary>One change of a project: a row was added or removed.</summary>
/// <param name="Sequence">The change's number; ascending in commit order, from 1.</param>
/// <param name="RowSequence">The number with which the row was added: <see cref="Sequence"/> itself unless this is a removal.</param>
/// <param name="CreatedAtMs">When the row was created, milliseconds since 1970 UTC.</param>
/// <param name="FeedbackType">Its type; empty for a removal.</param>
/// <param name="TriggerRef">Its trigger; null if it has none, or for a removal.</param>
/// <param name="Payload">Its payload; empty for a removal.</param>
public readonly record struct FeedbackChange(
    long Sequence, long RowSequence, long CreatedAtMs, string FeedbackType, string? TriggerRef, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether the row was removed: replaced or purged.</summary>
    public bool IsRemoval => RowSequence != Sequence;
}

/// <summary>The head of a project's change log.</summary>
/// <param name="Sequence">Number of the newest change; 0 if there has been none.</param>
/// <param name="CompleteSince">Removals at or below this number may have been forgotten.</param>
/// <param name="Incarnation">Changes when the numbers no longer mean the same rows: after a restore, or after a company was deleted and created again.</param>
public readonly record struct ProjectHead(long Sequence, long CompleteSince, string Incarnation);

/// <summary>A project as lists show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows that it has now; from a counter.</param>
/// <param name="FirstAt">Creation of its oldest row; null without rows.</param>
/// <param name="LastAt">Creation of its newest row; null without rows.</param>
public sealed record FeedbackProject(string Name, long Rows, DateTimeOffset? FirstAt, DateTimeOffset? LastAt);
