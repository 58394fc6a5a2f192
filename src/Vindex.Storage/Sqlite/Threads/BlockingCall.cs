using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Vindex.Storage.Sqlite.Threads;

/// <summary>A long call on a connection and a thread of its own.</summary>
internal static class BlockingCall
{
    /// <summary>Opens, runs, closes; cancellation interrupts what runs.</summary>
    public static async Task<T> RunAsync<T>(Func<SqliteConnection> open, Func<SqliteConnection, T> work, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var result = default(T);
        try
        {
            await DedicatedThread.Run(name, () =>
            {
                using var connection = open();
                using (cancellationToken.UnsafeRegister(static state => raw.sqlite3_interrupt(((SqliteConnection)state!).Handle), connection))
                {
                    result = work(connection);
                }
            });
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }

        return result!;
    }
}
