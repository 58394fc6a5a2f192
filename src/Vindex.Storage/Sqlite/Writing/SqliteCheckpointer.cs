using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sqlite.Threads;

namespace Vindex.Storage.Sqlite.Writing;

/// <summary>
/// Copies the log into the database on a thread and a connection of its own, while the writer goes on: left to the writer, every few thousand pages one commit
/// would wait for all of them. The writer's own checkpoint (wal_autocheckpoint) then finds little to do, and lets the log start over.
/// </summary>
internal sealed class SqliteCheckpointer : IAsyncDisposable
{
    /// <summary>With fewer writes than this, flushing the database is not worthwhile; the writer's own checkpoint copies them in time.</summary>
    private const int WritesPerCheckpoint = 500;

    private readonly SqliteConnection _connection;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Task _ended;
    private int _writes;
    private volatile bool _stopping;

    public SqliteCheckpointer(string file)
    {
        _connection = SqliteConnections.Reader(file);
        _connection.Execute("PRAGMA synchronous = FULL");
        // A connection that has read nothing does not know yet that there is a log.
        _connection.Number("SELECT MAX(version) FROM schema_version");
        _ended = DedicatedThread.Run("vindex sqlite log", Loop);
    }

    /// <summary>Tells of writes that were committed. Called by the writer only.</summary>
    public void Committed(int writes)
    {
        _writes += writes;
        if (_writes >= WritesPerCheckpoint)
        {
            _writes = 0;
            _wake.Set();
        }
    }

    /// <summary>Ends after the checkpoint that is running.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _wake.Set();
        await _ended;
        await _connection.DisposeAsync();
        _wake.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _wake.WaitOne();
            if (_stopping)
            {
                return;
            }

            // Busy is not a failure: another connection is doing it. A broken disk shows in the next commit, to those whom it concerns.
            _ = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }
    }
}
