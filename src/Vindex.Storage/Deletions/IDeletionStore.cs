using Vindex.Storage.Audit;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Deletions;

/// <summary>A lease of a deletion. Slices of an older one delete nothing.</summary>
/// <param name="Deletion">The deletion.</param>
/// <param name="Until">Until when the next slice extends it.</param>
public sealed record DeletionLease(Deletion Deletion, DateTimeOffset Until);

/// <summary>What came of a slice.</summary>
public abstract record DeletionSlice
{
    private DeletionSlice()
    {
    }

    /// <summary>The lease is lost, or the deletion or its company is gone; nothing was deleted.</summary>
    public sealed record Lost : DeletionSlice;

    /// <summary>The slice is deleted.</summary>
    /// <param name="Next">Where the next slice begins; null if this was the last one.</param>
    public sealed record Deleted(PagePosition? Next) : DeletionSlice;
}

/// <summary>
/// Deletions that run in the background. Each slice is a transaction that deletes a few hundred rows and counts them, so that other writes hardly wait and an
/// interrupted deletion continues with exact counts.
/// </summary>
public interface IDeletionStore
{
    /// <summary>Stores a deletion for a worker. False if its company or project does not exist.</summary>
    Task<bool> StartAsync(Deletion deletion, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A deletion of a company; null if there is none.</summary>
    Task<Deletion?> FindAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>Leases the oldest running deletion that is not leased; null if there is none.</summary>
    Task<Deletion?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends all leases, for a store that no other process can open.</summary>
    Task TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>Gives a lease back.</summary>
    Task ReleaseAsync(string id, int taken, CancellationToken cancellationToken);

    /// <summary>Deletes a slice of a customer's deliveries, after a position (null for the first slice).</summary>
    Task<DeletionSlice> DeliveriesAsync(DeletionLease lease, PagePosition? after, CancellationToken cancellationToken);

    /// <summary>Deletes a slice of a customer's jobs, after a position (null for the first slice).</summary>
    Task<DeletionSlice> JobsAsync(DeletionLease lease, PagePosition? after, CancellationToken cancellationToken);

    /// <summary>Deletes scores with their feedback, jobs and deliveries. There is no next slice.</summary>
    Task<DeletionSlice> ScoresAsync(DeletionLease lease, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Deletes rows of feedback that are not scores'. There is no next slice.</summary>
    Task<DeletionSlice> FeedbackAsync(DeletionLease lease, ProjectKey project, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Deletes a slice of the rows that a project had when the deletion was started, and the project with its last row.</summary>
    Task<DeletionSlice> ProjectAsync(DeletionLease lease, PagePosition? after, CancellationToken cancellationToken);

    /// <summary>Ends a deletion. False if the lease is lost.</summary>
    Task<bool> EndAsync(Deletion deletion, DeletionState state, DateTimeOffset now, Func<DeletedRows, AuditEntry> audit, CancellationToken cancellationToken);
}
