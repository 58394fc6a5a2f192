using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Feedback;

/// <summary>Block files cost time when they are lost, and nothing else: every answer stays the same to the last digit.</summary>
public sealed class BlockFileTests(ITestOutputHelper output)
{
    private static readonly string[] s_zones = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"];

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task Answers_stay_the_same_whatever_happened_to_the_block_files_between_two_runs()
    {
        const int Seed = 20261122;
        var (rounds, rows) = Long ? (32, 40_000) : (6, 9000);
        var random = new Random(Seed);
        using var folder = new TemporaryFolder();
        using var older = new TemporaryFolder();
        var server = await ServerProcess.StartAsync(folder.Path);
        try
        {
            var key = await FeedbackProject.CreateAsync(server);
            var next = 0;
            using (var project = new FeedbackProject(server, key))
            {
                next = await ImportAsync(project, next, rows);
                await AskAsync(project, await project.ExportAsync());
                await BlockFiles.SettledAsync(folder.Path);
            }

            for (var round = 0; round < rounds; round++)
            {
                // Copies of this moment are the older files of a later one.
                server.Kill();
                if (round % 3 == 0) BlockFiles.Copy(BlockFiles.Folder(folder.Path), older.Path);
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(folder.Path);
                string[] before;
                using (var project = new FeedbackProject(server, key))
                {
                    next = await ChangeAsync(project, random, next);
                    before = await AskAsync(project, await project.ExportAsync());
                    await BlockFiles.SettledAsync(folder.Path);
                }

                server.Kill();
                await server.DisposeAsync();
                var accident = BlockAccidents.All[round % BlockAccidents.All.Count];
                accident.Cause(BlockFiles.Folder(folder.Path), older.Path, random);
                server = await ServerProcess.StartAsync(folder.Path);
                using (var project = new FeedbackProject(server, key))
                {
                    var stored = await project.ExportAsync();
                    (await AskAsync(project, stored)).ShouldBe(before, $"after: {accident.Name}");

                    // Once more, from what was made anew, with a change on top.
                    next = await ChangeAsync(project, random, next);
                    await AskAsync(project, await project.ExportAsync());
                    await BlockFiles.SettledAsync(folder.Path);
                    output.WriteLine(
                        $"round {round + 1}/{rounds}: {accident.Name}; {stored.Count} rows, {BlockFiles.Files(folder.Path, "*.block").Count} block files");
                }
            }

            output.WriteLine($"seed {Seed}, {rounds} accidents to block files, {next} rows written: every answer as before and as computed plainly");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<string[]> AskAsync(FeedbackProject project, IReadOnlyList<ExportedRow> rows)
    {
        var answers = new List<string>();
        foreach (var (zone, at) in s_zones.Select((zone, at) => (zone, at)))
        {
            var (start, end, type) = (SomeRow.First.AddHours(-at), SomeRow.First.AddDays(61 - (at * 9)), at == 1 ? SomeRow.Type(0) : null);
            var answer = await project.PostAsync("stats", PlainStatistics.Question(zone, start, end, type));
            PlainStatistics.Check(answer, rows, zone, start, end, type);
            answers.Add(answer.GetRawText());
        }

        return [.. answers];
    }

    private static async Task<int> ImportAsync(FeedbackProject project, int first, int count)
    {
        using var import = await ImportStream.OpenAsync(project);
        await import.SendAsync(string.Concat(Enumerable.Range(first, count).Select(number => SomeRow.Body(number, 0, SomeRow.CreatedAt(number, 0)) + "\n")));
        await import.EndAsync();
        (await import.ReadAsync(_ => { })).ShouldBeTrue();
        import.Imported.ShouldBe(count);
        return first + count;
    }

    // Rows purged and written over in blocks all over, and more rows than the tail holds.
    private static async Task<int> ChangeAsync(FeedbackProject project, Random random, int next)
    {
        await project.PurgeAsync(Enumerable.Range(0, 60).Select(_ => SomeRow.Id(random.Next(next))));
        var rewritten = Enumerable.Range(0, 60).Select(_ => SomeRow.Body(random.Next(next), random.Next(1, 1000)));
        await project.PostAsync("batch/create", $"{{\"batch\":[{string.Join(',', rewritten)}]}}");
        return await ImportAsync(project, next, random.Next(10) < 7 ? random.Next(1, 600) : 4200);
    }
}
