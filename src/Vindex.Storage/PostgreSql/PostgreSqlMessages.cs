using Npgsql;
using Vindex.Storage.Nodes;

namespace Vindex.Storage.PostgreSql;

/// <summary>Messages by NOTIFY, heard by the session that holds the process's lock. When that session was lost, messages may have been missed.</summary>
internal sealed class PostgreSqlMessages(PostgreSqlConnections connections, HolderLock holder) : IStoreMessages
{
    /// <inheritdoc/>
    public bool AreHeard => true;

    /// <inheritdoc/>
    public IDisposable Listen(Action<string?> handler) => holder.Listen(handler);

    /// <inheritdoc/>
    public async Task SendAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = connections.Pool.CreateCommand($"SELECT pg_notify('{HolderLock.Channel}', $1)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            connections.DropIfLost(e);
            throw PostgreSqlFailure.OfStore(e);
        }
    }
}
