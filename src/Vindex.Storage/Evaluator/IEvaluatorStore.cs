namespace Vindex.Storage.Evaluator;

/// <summary>
/// The public evaluator's sessions: files uploaded without an account, and their results. Nothing here counts in statistics. A session that has expired
/// does not exist for any reader, whether or not it has been deleted.
/// </summary>
public interface IEvaluatorStore
{
    /// <summary>Adds a session with its file. False if all sessions together would then hold more than <paramref name="mostBytes"/> of files.</summary>
    Task<bool> AddAsync(EvaluatorSession session, byte[] file, long mostBytes, CancellationToken cancellationToken);

    /// <summary>A session; null if there is none, or it has expired.</summary>
    Task<EvaluatorSession?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A session's file; null if there is none, or the session has expired.</summary>
    Task<byte[]?> FileAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Starts scoring a session. False if that was requested before, or there is no such session.</summary>
    Task<bool> StartAsync(string id, string order, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Starts scoring a session that has ended again; its results are deleted. False if it has not ended, or there is no such session.
    /// </summary>
    Task<bool> RestartAsync(string id, string order, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes the session that has waited longest until a time; null if none waits.</summary>
    Task<LeasedEvaluation?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Releases all leases, for a store that no other process can open.</summary>
    Task TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>Releases a session, as if it had not been leased.</summary>
    Task ReleaseAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Stores results and renews the lease. Results of rows that have one already are left out. False if the session is gone or no longer being judged.
    /// </summary>
    Task<bool> StoreAsync(string id, IReadOnlyList<EvaluatorRow> rows, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends a session, well (with an outcome) or badly (with the reason).</summary>
    Task EndAsync(string id, string? outcome, string? error, CancellationToken cancellationToken);

    /// <summary>The results so far, in the order of the file.</summary>
    Task<IReadOnlyList<EvaluatorRow>> RowsAsync(string id, CancellationToken cancellationToken);

    /// <summary>How many rows have their result.</summary>
    Task<int> CountAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes what has expired, in batches; returns how many sessions.</summary>
    Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
