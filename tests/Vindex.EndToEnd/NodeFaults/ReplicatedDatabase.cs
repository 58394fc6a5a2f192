using Npgsql;
using Vindex.Storage.Tests.PostgreSql;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>
/// A PostgreSQL server with a standby that follows it by synchronous replication, on two ports. A failover stops the first as a power failure would and
/// promotes the second; a new standby then takes the place of the first.
/// </summary>
public sealed class ReplicatedDatabase : IAsyncDisposable
{
    private PostgreSqlCluster? _standby;

    private ReplicatedDatabase(PostgreSqlCluster primary) => Primary = primary;

    /// <summary>The server that accepts writes.</summary>
    public PostgreSqlCluster Primary { get; private set; }

    /// <summary>Ports of both, the first primary's first.</summary>
    public IReadOnlyList<int> Ports { get; private set; } = [];

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    /// <summary>Starts both.</summary>
    public static async Task<ReplicatedDatabase> StartAsync()
    {
        var database = new ReplicatedDatabase(await PostgreSqlCluster.StartAsync(isDurable: true));
        try
        {
            await database.AddStandbyAsync(port: null);
            database.Ports = [database.Primary.Port, database._standby!.Port];
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the primary and starts it again.</summary>
    /// <param name="atOnce">As a power failure does, rather than in order.</param>
    public async Task RestartAsync(bool atOnce)
    {
        Primary.Stop(atOnce);
        await Primary.ResumeAsync();
    }

    /// <summary>Loses the primary, and promotes the standby.</summary>
    /// <param name="promoted">Called with the new primary's port.</param>
    /// <param name="log">Called with each step.</param>
    public async Task FailOverAsync(Action<int> promoted, Action<string> log)
    {
        // One that is behind has not confirmed: nothing was acknowledged that it lacks. But one that does not follow at all would never be promoted.
        await WaitForAsync("sync_state = 'sync'");
        var lost = Primary;
        log("the standby has everything");
        lost.Stop(atOnce: true);
        log("the primary is gone");
        _standby!.Promote();
        (Primary, _standby) = (_standby, null);
        promoted(Primary.Port);
        await lost.DisposeAsync();
        await AddStandbyAsync(lost.Port);
    }

    /// <summary>Runs statements on the primary.</summary>
    public Task ExecuteAsync(string sql) => Primary.ExecuteAsync("postgres", sql);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_standby is not null) await _standby.DisposeAsync();
        await Primary.DisposeAsync();
    }

    // Synchronous from when it follows: before, commits would wait for a standby that is not there yet.
    private async Task AddStandbyAsync(int? port)
    {
        _standby = await Primary.FollowAsync(port);
        await WaitForAsync("state = 'streaming'");
        await ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await WaitForAsync("sync_state = 'sync'");
    }

    private async Task WaitForAsync(string state)
    {
        await using var source = NpgsqlDataSource.Create(Primary.Connection("postgres") + ";Pooling=false");
        while (true)
        {
            await using var command = source.CreateCommand($"SELECT count(*) FROM pg_stat_replication WHERE {state}");
            if (await command.ExecuteScalarAsync(Stop) is > 0L) return;
            await Task.Delay(20, Stop);
        }
    }
}
