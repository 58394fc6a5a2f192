using Vindex.Storage.Feedback;
using Vindex.Storage.Moving;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>A store is moved into the other database and back, and is the same.</summary>
public sealed class StoreMoveTests : IDisposable
{
    private readonly TemporaryFolder _first = new();
    private readonly TemporaryFolder _scratch = new();
    private readonly TemporaryFolder _back = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _first.Dispose();
        _scratch.Dispose();
        _back.Dispose();
    }

    [Fact]
    public async Task Every_table_of_the_schema_is_moved_or_is_the_stores_own()
    {
        await (await FileAsync(_first)).DisposeAsync();
        await using var connection = SqliteConnections.ReadOnly(_first["vindex.db"]);
        var tables = await connection.ListAsync(
            $"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", row => row.GetString(0));

        tables.Except(MovedTable.All.Select(table => table.Name)).Order().ShouldBe(["duties", "limit_uses", "nodes", "numbering", "schema_version", "title_blocks", "title_index"]);
    }

    [Fact]
    public async Task A_folder_is_moved_into_a_database_and_back_and_nothing_is_lost()
    {
        var options = await DatabaseAsync();
        await using (var file = await FileAsync(_first))
        {
            await FillAsync(file, 300);
            await using var database = await PostgreSqlStore.OpenAsync(options, Stop);
            var moved = await StoreMove.RunAsync(file, database, new Silent(), Stop);
            moved.ShouldBeGreaterThan(1200);
            await ShouldBeAlikeAsync(database, file);
            (await StoreMove.RunAsync(file, database, new Silent(), Stop)).ShouldBe(moved, "what is there is compared, not copied again");
        }

        await using var source = await PostgreSqlStore.OpenAsync(options, Stop);
        await using var back = await FileAsync(_back);
        await StoreMove.RunAsync(source, back, new Silent(), Stop);
        await ShouldBeAlikeAsync(back, source);
        (await AddAsync(source, 900)).ShouldBe(await AddAsync(back, 900), "new rows are numbered after those that were moved");
    }

    [Fact]
    public async Task An_interrupted_move_continues()
    {
        await using var file = await FileAsync(_first);
        await FillAsync(file, 300);
        var options = await DatabaseAsync();
        await using (var database = await PostgreSqlStore.OpenAsync(options, Stop))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => StoreMove.RunAsync(file, database, new StopAt("score_details"), Stop));
        }

        await using var again = await PostgreSqlStore.OpenAsync(options, Stop);
        await StoreMove.RunAsync(file, again, new Silent(), Stop);
        await ShouldBeAlikeAsync(again, file);
    }

    [Fact]
    public async Task A_target_with_rows_of_its_own_is_refused()
    {
        await using var file = await FileAsync(_first);
        await FillAsync(file, 3);
        await using var database = await PostgreSqlStore.OpenAsync(await DatabaseAsync(), Stop);
        var other = Some.Company("other");
        await database.Companies.AddAsync(other, Some.DefaultCustomer(other), Some.Audit(), Stop);

        (await Should.ThrowAsync<StoresDifferException>(() => StoreMove.RunAsync(file, database, new Silent(), Stop))).Message.ShouldContain("companies");

        (await database.Companies.FindAsync("co_acme", Stop)).ShouldBeNull();
    }

    private static async Task ShouldBeAlikeAsync(IStore actual, IStore expected)
    {
        (await ScoresAsync(actual)).ShouldBe(await ScoresAsync(expected));
        var project = new ProjectKey("co_acme", "stories");
        (await FeedbackAsync(actual, project)).ShouldBe(await FeedbackAsync(expected, project));
        (await actual.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).ShouldBe(await expected.Scores.TotalsAsync(ScoreAccess.All, null, Stop));
        (await actual.Users.FindAsync("us_ann", Stop)).ShouldBe(await expected.Users.FindAsync("us_ann", Stop));
        (await actual.Feedback.HeadAsync(project, Stop)).Sequence.ShouldBe((await expected.Feedback.HeadAsync(project, Stop)).Sequence);
        (await actual.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static async Task<List<string>> ScoresAsync(IStore store) =>
        await store.Scores.ExportAsync(ScoreAccess.All, ScoreFilter.None, ScoreSort.CreatedAt, Stop)
            .Select(score => $"{score.Item} {score.Description?.Length} {score.Inputs} {score.DurationMs} {Convert.ToBase64String(score.Detail.Value)}")
            .ToListAsync(Stop);

    private static async Task<List<string>> FeedbackAsync(IStore store, ProjectKey project) =>
        await store.Feedback.ReadAsync(project, FeedbackSelection.All, Stop).Select(row => $"{row.Id} {row.CreatedAt:O} {row.WeaveRef}").ToListAsync(Stop);

    private static async Task FillAsync(SqliteStore store, int scores)
    {
        var acme = Some.Company("acme");
        await store.Companies.AddAsync(acme, Some.DefaultCustomer(acme), Some.Audit(), Stop);
        await store.Users.AddAsync(Some.User("ann"), new Grant(acme.Id, Role.Owner, false), Some.Audit(), Stop);
        for (var i = 0; i < scores; i++)
        {
            var score = Some.Score(acme.Id, acme.DefaultCustomerId, i % 100, i % 60);
            // Some are compressed in one database, none in the other.
            await store.Scores.AddAsync(score with { Description = string.Concat(Enumerable.Repeat($"Text {i}. ", i % 90)), Inputs = i % 3 == 0 ? "{}" : null }, null, Stop);
        }

        var project = new ProjectKey(acme.Id, "stories");
        await store.Feedback.WriteAsync([.. Enumerable.Range(0, scores).Select(i => new FeedbackEntry(project, Some.Feedback($"f{i}", i)))], null, true, Stop);
        await store.Feedback.PurgeAsync(project, ["f1"], Stop);
        await store.Keys.AddAsync(Some.Key(acme.Id), Some.Audit(), Stop);
    }

    private static async Task<string> AddAsync(IStore store, int minute)
    {
        (await store.Scores.AddAsync(Some.Score("co_acme", "acme_default", minute, id: "added"), null, Stop)).ShouldBeTrue();
        var head = await store.Feedback.HeadAsync(new ProjectKey("co_acme", FeedbackRow.ScoreProject), Stop);
        return $"{head.Sequence} {(await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count}";
    }

    private static async Task<SqliteStore> FileAsync(TemporaryFolder folder) =>
        await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path, ScoreFeedback = Some.ScoreFeedback, Readers = 2 }, Stop);

    private async Task<PostgreSqlStoreOptions> DatabaseAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var database = await SharedCluster.Databases.NewEmptyAsync();
        return new PostgreSqlStoreOptions
        {
            Connection = (await SharedCluster.Databases.Cluster).Connection(database),
            DataFolder = _scratch.Path,
            ScoreFeedback = Some.ScoreFeedback,
        };
    }

    private sealed class Silent : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value)
        {
            // No one waits for it.
        }
    }

    private sealed class StopAt(string table) : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value)
        {
            if (value.Table == table) throw new OperationCanceledException();
        }
    }
}
