using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.Durability;

/// <summary>A process that is killed while it upgrades a folder leaves one that the next start upgrades to its end.</summary>
public sealed class MigrationKillTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_migration_is_finished_by_the_next_start()
    {
        var (scores, step) = Long ? (100_000, 200) : (3000, 60);
        using var folder = new TemporaryFolder();
        BuildFirstSchema(folder["vindex.db"], scores);
        var random = new Random(Seed);
        var versions = new List<int>();
        // Each lives a little longer than the one before, until one has finished.
        for (var milliseconds = 0; !await OpenAndKillAsync(folder.Path, TimeSpan.FromMilliseconds(milliseconds)); milliseconds += random.Next(1, step))
            versions.Add(VersionOf(folder["vindex.db"]));

        await using (var store = await SqliteStore.OpenAsync(new() { DataFolder = folder.Path, ScoreFeedback = Some.ScoreFeedback }, Stop))
        {
            (await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).ShouldBe(new ScoreTotals(scores, scores * 60));
            var feedback = await store.Feedback.CountAsync(new("co_acme", "scores"), Stop);
            feedback.ShouldBe(scores);
            (await store.CheckAsync(Stop)).ShouldBeEmpty();
        }

        (await SqliteMaintenance.CheckAsync(folder.Path, Stop)).ShouldBeEmpty();
        output.WriteLine($"{scores} scores, seed {Seed}; schema after each kill: {string.Join(' ', versions)}");
    }

    /// <summary>Whether the folder was open before the kill.</summary>
    private static async Task<bool> OpenAndKillAsync(string folder, TimeSpan after)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Vindex.Storage.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using var process = Process.Start(new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [OpeningProgram.FolderVariable] = folder },
        })!;
        await process.StandardOutput.ReadLineAsync(Stop);
        await Task.Delay(after, Stop);
        process.Kill();
        await process.WaitForExitAsync(Stop);
        return (await process.StandardOutput.ReadToEndAsync(Stop)).Contains(OpeningProgram.Ready, StringComparison.Ordinal);
    }

    private static int VersionOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return SqliteMigrations.VersionOf(connection);
    }

    private static void BuildFirstSchema(string file, int scores)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        var rows = new ScoreRows(Some.ScoreFeedback, TimeProvider.System, new TitleBlocks(TitleBlockSizes.Default), packsTexts: true);
        SqliteMigrations.Apply(connection, [.. SqliteMigrations.All.Take(1)], rows);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute(
            $$"""
            BEGIN;
            INSERT INTO companies VALUES ('co_acme', 'acme', 'Acme', 'acme_default', 70, NULL, NULL, 1767225600000);
            INSERT INTO customers VALUES ('acme_default', 'co_acme', 'Default', 1767225600000, {{scores}}, {{scores * 60}});
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{scores}})
            INSERT INTO scores SELECT i, 'co_acme', 'score' || i, 'acme_default', 'T-' || i, 'T-' || i, 'Old', 't-' || i, 'old', 60, 6, 6, 6, 6, 6, 6,
                                      1767225600000 + i FROM n;
            INSERT INTO score_details SELECT no, 'co_acme', 'job' || no, NULL, 1767225600000, 'api', 'adam', 'vindex', 'rubric-1', 1767225600000,
                                             1767225600000, 0.5, 'The old text', NULL, '{}' FROM scores;
            COMMIT;
            """);
    }
}
