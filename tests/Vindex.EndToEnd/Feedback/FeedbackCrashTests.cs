using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Feedback;

/// <summary>Feedback that was acknowledged is on disk, and counted, whenever the server dies.</summary>
public sealed class FeedbackCrashTests(ITestOutputHelper output)
{
    private static readonly string[] s_zones = ["Europe/Berlin", "UTC", "America/St_Johns", "Africa/Cairo", "Asia/Kathmandu", "America/Havana"];

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task Every_acknowledged_row_survives_kill_9_during_imports_and_while_block_files_are_written()
    {
        const int Seed = 20261120;
        var (kills, importRows) = Long ? (50, 8000) : (5, 6000);
        var random = new Random(Seed);
        using var folder = new TemporaryFolder();
        var ledger = new Ledger();
        var (halfWritten, whileWriting, unanswered, happened) = (0, 0, 0, 0);
        List<ExportedRow> stored = [];
        var server = await ServerProcess.StartAsync(folder.Path);
        try
        {
            var key = await FeedbackProject.CreateAsync(server);
            // Whether a file is seen while it is being written depends on the machine; then there are more rounds.
            for (var round = 0; round < kills || (whileWriting == 0 && round < 5 * kills); round++)
            {
                using (var project = new FeedbackProject(server, key))
                {
                    var writers = new CrashWriters(project, ledger, stored, Seed + (round * 10), importRows);
                    var writing = writers.RunAsync();

                    // At any moment, as soon as lines are said to be durable, or as soon as a block file is being written.
                    if (round % 4 == 2) await Task.WhenAny(writers.Progress, writing, Task.Delay(TimeSpan.FromSeconds(5)));
                    else await Task.Delay(random.Next(20, round % 3 == 0 ? 400 : 1800));
                    if (round % 2 == 1 && await BlockFiles.WritingAsync(folder.Path, writing)) whileWriting++;
                    server.Kill();
                    await writing;
                    await server.DisposeAsync();
                    if (BlockFiles.HalfWritten(folder.Path)) halfWritten++;
                }

                server = await ServerProcess.StartAsync(folder.Path);
                using var restarted = new FeedbackProject(server, key);
                stored = await restarted.ExportAsync();
                var settled = ledger.Settle(stored);
                (happened, unanswered) = (happened + settled.Happened, unanswered + settled.Open);
                (await restarted.CountAsync()).ShouldBe(stored.Count);
                var end = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddDays(1);
                await PlainStatistics.CheckAsync(restarted, stored, s_zones[round % s_zones.Length], SomeRow.First, end);
                await PlainStatistics.CheckAsync(
                    restarted, stored, s_zones[(round + 1) % s_zones.Length], SomeRow.First.AddHours(7), end.AddHours(-31), SomeRow.Type(round));
                output.WriteLine($"round {round + 1}/{kills}: {stored.Count} rows; {ledger.Acknowledged} of {ledger.Writes} writes acknowledged so far");
            }

            server.Kill();
            await ServerProcess.CheckAsync(folder.Path);
            ledger.Acknowledged.ShouldBeGreaterThan(0);
            whileWriting.ShouldBeGreaterThan(0, "kills while block files were written");
            output.WriteLine(
                $"seed {Seed}, {kills} kills ({whileWriting} on sight of a block file being written, {halfWritten} left one half written): "
                + $"{ledger.Acknowledged} acknowledged writes, none lost; {unanswered} without an answer, {happened} of them whole and the others not at all");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
