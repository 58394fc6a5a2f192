using Vindex.Storage.Scores;

namespace Vindex.Storage.Trackers;

/// <summary>An issue that was read, as far as reading and writing it again needs it.</summary>
/// <param name="ProjectId">Id of the tracked project.</param>
/// <param name="IssueId">Its id within the tracker's API.</param>
/// <param name="TicketId">The id of its scores.</param>
/// <param name="Key">What people call it.</param>
/// <param name="ChangedAt">When it changed last, by the tracker's clock.</param>
/// <param name="ContentHash">What was judged and by which judge; null if it has no score.</param>
/// <param name="ScoreId">Its score; null if it has none, or if another way scored the same text.</param>
/// <param name="Skipped">Why it has no score; null if it has one.</param>
/// <param name="GoneAt">Since when it is not in the selection any more; null while it is.</param>
public sealed record TrackedTicket(
    string ProjectId,
    string IssueId,
    string TicketId,
    string Key,
    DateTimeOffset ChangedAt,
    string? ContentHash,
    string? ScoreId,
    string? Skipped,
    DateTimeOffset? GoneAt);

/// <summary>An issue that may have changed, as a webhook said.</summary>
/// <param name="ProjectId">Id of the tracked project.</param>
/// <param name="IssueId">Its id within the tracker's API.</param>
/// <param name="Version">How often that was said since it was read last.</param>
public sealed record TrackedChange(string ProjectId, string IssueId, long Version);

/// <summary>What came of reading an issue.</summary>
/// <param name="IssueId">Its id within the tracker's API.</param>
/// <param name="TicketId">The id of its scores.</param>
/// <param name="Key">What people call it.</param>
/// <param name="ChangedAt">When it changed last, by the tracker's clock.</param>
/// <param name="Result">The result.</param>
public sealed record TicketStep(string IssueId, string TicketId, string Key, DateTimeOffset ChangedAt, TicketStepResult Result)
{
    /// <summary>The change that it answers; null if it was found in a list.</summary>
    public TrackedChange? Answers { get; init; }
}

/// <summary>What came of reading an issue.</summary>
public abstract record TicketStepResult
{
    private TicketStepResult()
    {
    }

    /// <summary>It was judged.</summary>
    /// <param name="Score">The score, with its content hash.</param>
    public sealed record Scored(StoredScore Score) : TicketStepResult;

    /// <summary>The same judge has judged the same text.</summary>
    /// <param name="ContentHash">The hash.</param>
    public sealed record Unchanged(string ContentHash) : TicketStepResult;

    /// <summary>It is not scored.</summary>
    /// <param name="Reason">The reason, as a message.</param>
    public sealed record Skipped(string Reason) : TicketStepResult;

    /// <summary>It is read with the next list of its project, because only the tracker knows whether it is selected.</summary>
    public sealed record Listed : TicketStepResult;

    /// <summary>It does not exist any more, or is in another project.</summary>
    public sealed record Gone : TicketStepResult;
}

/// <summary>What a batch stored.</summary>
/// <param name="Scored">New scores.</param>
/// <param name="Unchanged">Issues that another one had scored meanwhile, or of which a later state was known.</param>
public readonly record struct StoredSteps(int Scored, int Unchanged);

/// <summary>A result that is to be written to an issue.</summary>
/// <param name="Project">The project.</param>
/// <param name="Ticket">The issue, with its score.</param>
/// <param name="CommentId">The comment to update; null to add one.</param>
/// <param name="Tries">Failed tries so far.</param>
/// <param name="IsBegun">Whether a write began and its end is not known.</param>
public sealed record DueWrite(TrackedProject Project, TrackedTicket Ticket, string? CommentId, int Tries, bool IsBegun);

/// <summary>How writing a result ended.</summary>
/// <param name="ProjectId">Id of the tracked project.</param>
/// <param name="IssueId">The issue.</param>
/// <param name="Written">What was written: mode, field and score, as <see cref="Of"/> joins them.</param>
public sealed record WriteEnd(string ProjectId, string IssueId, string Written)
{
    /// <summary>The end of a write.</summary>
    public static WriteEnd Of(DueWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var (project, ticket) = (write.Project, write.Ticket);
        return new WriteEnd(project.Id, ticket.IssueId, Place(project) + ticket.ScoreId) { CommentId = write.CommentId };
    }

    /// <summary>What precedes the score in <see cref="Written"/>.</summary>
    internal static string Place(TrackedProject project) => $"{project.WriteBack.ToString().ToLowerInvariant()}:{project.WriteField}:";

    /// <summary>The id of the comment; null for none.</summary>
    public string? CommentId { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>When it is tried again; null if it is not.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
