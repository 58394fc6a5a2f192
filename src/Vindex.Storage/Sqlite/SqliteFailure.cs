using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Vindex.Storage.Sqlite;

/// <summary>Converts SQLite errors to the one exception that callers of the store see.</summary>
internal static class SqliteFailure
{
    /// <summary>A failure of SQLite as a failure of the store; any other exception as it is, since it is a bug.</summary>
    public static Exception OfStore(Exception exception) => exception is SqliteException problem ? OfStore(problem) : exception;

    /// <summary>The store was closed before or while it was used.</summary>
    public static StoreUnavailableException Closed(Exception? inner) => new("The store is closed.", inner);

    private static StoreUnavailableException OfStore(SqliteException problem) => problem.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new StoreUnavailableException("The disk of the data folder is full.", problem),
        raw.SQLITE_IOERR => new StoreUnavailableException($"The disk of the data folder failed: {problem.Message}", problem),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreDamagedException(problem.Message, problem),
        _ => new StoreUnavailableException($"The database rejected an operation: {problem.Message}", problem),
    };
}
