using System.Diagnostics;
using Vindex.Storage.Scores;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.Durability;

/// <summary>What was acknowledged is on disk, whenever the process is killed.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Seed = 20260301;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_acknowledged_score_survives_a_kill()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("VINDEX_TEST_KILLS"), out var asked) ? asked : 3;
        output.WriteLine($"{kills} kills, seed {Seed}");
        using var folder = new TemporaryFolder();
        var random = new Random(Seed);
        var acknowledged = new List<string>();
        for (var round = 0; round < kills; round++)
        {
            acknowledged.AddRange(await WriteAndKillAsync(folder.Path, random.Next(1, 1500)));

            // As it was left, log and all, and without replaying it.
            (await SqliteMaintenance.CheckAsync(folder.Path, Stop)).ShouldBeEmpty();
            await using var store = await SqliteStore.OpenAsync(new() { DataFolder = folder.Path, ScoreFeedback = Some.ScoreFeedback }, Stop);
            (await store.CheckAsync(Stop)).ShouldBeEmpty();
            var kept = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var score in store.Scores.ExportAsync(ScoreAccess.All, ScoreFilter.None, ScoreSort.CreatedAt, Stop))
            {
                kept.Add(score.Item.Id).ShouldBeTrue();
            }

            acknowledged.ShouldBeSubsetOf(kept);
            (await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(kept.Count);
            output.WriteLine($"kill {round + 1}: {acknowledged.Count} acknowledged, {kept.Count} kept");
        }
    }

    private static async Task<List<string>> WriteAndKillAsync(string folder, int after)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Vindex.Storage.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using var process = Process.Start(
            new ProcessStartInfo(
                program)
            { UseShellExecute = false, RedirectStandardOutput = true, Environment = { [AcknowledgingWriter.FolderVariable] = folder } })!;
        var ids = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            ids.Add(line);
            if (ids.Count == after)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Stop);
        ids.Count.ShouldBeGreaterThanOrEqualTo(after, "the writer ended by itself");
        // The kill may have cut the last line short.
        return ids[^1].Length == 32 ? ids : ids[..^1];
    }
}
