using Microsoft.Data.Sqlite;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>Feedback over the life of a data folder: migration, restart, restore, damage.</summary>
public sealed class SqliteFeedbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Company _acme = Some.Company("acme");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ProjectKey Stories => new(_acme.Id, "stories");

    private ProjectKey Scores => new(_acme.Id, FeedbackRow.ScoreProject);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scores_from_before_feedback_become_rows_when_the_folder_is_opened()
    {
        var scores = Enumerable.Range(0, 700).Select(i => Some.Score(_acme.Id, _acme.DefaultCustomerId, i, i % 100)).ToList();
        var globex = Some.Company("globex");
        await using (var store = await FilledAsync("data"))
        {
            await store.Companies.AddAsync(globex, Some.DefaultCustomer(globex), Some.Audit(), Stop);
            foreach (var score in scores)
            {
                await store.Scores.AddAsync(score, null, Stop);
            }

            await store.Scores.AddAsync(Some.Score(globex.Id, globex.DefaultCustomerId), null, Stop);
        }

        var now = await RowsAsync("data", Scores);
        await BeforeFeedbackAsync("older", "data");
        (await SqliteMaintenance.CheckAsync(_folder["older"], Stop)).ShouldBeEmpty();

        var migrated = await RowsAsync("older", Scores);
        migrated.ShouldBe(now);
        migrated.Count.ShouldBe(scores.Count);
        await using var again = await OpenAsync("older");
        (await again.Feedback.CountAsync(Scores, Stop)).ShouldBe(scores.Count);
        (await again.Feedback.CountAsync(new ProjectKey(globex.Id, "scores"), Stop)).ShouldBe(1);
        (await again.Feedback.HeadAsync(Scores, Stop)).Sequence.ShouldBe(scores.Count);
        (await again.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_go_on_after_a_restart_and_mean_the_same_rows()
    {
        ProjectHead before;
        await using (var store = await FilledAsync("data"))
        {
            await WriteAsync(store, "a", "b");
            before = await store.Feedback.HeadAsync(Stories, Stop);
        }

        await using var again = await OpenAsync("data");
        (await again.Feedback.HeadAsync(Stories, Stop)).ShouldBe(before);
        await WriteAsync(again, "c");
        (await again.Feedback.HeadAsync(Stories, Stop)).ShouldBe(before with { Sequence = 3 });
    }

    [Fact]
    public async Task A_restore_begins_another_numbering()
    {
        ProjectHead before;
        await using (var store = await FilledAsync("data"))
        {
            await WriteAsync(store, "a");
            await store.BackupAsync(_folder["backup.db"], Stop);
            before = await store.Feedback.HeadAsync(Stories, Stop);
        }

        var heads = new List<ProjectHead> { before };
        for (var i = 0; i < 2; i++)
        {
            (await SqliteMaintenance.RestoreAsync(new(_folder["backup.db"], _folder["data"]) { Replace = true }, Stop)).ShouldBeOfType<RestoreResult.Restored>();
            await using var restored = await OpenAsync("data");
            heads.Add(await restored.Feedback.HeadAsync(Stories, Stop));
            (await restored.CheckAsync(Stop)).ShouldBeEmpty();
        }

        heads.Select(head => head.Sequence).ShouldBe([1, 1, 1]);
        heads.Select(head => head.Incarnation).Distinct().Count().ShouldBe(3);
        Directory.GetFiles(_folder["data"], "*restoring*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_finds_counters_and_rows_that_do_not_match()
    {
        await using (var store = await FilledAsync("data"))
        {
            await WriteAsync(store, "a", "b");
            await store.Scores.AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId), null, Stop);
        }

        await FindsAsync("UPDATE projects SET row_count = 3 WHERE name = 'stories'", "Project stories of company co_acme counts 3 rows");
        await FindsAsync("UPDATE projects SET row_count = 2, sequence = 1 WHERE name = 'stories'", "the newest numbered 2");
        await FindsAsync("UPDATE projects SET sequence = 2 WHERE name = 'stories'; DELETE FROM scores", "says that it is a score, but there is none");
        await FindsAsync("UPDATE feedback SET project_no = 99 WHERE id = 'a'", "belongs to no project");
    }

    private async Task FindsAsync(string damage, string expected)
    {
        Execute("data", damage);
        string.Join('\n', await SqliteMaintenance.CheckAsync(_folder["data"], Stop)).ShouldContain(expected);
    }

    /// <summary>A folder as it was before feedback, with what another one has by now.</summary>
    private async Task BeforeFeedbackAsync(string folder, string from)
    {
        var options = new SqliteStoreOptions { DataFolder = _folder[folder], ScoreFeedback = Some.ScoreFeedback };
        await using (await SqliteStore.OpenAsync(options, [.. SqliteMigrations.All.Take(2)], Stop))
        {
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder[folder], "vindex.db")};Pooling=False");
        connection.Open();
        connection.Execute($"ATTACH '{Path.Combine(_folder[from], "vindex.db")}' AS later");
        foreach (var table in (string[])["companies", "customers", "scores", "score_details"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT group_concat(name) FROM pragma_table_info('{table}', 'main')";
            var columns = (string)command.ExecuteScalar()!;
            connection.Execute($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM later.{table}");
        }
    }

    private void Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder[folder], "vindex.db")};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    private async Task<List<string>> RowsAsync(string folder, ProjectKey project)
    {
        await using var store = await OpenAsync(folder);
        return await store.Feedback.ReadAsync(project, FeedbackSelection.All, Stop)
            .Select(row =>
                $"{row.CreatedAt:O} {row.Id} {row.FeedbackType} {row.WeaveRef} {row.TriggerRef} {System.Text.Encoding.UTF8.GetString(row.Payload.Span)}")
                    .ToListAsync(Stop);
    }

    private Task<IReadOnlyList<FeedbackWritten>> WriteAsync(SqliteStore store, params string[] ids) =>
        store.Feedback.WriteAsync([.. ids.Select(id => new FeedbackEntry(Stories, Some.Feedback(id)))], null, allOrNothing: true, Stop);

    private async Task<SqliteStore> FilledAsync(string folder)
    {
        var store = await OpenAsync(folder);
        await store.Companies.AddAsync(_acme, Some.DefaultCustomer(_acme), Some.Audit(), Stop);
        return store;
    }

    private Task<SqliteStore> OpenAsync(string folder) =>
        SqliteStore.OpenAsync(new() { DataFolder = _folder[folder], ScoreFeedback = Some.ScoreFeedback }, Stop);
}
