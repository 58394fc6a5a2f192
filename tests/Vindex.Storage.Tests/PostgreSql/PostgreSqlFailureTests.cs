using System.Collections.Concurrent;
using Npgsql;
using Vindex.Storage.Feedback;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>What happens when PostgreSQL restarts or is slow, on a server of each test's own that flushes to disk.</summary>
public sealed class PostgreSqlFailureTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PostgreSqlCluster? _cluster;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        _cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_survives_power_failures_of_the_server_and_nothing_is_stored_twice()
    {
        await using var store = await OpenAsync();
        var company = await HasAcmeAsync(store);
        var acknowledged = new ConcurrentBag<string>();
        var tried = new ConcurrentBag<string>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var failures = 0;
        var writers = Enumerable.Range(0, 8).Select(_ => WriteAsync()).ToList();
        for (var round = 0; round < 2; round++)
        {
            var before = acknowledged.Count;
            while (acknowledged.Count < before + 50) await Task.Delay(10, Stop);
            Cluster.Stop(atOnce: true);
            await Cluster.ResumeAsync();
        }

        var recovered = acknowledged.Count;
        while (acknowledged.Count < recovered + 50) await Task.Delay(10, Stop);
        await end.CancelAsync();
        await Task.WhenAll(writers);

        failures.ShouldBeGreaterThan(0);
        var stored = new List<string>();
        await foreach (var score in store.Scores.ExportAsync(ScoreAccess.All, ScoreFilter.None, ScoreSort.CreatedAt, Stop)) stored.Add(score.Item.Id);
        stored.ShouldBeUnique();
        acknowledged.Except(stored).ShouldBeEmpty();
        stored.Except(tried).ShouldBeEmpty();
        (await store.CheckAsync(Stop)).ShouldBeEmpty();

        async Task WriteAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var score = Some.Score(company, "acme_default");
                tried.Add(score.Item.Id);
                try
                {
                    if (await store.Scores.AddAsync(score, null, default)) acknowledged.Add(score.Item.Id);
                }
                catch (StoreUnavailableException)
                {
                    Interlocked.Increment(ref failures);
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }
    }

    [Fact]
    public async Task While_the_server_is_down_calls_fail_as_unavailable_and_afterwards_they_work()
    {
        await using var store = await OpenAsync();
        var company = await HasAcmeAsync(store);
        Cluster.Stop();

        await Should.ThrowAsync<StoreUnavailableException>(() => store.PingAsync(Stop));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.Companies.FindAsync(company, Stop));
        await Should.ThrowAsync<StoreUnavailableException>(async () =>
        {
            await foreach (var score in store.Scores.ExportAsync(ScoreAccess.All, ScoreFilter.None, ScoreSort.CreatedAt, Stop)) score.ShouldBeNull();
        });

        await Cluster.ResumeAsync();
        await RecoversAsync(store);
        (await store.Companies.FindAsync(company, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_process_that_took_the_database_alone_during_an_outage_keeps_it()
    {
        using var other = new TemporaryFolder();
        await using var store = await OpenAsync();
        Cluster.Stop();
        while (!await FailsAsync(store)) await Task.Delay(20, Stop);
        await Cluster.ResumeAsync();

        // Whoever is first has it.
        PostgreSqlStore? taker = null;
        try
        {
            taker = await PostgreSqlStore.OpenAsync(Options() with { DataFolder = other.Path, Alone = true, Patience = TimeSpan.Zero }, Stop);
        }
        catch (StoreUnavailableException)
        {
            await RecoversAsync(store);
            return;
        }

        await using (taker)
        {
            await taker.PingAsync(Stop);
            await Should.ThrowAsync<StoreUnavailableException>(() => store.PingAsync(Stop));
        }

        await RecoversAsync(store);
    }

    [Fact]
    public async Task A_read_that_is_canceled_ends_at_once_and_its_connection_goes_on()
    {
        await using var store = await OpenAsync();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        ISqlDatabase database = store;

        await Should.ThrowAsync<OperationCanceledException>(() => database.ReadAsync(connection => connection.NumberAsync($"SELECT 1 FROM pg_sleep(50)"), soon.Token));

        (await database.ReadAsync(connection => connection.NumberAsync($"SELECT 7"), Stop)).ShouldBe(7);
    }

    [Fact]
    public async Task A_statement_beyond_the_limit_is_ended_by_the_server()
    {
        await using var store = await PostgreSqlStore.OpenAsync(Options() with { StatementTimeout = TimeSpan.FromSeconds(1) }, Stop);
        ISqlDatabase database = store;

        var failure = await Should.ThrowAsync<StoreUnavailableException>(() => database.ReadAsync(connection => connection.NumberAsync($"SELECT 1 FROM pg_sleep(50)"), Stop));

        failure.Message.ShouldBe("A statement took longer than Store:StatementTimeout.");
        await store.PingAsync(Stop);
    }

    [Fact]
    public async Task A_commit_that_stopped_waiting_for_its_synchronous_standby_is_not_acknowledged()
    {
        await using var store = await PostgreSqlStore.OpenAsync(Options() with { StatementTimeout = TimeSpan.FromSeconds(1) }, Stop);
        var company = await HasAcmeAsync(store);
        await Cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'none_there'");
        await Cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        while (!await FailsAsync(store)) await Task.Delay(20, Stop);

        var failure = await Should.ThrowAsync<StoreUnavailableException>(() => store.Scores.AddAsync(Some.Score(company, "acme_default"), null, Stop));

        failure.Message.ShouldBe("PostgreSQL did not wait for its synchronous standby.");
        await Cluster.ExecuteAsync("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
        await Cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await RecoversAsync(store);
        // Its outcome was unknown, not failure: it had been committed.
        (await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_string_with_several_hosts_finds_the_one_that_accepts_writes()
    {
        await using var standby = await Cluster.FollowAsync();
        var connection = new NpgsqlConnectionStringBuilder(Cluster.Connection("postgres"))
        {
            Host = $"127.0.0.1:{standby.Port},127.0.0.1:{Cluster.Port}",
            TargetSessionAttributes = "read-write",
        };
        await using var store = await PostgreSqlStore.OpenAsync(Options() with { Connection = connection.ConnectionString }, Stop);
        var company = await HasAcmeAsync(store);
        (await store.Scores.AddAsync(Some.Score(company, "acme_default"), null, Stop)).ShouldBeTrue();
        await ReplicatedAsync();

        Cluster.Stop(atOnce: true);
        standby.Promote();
        await RecoversAsync(store);
        (await store.Scores.AddAsync(Some.Score(company, "acme_default", 1), null, Stop)).ShouldBeTrue();
        (await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task References_longer_than_an_index_entry_are_stored_and_found()
    {
        await using var store = await OpenAsync();
        var company = await HasAcmeAsync(store);
        var project = new ProjectKey(company, "stories");
        var random = new Random(20261122);
        var alike = string.Concat(Enumerable.Range(0, 4000).Select(_ => (char)random.Next(0x4E00, 0x9000)));
        var rows = new[] { alike + "1", alike + "2", "short" }.Select((text, i) =>
            Some.Feedback($"f{i}", i, "type/" + text, "trigger/" + text) with { WeaveRef = "ref/" + text }).ToList();
        await store.Feedback.WriteAsync([.. rows.Select(row => new FeedbackEntry(project, row))], null, allOrNothing: true, Stop);

        foreach (var row in rows)
        {
            (await IdsAsync(new FeedbackSelection { WeaveRefs = [row.WeaveRef] })).ShouldBe([row.Id]);
            (await IdsAsync(new FeedbackSelection { FeedbackTypes = [row.FeedbackType] })).ShouldBe([row.Id]);
            (await IdsAsync(new FeedbackSelection { TriggerRef = row.TriggerRef })).ShouldBe([row.Id]);
        }

        (await IdsAsync(new FeedbackSelection { TriggerPrefix = "trigger/" + alike })).ShouldBe(["f0", "f1"]);
        var newest = store.Feedback.NewestByTriggerAsync(project, FeedbackSelection.All, 10, Stop);
        (await newest.Select(row => row.Id).ToListAsync(Stop)).ShouldBe(["f2", "f1", "f0"]);

        async Task<List<string>> IdsAsync(FeedbackSelection selection) =>
            await store.Feedback.ReadAsync(project, selection, Stop).Select(row => row.Id).ToListAsync(Stop);
    }

    [Fact]
    public async Task A_list_that_is_read_in_part_does_not_make_the_server_send_the_rest()
    {
        await using var store = await OpenAsync();
        var company = await HasAcmeAsync(store);
        var project = new ProjectKey(company, "stories");
        for (var i = 0; i < 6; i++)
        {
            var rows = Enumerable.Range(0, 1000).Select(n => new FeedbackEntry(project, Some.Feedback($"f{i}-{n:0000}", n)));
            await store.Feedback.WriteAsync([.. rows], null, allOrNothing: true, Stop);
        }

        await foreach (var row in store.Feedback.ReadAsync(project, FeedbackSelection.All, Stop))
        {
            row.Id.ShouldBe("f0-0000");
            break;
        }

        (await store.Feedback.ReadAsync(project, FeedbackSelection.All, Stop).CountAsync(Stop)).ShouldBe(6000);
        (await store.Feedback.NewestByTriggerAsync(project, FeedbackSelection.All, 1, Stop).CountAsync(Stop)).ShouldBe(1);
        await store.PingAsync(Stop);
    }

    private static async Task<string> HasAcmeAsync(PostgreSqlStore store)
    {
        var company = Some.Company("acme");
        (await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop)).ShouldBeTrue();
        return company.Id;
    }

    private static async Task<bool> FailsAsync(PostgreSqlStore store)
    {
        try
        {
            await store.PingAsync(Stop);
            return false;
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }

    private static async Task RecoversAsync(PostgreSqlStore store)
    {
        while (await FailsAsync(store)) await Task.Delay(50, Stop);
    }

    private async Task ReplicatedAsync()
    {
        await using var source = NpgsqlDataSource.Create(Cluster.Connection("postgres"));
        await using var waiting = source.CreateCommand("SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_flush_lsn()");
        while (await waiting.ExecuteScalarAsync(Stop) is not > 0L) await Task.Delay(20, Stop);
    }

    private PostgreSqlStoreOptions Options() =>
        new() { Connection = Cluster.Connection("postgres"), DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback };

    private Task<PostgreSqlStore> OpenAsync() => PostgreSqlStore.OpenAsync(Options(), Stop);
}
