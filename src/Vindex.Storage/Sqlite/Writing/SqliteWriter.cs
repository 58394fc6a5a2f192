using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Writing;
using Vindex.Storage.Sqlite.Threads;

namespace Vindex.Storage.Sqlite.Writing;

/// <summary>
/// The one thread that writes. It commits whatever waits in one transaction, so that many callers share the cost of reaching the disk. A write's task
/// completes after the commit. Each write is a unit: when one fails or undoes itself, the transaction is rolled back and run again with a savepoint around
/// each, so that it leaves its neighbors alone. Savepoints cost half as much as the writes themselves (measured), hence not from the start.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>One thread writes for all owners.</summary>
    private const string AnyOwner = "";

    private readonly SqliteConnection _connection;
    private readonly SqliteWrite _write;
    private readonly Channel<QueuedWrite> _queue;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly int _unitsPerCommit;
    private readonly SemaphoreSlim _many = new(1, 1);
    private readonly Task _ended;

    public SqliteWriter(SqliteConnection connection, SqliteCheckpointer checkpointer, int capacity, int unitsPerCommit)
    {
        _connection = connection;
        _write = new SqliteWrite(connection);
        _checkpointer = checkpointer;
        _unitsPerCommit = unitsPerCommit;
        _queue = Channel.CreateBounded<QueuedWrite>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _ended = DedicatedThread.Run("vindex sqlite writer", Loop);
    }

    /// <summary>Queues a write; waits while the queue is full.</summary>
    public async Task<T> RunAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new QueuedWrite<T>(AnyOwner, work, SqliteFailure.OfStore, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(unit, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw SqliteFailure.Closed(e);
        }

        return await unit.Task;
    }

    /// <summary>Queues a write of many rows once no other such write is queued or running.</summary>
    public async Task<T> RunManyAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        await _many.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(work, cancellationToken);
        }
        finally
        {
            _many.Release();
        }
    }

    /// <summary>Takes no more writes, commits those that wait, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended;
        await _checkpointer.DisposeAsync();
        _write.Dispose();
        await _connection.DisposeAsync();
    }

    private void Loop()
    {
        var units = new List<QueuedWrite>(_unitsPerCommit);
        try
        {
            WriteUntilClosed(units);
        }
        catch (Exception e)
        {
            // Not even a rollback works any more. Nobody is left waiting, and nobody is told that something was kept.
            _queue.Writer.TryComplete(e);
            units.ForEach(unit => unit.Fail(e));
            while (_queue.Reader.TryRead(out var unit))
            {
                unit.Fail(e);
            }
        }
    }

    private void WriteUntilClosed(List<QueuedWrite> units)
    {
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

            if (units.Count > 0 && !TryCommit(units))
            {
                for (var first = 0; first < units.Count;)
                {
                    first = CommitOneByOne(units, first);
                }
            }
        }
    }

    /// <summary>Runs and commits all units; false, with nothing done, if one of them prevents that.</summary>
    private bool TryCommit(List<QueuedWrite> units)
    {
        try
        {
            _write.Run($"BEGIN IMMEDIATE");
            foreach (var unit in units)
            {
                _write.Begin();
                Run(unit);
                if (_write.IsUndone)
                {
                    _write.Run($"ROLLBACK");
                    return false;
                }
            }

            _write.Run($"COMMIT");
        }
        catch (Exception)
        {
            // The second run tells who is to blame, and hands the reason to the caller.
            RollBack();
            return false;
        }

        units.ForEach(unit => unit.Complete());
        _checkpointer.Committed(units.Count);
        return true;
    }

    /// <summary>Runs units from <paramref name="first"/> on, each within a savepoint, and commits; returns the first one that is still to be run.</summary>
    private int CommitOneByOne(List<QueuedWrite> units, int first)
    {
        var next = first;
        try
        {
            _write.Run($"BEGIN IMMEDIATE");
            while (next < units.Count)
            {
                RunWithinSavepoint(units[next++]);
            }

            _write.Run($"COMMIT");
        }
        catch (Exception e)
        {
            // The transaction is lost: the disk is full or broken, or the commit was refused. All that ran in it have failed; what did not run is tried again.
            RollBack();
            next = Math.Max(next, first + 1);
            units[first..next].ForEach(unit => unit.Fail(e));
            return next;
        }

        units[first..next].ForEach(unit => unit.Complete());
        return next;
    }

    private void RunWithinSavepoint(QueuedWrite unit)
    {
        _write.Run($"SAVEPOINT unit");
        try
        {
            _write.Begin();
            Run(unit);
            if (_write.IsUndone)
            {
                _write.Run($"ROLLBACK TO unit");
            }
        }
        catch (Exception e) when (_write.InTransaction)
        {
            _write.Run($"ROLLBACK TO unit");
            unit.Fail(e);
        }

        _write.Run($"RELEASE unit");
    }

    // SQLite's "async" calls have completed when they return; a driver that waits would only block this thread.
    private void Run(QueuedWrite unit) => unit.RunAsync(_write).GetAwaiter().GetResult();

    private void RollBack()
    {
        if (_write.InTransaction)
        {
            _write.Run($"ROLLBACK");
        }
    }
}
