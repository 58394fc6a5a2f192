using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sqlite.Threads;

namespace Vindex.Storage.Sqlite.Reading;

/// <summary>
/// A fixed number of reader threads, each with a connection. SQLite's calls block, so they block these threads and never the caller's or the pool's.
/// </summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private const int QueuePerReader = 256;

    private readonly Channel<Action<SqliteConnection>> _queue;
    private readonly List<SqliteConnection> _connections = [];
    private readonly List<Task> _ended = [];

    public SqliteReaders(string file, int count)
    {
        _queue = Channel.CreateBounded<Action<SqliteConnection>>(new BoundedChannelOptions(count * QueuePerReader));
        for (var i = 0; i < count; i++)
        {
            var connection = SqliteConnections.Reader(file);
            _connections.Add(connection);
            _ended.Add(DedicatedThread.Run($"vindex sqlite reader {i + 1}", () => Loop(connection)));
        }
    }

    /// <summary>Runs a read on the first reader that is free, on its own connection or on a given one.</summary>
    public async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, SqliteConnection? on, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _queue.Writer.WriteAsync(connection => Run(work, on ?? connection, done, cancellationToken), cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw SqliteFailure.Closed(e);
        }

        return await done.Task;
    }

    /// <summary>Takes no more reads, ends those that wait, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_ended);
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static void Run<T>(Func<DbConnection, Task<T>> work, SqliteConnection connection, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.TrySetCanceled(cancellationToken);
            return;
        }

        try
        {
            T result;
            // Disposing the registration waits for a running interrupt, so that it cannot hit the connection's next query.
            using (cancellationToken.UnsafeRegister(static state => raw.sqlite3_interrupt(((SqliteConnection)state!).Handle), connection))
            {
                result = work(connection).GetAwaiter().GetResult();
            }

            done.TrySetResult(result);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            done.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            if (e is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT })
            {
                Forget(connection);
            }

            done.TrySetException(SqliteFailure.OfStore(e));
        }
    }

    /// <summary>Lets the next read look at damaged pages again: SQLite checks a page only once, and then takes it from memory as if it were sound.</summary>
    private static void Forget(SqliteConnection connection)
    {
        try
        {
            connection.Execute("PRAGMA shrink_memory");
        }
        catch (SqliteException)
        {
            // The read has failed for a reason that says more.
        }
    }

    private void Loop(SqliteConnection connection)
    {
        while (_queue.Reader.WaitToRead())
        {
            while (_queue.Reader.TryRead(out var read))
            {
                read(connection);
            }
        }
    }
}
