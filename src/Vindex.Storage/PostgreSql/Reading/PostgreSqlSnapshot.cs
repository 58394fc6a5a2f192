using System.Data;
using System.Data.Common;
using Npgsql;
using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Reading;

/// <summary>A read-only transaction that sees one moment. Without a limit for statements: a response is sent as fast as its client reads it.</summary>
internal sealed class PostgreSqlSnapshot : ISqlSnapshot
{
    private readonly PostgreSqlReads _reads;
    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _slots;

    private PostgreSqlSnapshot(PostgreSqlReads reads, NpgsqlConnection connection, SemaphoreSlim slots)
    {
        _reads = reads;
        _connection = connection;
        _slots = slots;
    }

    /// <summary>Waits for a slot and opens a snapshot.</summary>
    public static async Task<ISqlSnapshot> OpenAsync(
        PostgreSqlConnections connections, PostgreSqlReads reads, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        NpgsqlConnection? connection = null;
        try
        {
            connection = connections.Pool.CreateConnection();
            await reads.GuardAsync(() => BeginAsync(connection, cancellationToken), cancellationToken);
            return new PostgreSqlSnapshot(reads, connection, slots);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync();
            slots.Release();
            throw;
        }
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => _reads.RunAsync(work, _connection, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Closing ends the transaction.
        await _connection.DisposeAsync();
        _slots.Release();
    }

    private static async Task<bool> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var command = connection.CreateCommand();
        // The view is taken by the first query.
        command.CommandText =
            "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT 1 FROM schema_version";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }
}
