using System.Data.Common;
using Npgsql;

namespace Vindex.Storage.PostgreSql.Reading;

/// <summary>Runs reads on connections of the pool. When a read is canceled, so is the statement that it is waiting for.</summary>
internal sealed class PostgreSqlReads(PostgreSqlConnections connections)
{
    /// <summary>Runs a read on a connection of its own.</summary>
    public Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        GuardAsync(
            async () =>
            {
                await using var connection = await connections.Pool.OpenConnectionAsync(cancellationToken);
                return await CancellableAsync(work, connection, cancellationToken);
            },
            cancellationToken);

    /// <summary>Runs a step of reading on an open connection.</summary>
    public Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, NpgsqlConnection on, CancellationToken cancellationToken) =>
        GuardAsync(() => CancellableAsync(work, on, cancellationToken), cancellationToken);

    /// <summary>Converts what goes wrong.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            connections.DropIfLost(e);
            if (PostgreSqlFailure.OfStore(e) is var failure && failure != e) throw failure;
            throw;
        }
    }

    private async Task<T> CancellableAsync<T>(Func<DbConnection, Task<T>> work, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return await work(connection);
        var cancelling = Task.CompletedTask;
        var backend = connection.ProcessID;
        try
        {
            // Disposing the registration waits for its callback, and the callback's statement is awaited, so that it cannot hit the connection's next user.
            await using (cancellationToken.UnsafeRegister(_ => cancelling = CancelAsync(backend), null))
            {
                return await work(connection);
            }
        }
        finally
        {
            await cancelling;
        }
    }

    private async Task CancelAsync(int backend)
    {
        try
        {
            await using var command = connections.Control.CreateCommand("SELECT pg_cancel_backend($1)");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = backend });
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // Then it runs to its end.
        }
    }
}
