using Vindex.Storage.Companies;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Scores;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>Lists and exports from a real standby by streaming replication.</summary>
public sealed class PostgreSqlReplicaTests : IAsyncLifetime
{
    private const string Database = "postgres";
    private static readonly Company s_acme = Some.Company("acme");
    private static readonly ScoreAccess s_all = new(s_acme.Id, null);

    private readonly TemporaryFolder _folder = new();
    private PostgreSqlCluster? _primary;
    private PostgreSqlCluster? _standby;
    private PostgreSqlStore? _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlStore Store => _store!;

    private PostgreSqlCluster Standby => _standby!;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        _primary = await PostgreSqlCluster.StartAsync();
        await (await OpenAsync(null)).DisposeAsync();
        _standby = await _primary.FollowAsync();
        _store = await OpenAsync(_standby.Connection(Database));
        await _store.Companies.AddAsync(s_acme, Some.DefaultCustomer(s_acme), Some.Audit(), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_standby is not null) await _standby.DisposeAsync();
        if (_primary is not null) await _primary.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lists_and_exports_come_from_the_standby_once_it_has_what_was_acknowledged()
    {
        Store.Replica.Problem.ShouldBeNull();
        for (var i = 1; i <= 20; i++)
        {
            await HasScoreAsync(i);
            (await ListAsync()).ShouldBe(i, "whatever was acknowledged is in the list, wherever it comes from");
        }

        // Nothing is written any more, so the standby is where the primary is: soon the standby answers.
        while (!await HasSessionAsync("query LIKE '%scores s%'")) (await ListAsync()).ShouldBe(20);
        await using var export = Store.Scores.ExportAsync(s_all, ScoreFilter.None, ScoreSort.CreatedAt, Stop).GetAsyncEnumerator(Stop);
        (await export.MoveNextAsync()).ShouldBeTrue();
        (await HasSessionAsync("state = 'idle in transaction'")).ShouldBeTrue("an export waits for the standby, and keeps its snapshot there");
    }

    [Fact]
    public async Task A_standby_that_lags_behind_is_not_read()
    {
        await HasScoreAsync(1);
        await Standby.ExecuteAsync(Database, "SELECT pg_wal_replay_pause()");
        await HasScoreAsync(2);
        (await ListAsync()).ShouldBe(2);
        (await ExportAsync()).ShouldBe(2);
        Store.Replica.Problem.ShouldBeNull("it is late, not lost");
        await Standby.ExecuteAsync(Database, "SELECT pg_wal_replay_resume()");
    }

    [Fact]
    public async Task A_lost_standby_is_replaced_by_the_primary_until_it_is_back()
    {
        await HasScoreAsync(1);
        await ExportAsync();
        Standby.Stop(atOnce: true);
        (await ListAsync()).ShouldBe(1);
        (await ExportAsync()).ShouldBe(1);
        Store.Replica.Problem.ShouldNotBeNull();
        await Store.Replica.LookAsync(Stop);
        Store.Replica.Problem.ShouldNotBeNull();

        await Standby.ResumeAsync();
        while (Store.Replica.Problem is not null) await Store.Replica.LookAsync(Stop);
        (await ExportAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_standby_is_not_read()
    {
        await Standby.ExecuteAsync(Database, "SELECT pg_promote()");
        await Store.Replica.LookAsync(Stop);
        Store.Replica.Problem.ShouldNotBeNull().ShouldContain("is not a standby");
        await HasScoreAsync(1);
        (await ListAsync()).ShouldBe(1);
    }

    private async Task<PostgreSqlStore> OpenAsync(string? replica) => await PostgreSqlStore.OpenAsync(
        new()
        {
            Connection = _primary!.Connection(Database),
            ReplicaConnection = replica,
            DataFolder = _folder.Path,
            ScoreFeedback = Some.ScoreFeedback,
        },
        Stop);

    private async Task HasScoreAsync(int number)
    {
        var score = Some.Score(s_acme.Id, s_acme.DefaultCustomerId, number);
        (await Store.Scores.AddAsync(score, null, Stop)).ShouldBeTrue();
    }

    private async Task<int> ListAsync() =>
        (await Store.Scores.ListAsync(s_all, ScoreFilter.None, ScoreSort.CreatedAt, null, 0, 50, Stop)).Items.Count;

    private async Task<int> ExportAsync() => await Store.Scores.ExportAsync(s_all, ScoreFilter.None, ScoreSort.CreatedAt, Stop).CountAsync(Stop);

    // A session shows its last statement.
    private async Task<bool> HasSessionAsync(string condition) =>
        await Standby.AskAsync(Database, $"SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'vindex' AND {condition}") is not 0L;
}
