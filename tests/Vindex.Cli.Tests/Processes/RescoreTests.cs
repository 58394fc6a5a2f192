using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Server.Scores;
using Vindex.Storage.Scores;
using Vindex.Storage.Sqlite;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>rescore, in a data folder and on a server.</summary>
public sealed class RescoreTests : IDisposable
{
    private const int Tickets = 40;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_dry_run_shows_the_largest_changes_and_stores_nothing()
    {
        await MakeAsync();
        var dryRun = await RescoreAsync("--dry-run");
        dryRun.ExitCode.ShouldBe(0, dryRun.Err);
        dryRun.OutLines[0].ShouldStartWith("Key");
        dryRun.OutLines.Count(line => line.StartsWith("KOL-", StringComparison.Ordinal)).ShouldBe(30);
        dryRun.Out.ShouldContain("… and 10 more; --format jsonl lists them all");
        dryRun.Out.ShouldContain(
            $"{Tickets} tickets: {Tickets} would be rescored by {JudgeVersions.LatestModelName} ({Tickets} with a different overall score), 0 up to date, 0 skipped\n");
        dryRun.Out.ShouldContain("Average overall score: 1.0 before, ");
        dryRun.Out.ShouldEndWith("Nothing was stored.\n");

        var lines = (await RescoreAsync("--dry-run", "--format", "jsonl")).OutLines;
        lines.Length.ShouldBe(Tickets + 1);
        JsonElement.Parse(lines[^1]).GetProperty("done").GetBoolean().ShouldBeTrue();
        (await CountAsync()).ShouldBe(Tickets);
    }

    [Fact]
    public async Task A_folder_without_a_server_is_judged_again_to_the_end_and_then_up_to_date()
    {
        await MakeAsync();
        var run = await RescoreAsync();
        run.ExitCode.ShouldBe(0, run.Err);
        run.OutLines[0].ShouldBe(
            $"{Tickets} tickets: {Tickets} rescored by {JudgeVersions.LatestModelName} ({Tickets} with a different overall score), 0 up to date, 0 skipped");
        run.OutLines[1].ShouldStartWith("Average overall score: 1.0 before, ");
        (await CountAsync()).ShouldBe(2 * Tickets);

        var again = JsonElement.Parse((await RescoreAsync("--format", "jsonl")).Out);
        (again.GetProperty("status").GetString(), again.GetProperty("up_to_date").GetInt32()).ShouldBe(("done", Tickets));
        (await CountAsync()).ShouldBe(2 * Tickets);
    }

    [Fact]
    public async Task A_server_that_has_the_folder_open_does_the_work_and_a_key_reaches_its_own_company()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = await service.KeyAsync("scores:write", "scores:read");
        var score = await VindexProcess.RunAsync(
            ["score", _work.Write("t.csv", "key,summary\nKOL-1,Show the fare\n"), "--url", service.Url], environment: ("VINDEX_API_KEY", key));
        score.ExitCode.ShouldBe(0, score.Err);

        var local = await RescoreAsync();
        local.OutLines[0].ShouldBe(
            $"1 ticket: 0 rescored by {JudgeVersions.LatestModelName} (0 with a different overall score), 1 up to date, 0 skipped", local.Err);
        var remote = await VindexProcess.RunAsync(["rescore", "--url", service.Url], environment: ("VINDEX_API_KEY", key));
        remote.Out.ShouldBe(local.Out, remote.Err);
        (await service.TotalAsync()).ShouldBe(1);

        var callbacks = await VindexProcess.RunAsync(["rescore", "--url", service.Url, "--callbacks"], environment: ("VINDEX_API_KEY", key));
        callbacks.ExitCode.ShouldBe(2);
        callbacks.Err.ShouldContain("installations:write");
        var other = await VindexProcess.RunAsync(["rescore", "--url", service.Url, "--company", "kolibri"], environment: ("VINDEX_API_KEY", key));
        other.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        await MakeAsync();
        var usage = await VindexProcess.RunAsync("rescore", "--data", _work["data"]);
        usage.ExitCode.ShouldBe(2);
        usage.Err.ShouldContain("--company is required without --url");
        (await RescoreAsync("--dry-run", "--callbacks")).Err.ShouldContain("cannot be used together");
        var company = await VindexProcess.RunAsync("rescore", "--data", _work["data"], "--company", "nobody");
        company.ExitCode.ShouldBe(2);
        company.Err.ShouldContain("has no company with the short name 'nobody'");
        (await RescoreAsync("--customer", "nobody")).Err.ShouldContain("with a customer 'nobody'");
        (await VindexProcess.RunAsync("rescore", "--data", _work["nothing"], "--company", "x")).Err.ShouldContain("does not exist");
    }

    private Task<Ran> RescoreAsync(params string[] more) => VindexProcess.RunAsync(["rescore", "--data", _work["data"], "--company", "kolibri", .. more]);

    private async Task MakeAsync()
    {
        await FeedbackFolder.MakeAsync(_work["data"], "kolibri");
        await using var store = await OpenAsync();
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < Tickets; i++)
        {
            var id = Guid.CreateVersion7(at.AddSeconds(i)).ToString("N");
            var item = new ScoreItem(
                id,
                "company-kolibri",
                "kolibri_default",
                $"KOL-{i}",
                $"KOL-{i}",
                $"As a rider I want to see bike {i} so that I find it",
                new StoredDimensions(1, 1, 1, 1, 1, 1),
                10,
                at.AddSeconds(i));
            var score = new StoredScore(
                item,
                id,
                "Story",
                at,
                "On the map.",
                null,
                "api",
                "adam",
                "vindex",
                "rubric-1",
                at,
                at,
                1.5,
                """{"recommendations":[],"context_used":{},"findings":[]}"""u8.ToArray());
            (await store.Scores.AddAsync(score, null, CancellationToken.None)).ShouldBeTrue();
        }
    }

    private async Task<long> CountAsync()
    {
        await using var store = await OpenAsync();
        return await store.Scores.CountAsync(ScoreAccess.All, ScoreFilter.None, CancellationToken.None);
    }

    private Task<SqliteStore> OpenAsync() =>
        SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);
}
