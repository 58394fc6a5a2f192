using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Jobs;

/// <summary>The result of enqueueing.</summary>
/// <param name="Stored">False if the customer has no installation (any more) at that company; nothing is stored then.</param>
/// <param name="Superseded">The job whose place it took; null if none of this ticket was waiting.</param>
public readonly record struct Enqueued(bool Stored, string? Superseded);

/// <summary>The result of ending a lease.</summary>
public enum LeaseEnd
{
    /// <summary>All is stored.</summary>
    Stored,

    /// <summary>Somebody else has the job, or it is finished: nothing was changed.</summary>
    LeaseLost,

    /// <summary>The score to share no longer exists: nothing was changed, and the lease is still valid.</summary>
    ScoreGone,

    /// <summary>The customer is gone: the job was deleted.</summary>
    CustomerGone,
}

/// <summary>
/// The durable queue of evaluations. A job is leased with a fencing token (<see cref="Job.Taken"/>); an older token changes nothing. Two jobs of one
/// ticket are never leased at the same time.
/// </summary>
public interface IJobStore
{
    /// <summary>Adds a job; one of the same ticket that is still queued ends as superseded in the same transaction.</summary>
    Task<Enqueued> EnqueueAsync(NewJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Leases up to <paramref name="count"/> due jobs, the companies in turn: the one served longest ago comes first, and each gets one before any gets a
    /// second.
    /// </summary>
    Task<JobLease> LeaseAsync(int count, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Prolongs leases (job id and token). Returns the ids of those that are lost.</summary>
    Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<(string JobId, int Taken)> leases, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Queues jobs again whose lease has expired; all leased jobs if <paramref name="all"/> says that their workers are dead. Returns how many.
    /// </summary>
    Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken);

    /// <summary>In one transaction: the new score, its delivery if a callback is due, and the job's end.</summary>
    Task<LeaseEnd> CompleteAsync(string jobId, int taken, StoredScore score, NewDelivery? delivery, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>In one transaction: the job's end with a score that its ticket already has, and its delivery if a callback is due.</summary>
    Task<LeaseEnd> ShareAsync(string jobId, int taken, string scoreId, NewDelivery? delivery, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Queues a job again after a judging that failed; it is due at <paramref name="dueAt"/>.</summary>
    Task<LeaseEnd> RetryAsync(string jobId, int taken, string error, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>In one transaction: the job's end without a score, and the delivery that reports it.</summary>
    Task<LeaseEnd> FailAsync(string jobId, int taken, string error, NewDelivery? delivery, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a lease back without a result: due at once, nothing counted.</summary>
    Task<LeaseEnd> ReleaseAsync(string jobId, int taken, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One job; null if the caller may not see it or it does not exist.</summary>
    Task<Job?> FindAsync(ScoreAccess access, string jobId, CancellationToken cancellationToken);

    /// <summary>How full the queue is; costs the same however full it is.</summary>
    Task<QueueState> StateAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes jobs without a score that finished before an instant. Returns how many.</summary>
    Task<long> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
