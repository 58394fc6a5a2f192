using Npgsql;

namespace Vindex.Storage.PostgreSql;

/// <summary>An advisory lock that a session of its own holds until disposed of.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _session;

    private SessionLock(NpgsqlConnection session) => _session = session;

    /// <summary>Waits for the lock.</summary>
    public static async Task<SessionLock> TakeAsync(PostgreSqlConnections connections, long key, CancellationToken cancellationToken)
    {
        var session = await connections.Control.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = session.CreateCommand();
            command.CommandText = $"SELECT pg_advisory_lock({key})";
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new SessionLock(session);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
