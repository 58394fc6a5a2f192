using Vindex.Storage.Audit;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Rescores;

/// <summary>What came of starting a run.</summary>
public enum RescoreStart
{
    /// <summary>It is stored and waits for a worker.</summary>
    Started,

    /// <summary>Another one of the company is running; nothing was stored.</summary>
    AlreadyRunning,

    /// <summary>There is no such company; nothing was stored.</summary>
    CompanyGone,
}

/// <summary>
/// Runs that judge the latest tickets of a company again, one at a time for each company. A run is leased with a fencing token
/// (<see cref="Rescore.Taken"/>): an older token changes nothing.
/// </summary>
public interface IRescoreStore
{
    /// <summary>Starts a run, or keeps one that is done as it has nothing to do.</summary>
    Task<RescoreStart> StartAsync(Rescore run, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A run of a company; null if there is none.</summary>
    Task<Rescore?> FindAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>The runs of a company, newest first.</summary>
    Task<IReadOnlyList<Rescore>> ListAsync(string companyId, int limit, CancellationToken cancellationToken);

    /// <summary>Stops a run. False if it is not running.</summary>
    Task<bool> CancelAsync(string companyId, string id, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Leases the oldest running run that is not leased; null if there is none.</summary>
    Task<Rescore?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends all leases, for a store that no other process can open.</summary>
    Task TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>The next tickets of a run: the latest scores after its position.</summary>
    Task<IReadOnlyList<StoredScore>> NextAsync(string id, int count, CancellationToken cancellationToken);

    /// <summary>
    /// In one transaction: the new scores of tickets whose latest score is still the one that was judged again, their deliveries, the run's position and
    /// counters, and its lease. Returns the run; null if it is no longer running or the lease is lost, and nothing was stored then.
    /// </summary>
    Task<Rescore?> StoreAsync(
        string id, int taken, IReadOnlyList<RescoredTicket> tickets, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends a run, as done or (with a reason) as failed.</summary>
    Task EndAsync(string id, int taken, string? error, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a lease back.</summary>
    Task ReleaseAsync(string id, int taken, CancellationToken cancellationToken);
}
