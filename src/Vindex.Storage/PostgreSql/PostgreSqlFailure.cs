using Npgsql;

namespace Vindex.Storage.PostgreSql;

/// <summary>Converts PostgreSQL's errors to the one exception that callers of the store see.</summary>
internal static class PostgreSqlFailure
{
    /// <summary>A failure of PostgreSQL as a failure of the store; any other exception as it is, since it is a bug.</summary>
    public static Exception OfStore(Exception exception) => exception switch
    {
        PostgresException problem => OfStore(problem),
        NpgsqlException { InnerException: TimeoutException } problem => new StoreUnavailableException("PostgreSQL did not respond in time.", problem),
        NpgsqlException problem => new StoreUnavailableException("PostgreSQL cannot be reached.", problem),
        _ when IsLost(exception) => new StoreUnavailableException("The connection to PostgreSQL was lost.", exception),
        _ => exception,
    };

    /// <summary>The store was closed before or while it was used.</summary>
    public static StoreUnavailableException Closed(Exception? inner = null) => new("The store is closed.", inner);

    /// <summary>Whether the connection is gone, rather than a statement refused.</summary>
    public static bool IsLost(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true,
        // What Npgsql throws when a connection that broke is used further.
        ObjectDisposedException => true,
        InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };

    /// <summary>Whether a transaction was rolled back for reasons that may be gone at the next attempt: a conflict or a deadlock with another one.</summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
    };

    private static StoreUnavailableException OfStore(PostgresException problem) => problem.SqlState switch
    {
        PostgresErrorCodes.DiskFull => new StoreUnavailableException("The disk of the PostgreSQL server is full.", problem),
        PostgresErrorCodes.TooManyConnections => new StoreUnavailableException("PostgreSQL has no connection left; see its setting max_connections.", problem),
        PostgresErrorCodes.QueryCanceled => new StoreUnavailableException("A statement took longer than Store:StatementTimeout.", problem),
        PostgresErrorCodes.ReadOnlySqlTransaction => new StoreUnavailableException("The PostgreSQL database is read-only. Is it a standby?", problem),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StoreUnavailableException(
            "PostgreSQL refuses the user or the password of Store:Connection.", problem),
        PostgresErrorCodes.InvalidCatalogName => new StoreUnavailableException("The database that Store:Connection names does not exist.", problem),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new StoreDamagedException(problem.MessageText, problem),
        "57P01" or "57P02" or "57P03" => new StoreUnavailableException("PostgreSQL is stopping or starting.", problem),
        _ => new StoreUnavailableException($"PostgreSQL rejected an operation ({problem.SqlState}): {problem.MessageText}", problem),
    };
}
