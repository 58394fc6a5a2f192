namespace Vindex.Storage.Trackers;

/// <summary>What is written back to the issues of a project.</summary>
public enum WriteBack
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A comment that is updated in place.</summary>
    Comment,

    /// <summary>A label for the band.</summary>
    Labels,

    /// <summary>The overall score, in a field.</summary>
    Field,
}

/// <summary>A project of a connection whose issues are scored.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="TrackerId">The connection.</param>
/// <param name="CompanyId">The company.</param>
/// <param name="CustomerId">The customer of its scores, which is an installation.</param>
/// <param name="ProjectId">The project's permanent id in the tracker.</param>
/// <param name="Key">Its short name in the tracker.</param>
/// <param name="Name">Its name.</param>
/// <param name="Selection">Which issues; a JSON object that the store does not look into.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record TrackedProject(
    string Id,
    string TrackerId,
    string CompanyId,
    string CustomerId,
    string ProjectId,
    string Key,
    string Name,
    string Selection,
    DateTimeOffset CreatedAt)
{
    /// <summary>What is written back.</summary>
    public WriteBack WriteBack { get; init; }

    /// <summary>The field that is written; null unless <see cref="WriteBack"/> is a field.</summary>
    public string? WriteField { get; init; }

    /// <summary>The id of its webhook at the tracker; null for none.</summary>
    public string? HookId { get; init; }

    /// <summary>How far reading is.</summary>
    public SyncPosition Position { get; init; } = SyncPosition.Start;

    /// <summary>When it is to be read next.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Number of its changes by people. What a worker read under an older one is not stored.</summary>
    public long Revision { get; init; } = 1;
}

/// <summary>How far reading a project is. Issues are read in passes: full ones, and those of what changed since the previous one.</summary>
/// <param name="Pass">Number of full passes begun.</param>
/// <param name="IsFull">Whether the current pass reads all issues.</param>
/// <param name="Cursor">Where the current pass is; null at its first page.</param>
/// <param name="Since">Since when issues of the current pass changed; null for a full one.</param>
/// <param name="StartedAt">When the current pass began; null between passes.</param>
/// <param name="Mark">The latest change seen, by the tracker's clock; null before the first issue.</param>
/// <param name="Total">How many issues the tracker says there are; null if it does not say.</param>
/// <param name="SyncedAt">When the latest pass ended; null before.</param>
/// <param name="SweptAt">When the latest full pass ended; null before.</param>
public sealed record SyncPosition(
    long Pass,
    bool IsFull,
    string? Cursor,
    DateTimeOffset? Since,
    DateTimeOffset? StartedAt,
    DateTimeOffset? Mark,
    long? Total,
    DateTimeOffset? SyncedAt,
    DateTimeOffset? SweptAt)
{
    /// <summary>Nothing was read.</summary>
    public static SyncPosition Start { get; } = new(0, true, null, null, null, null, null, null, null);
}

/// <summary>How many issues of a project there are.</summary>
/// <param name="ProjectId">Id of the tracked project.</param>
/// <param name="Seen">Issues that the current or latest full pass has come to, and those that changed since.</param>
/// <param name="Scored">Issues with a score.</param>
/// <param name="Skipped">Issues that are not scored.</param>
/// <param name="Gone">Issues that were deleted, moved or closed.</param>
/// <param name="ToWrite">Issues whose result is to be written back.</param>
/// <param name="NotWritten">Issues whose result could not be written back.</param>
public sealed record TrackedCounts(string ProjectId, long Seen, long Scored, long Skipped, long Gone, long ToWrite, long NotWritten);
