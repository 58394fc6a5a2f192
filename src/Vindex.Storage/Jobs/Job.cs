namespace Vindex.Storage.Jobs;

/// <summary>The state of a job.</summary>
public enum JobState
{
    /// <summary>Waits to be judged, for the first time or again.</summary>
    Queued,

    /// <summary>Leased by a worker.</summary>
    Running,

    /// <summary>Judged; it has a score. Final.</summary>
    Done,

    /// <summary>Scoring failed. Final.</summary>
    Failed,

    /// <summary>A newer job of the same ticket took its place before it was scored. Final.</summary>
    Superseded,
}

/// <summary>One evaluation that was asked for.</summary>
/// <param name="Id">Time-ordered id: 32 hexadecimal digits of a UUIDv7.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="TicketId">The ticket, unique within the customer.</param>
/// <param name="TicketKey">The key shown.</param>
/// <param name="Title">The ticket's summary.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="State">Its state.</param>
/// <param name="DueAt">From when it can be leased; only meaningful while it is queued.</param>
/// <param name="Attempts">Failed attempts.</param>
/// <param name="Taken">How often it was leased: the fencing token of the latest lease.</param>
/// <param name="FinishedAt">When it ended; null until then.</param>
/// <param name="ScoreId">Its score; null unless done.</param>
/// <param name="SupersededBy">The job that took its place; null unless superseded.</param>
/// <param name="Error">Error of the latest attempt; null if it succeeded or there was none.</param>
public sealed record Job(
    string Id,
    string CompanyId,
    string CustomerId,
    string TicketId,
    string TicketKey,
    string Title,
    DateTimeOffset CreatedAt,
    JobState State,
    DateTimeOffset DueAt,
    int Attempts,
    int Taken,
    DateTimeOffset? FinishedAt,
    string? ScoreId,
    string? SupersededBy,
    string? Error);

/// <summary>A job to enqueue.</summary>
/// <param name="Id">See <see cref="Job"/>.</param>
/// <param name="CompanyId">See <see cref="Job"/>.</param>
/// <param name="CustomerId">See <see cref="Job"/>.</param>
/// <param name="TicketId">See <see cref="Job"/>.</param>
/// <param name="TicketKey">See <see cref="Job"/>.</param>
/// <param name="Title">See <see cref="Job"/>.</param>
/// <param name="CreatedAt">Now; it is due at once.</param>
/// <param name="Payload">What a worker needs to know of the ticket; kept until the job ends.</param>
public sealed record NewJob(
    string Id, string CompanyId, string CustomerId, string TicketId, string TicketKey, string Title, DateTimeOffset CreatedAt, byte[] Payload);

/// <summary>A leased job.</summary>
/// <param name="Job">The job; its <see cref="Job.Taken"/> is the fencing token of this lease.</param>
/// <param name="Payload">The payload that was queued with it.</param>
public sealed record LeasedJob(Job Job, byte[] Payload);

/// <summary>What a worker got.</summary>
/// <param name="Jobs">The jobs, now leased.</param>
/// <param name="NextDue">When the next waiting job is due, which may be in the past if it waits for another job of its ticket; null if none is waiting.</param>
public sealed record JobLease(IReadOnlyList<LeasedJob> Jobs, DateTimeOffset? NextDue);

/// <summary>How full the queue is.</summary>
/// <param name="Waiting">Jobs that wait to be leased.</param>
/// <param name="OldestDue">Since when the oldest waiting job has been due; null if none is due.</param>
public sealed record QueueState(long Waiting, DateTimeOffset? OldestDue);
