using Npgsql;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// Watches a connection for a commit that no longer waits for its synchronous standby. PostgreSQL reports it as a success, with a warning; a failover would
/// lose it.
/// </summary>
internal sealed class CommitWarnings
{
    private bool _isWarned;

    public CommitWarnings(NpgsqlConnection connection) =>
        connection.Notice += (_, notice) => _isWarned |= notice.Notice.InvariantSeverity == "WARNING";

    /// <summary>Why the commit must not be acknowledged; null if it may be.</summary>
    public StoreUnavailableException? Failure =>
        _isWarned ? new StoreUnavailableException("PostgreSQL did not wait for its synchronous standby.") : null;
}
