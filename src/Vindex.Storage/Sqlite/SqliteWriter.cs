using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It commits whatever waits in one transaction, so that many callers share the cost of reaching the disk; within it every write
/// is a savepoint of its own, so that one that fails leaves its neighbours alone. A write's task completes after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqlWrite _write;
    private readonly Channel<WriteUnit> _queue;
    private readonly int _unitsPerCommit;
    private readonly Task _ended;

    public SqliteWriter(SqliteConnection connection, int capacity, int unitsPerCommit)
    {
        _connection = connection;
        _write = new SqlWrite(connection);
        _unitsPerCommit = unitsPerCommit;
        _queue = Channel.CreateBounded<WriteUnit>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _ended = DedicatedThread.Run("vindex sqlite writer", Loop);
    }

    /// <summary>Queues a write; waits while the queue is full.</summary>
    public async Task<T> RunAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new WriteUnit<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(unit, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The store is closed.", e);
        }

        return await unit.Task;
    }

    /// <summary>Takes no more writes, commits those that wait, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended;
        _write.Dispose();
        await _connection.DisposeAsync();
    }

    private void Loop()
    {
        var units = new List<WriteUnit>(_unitsPerCommit);
        while (_queue.Reader.WaitToRead())
        {
            units.Clear();
            while (units.Count < _unitsPerCommit && _queue.Reader.TryRead(out var unit))
            {
                if (!unit.CancelIfAsked())
                {
                    units.Add(unit);
                }
            }

            for (var done = 0; done < units.Count;)
            {
                done = Commit(units, done);
            }
        }
    }

    /// <summary>Runs and commits units from <paramref name="first"/> on; returns the first one that is still to be run.</summary>
    private int Commit(List<WriteUnit> units, int first)
    {
        var next = first;
        try
        {
            Execute("BEGIN IMMEDIATE");
            while (next < units.Count)
            {
                Run(units[next++]);
            }

            Execute("COMMIT");
        }
        catch (Exception e)
        {
            // The transaction is lost: the disk is full or broken, or the commit was refused. All that ran in it have failed; what did not run is tried anew.
            next = Math.Max(next, first + 1);
            if (InTransaction)
            {
                Execute("ROLLBACK");
            }

            for (var i = first; i < next; i++)
            {
                units[i].Fail(e);
            }

            return next;
        }

        for (var i = first; i < next; i++)
        {
            units[i].Complete();
        }

        return next;
    }

    private void Run(WriteUnit unit)
    {
        Execute("SAVEPOINT unit");
        try
        {
            _write.Begin();
            unit.Run(_write);
            if (_write.IsUndone)
            {
                Execute("ROLLBACK TO unit");
            }
        }
        catch (Exception e) when (InTransaction)
        {
            Execute("ROLLBACK TO unit");
            unit.Fail(e);
        }

        Execute("RELEASE unit");
    }

    private bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    private void Execute(string sql) => _write.Prepared(sql).ExecuteNonQuery();
}
