using System.Data.Common;
using Microsoft.Data.Sqlite;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite.Reading;

/// <summary>A connection of its own within a read transaction. The writer continues; the log of changes is kept as long as this is open.</summary>
internal sealed class SqliteSnapshot : ISqlSnapshot
{
    private readonly SqliteReaders _readers;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _slots;

    private SqliteSnapshot(SqliteReaders readers, SqliteConnection connection, SemaphoreSlim slots)
    {
        _readers = readers;
        _connection = connection;
        _slots = slots;
    }

    /// <summary>Waits for a slot and opens a snapshot.</summary>
    public static async Task<ISqlSnapshot> OpenAsync(SqliteReaders readers, string file, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            var connection = await readers.RunAsync(_ => Task.FromResult(Begin(file)), on: null, cancellationToken);
            return new SqliteSnapshot(readers, connection, slots);
        }
        catch
        {
            slots.Release();
            throw;
        }
    }

    public Task<T> ReadAsync<T>(
        Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => _readers.RunAsync(work, _connection, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _slots.Release();
    }

    private static SqliteConnection Begin(string file)
    {
        var connection = SqliteConnections.Reader(file);
        try
        {
            connection.Execute("BEGIN");
            // The view is taken by the first read, not by BEGIN.
            connection.Number("SELECT COUNT(*) FROM schema_version");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
