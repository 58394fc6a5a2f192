using Npgsql;
using NpgsqlTypes;
using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Reading;

/// <summary>
/// A standby by streaming replication. A read first asks the primary how far its log is on disk, where every acknowledged write is, by whichever node; then the
/// standby whether it has replayed the log up to there. So a list from the standby has whatever a list from the primary would have had at that moment.
/// </summary>
internal sealed class PostgreSqlReplica : IStoreReplica, IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly PostgreSqlConnections _primary;
    private volatile string? _problem;

    public PostgreSqlReplica(PostgreSqlConnections primary, PostgreSqlConnections standby)
    {
        (_primary, Connections) = (primary, standby);
        Reads = new PostgreSqlReads(standby);
    }

    /// <summary>The standby's connections.</summary>
    public PostgreSqlConnections Connections { get; }

    /// <summary>Reads on them.</summary>
    public PostgreSqlReads Reads { get; }

    /// <inheritdoc/>
    public bool IsConfigured => true;

    /// <inheritdoc/>
    public string? Problem => _problem;

    /// <inheritdoc/>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isStandby = await Reads.RunAsync(connection => connection.NumberAsync($"SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END"), cancellationToken);
            _problem = isStandby is not 1 ? $"{Connections.Name} is not a standby."
                : await NumberingAsync(Connections, cancellationToken) != await NumberingAsync(_primary, cancellationToken)
                    ? $"{Connections.Name} is a standby of another database."
                : null;
        }
        catch (StoreUnavailableException e)
        {
            _problem = e.Message;
        }
    }

    /// <summary>Whether it has everything that was acknowledged before this call; waits for a while until it does.</summary>
    public async Task<bool> HasCaughtUpAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_problem is not null) return false;
        await using var asking = _primary.Pool.CreateCommand("SELECT pg_current_wal_flush_lsn()");
        var position = (NpgsqlLogSequenceNumber)(await asking.ExecuteScalarAsync(cancellationToken))!;
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await using var connection = await Connections.Pool.OpenConnectionAsync(cancellationToken);
            await using var looking = connection.CreateCommand();
            looking.CommandText = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1";
            looking.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.PgLsn, Value = position });
            while (await looking.ExecuteScalarAsync(cancellationToken) is not true)
            {
                if (TimeProvider.System.GetElapsedTime(started) >= patience) return false;
                await Task.Delay(s_look, cancellationToken);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Lose(e);
            return false;
        }
    }

    /// <summary>Notes that it cannot be read.</summary>
    public void Lose(Exception exception)
    {
        Connections.DropIfLost(exception);
        _problem = PostgreSqlFailure.OfStore(exception).Message;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Connections.DisposeAsync();

    private static async Task<string?> NumberingAsync(PostgreSqlConnections connections, CancellationToken cancellationToken) =>
        await new PostgreSqlReads(connections).RunAsync(
            connection => connection.FirstAsync($"SELECT incarnation FROM numbering", row => row.GetString(0)), cancellationToken);
}
