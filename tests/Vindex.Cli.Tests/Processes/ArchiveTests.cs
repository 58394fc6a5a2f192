using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary><c>export --company</c>, and <c>import</c> of what it wrote.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly Workspace _work = new();
    private readonly DateTimeOffset _today = TimeProvider.System.GetUtcNow();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_company_comes_back_with_the_same_counts_statistics_and_texts()
    {
        var before = await DemoAsync();
        before[0].ShouldContain("\"total_scored\":");
        (await VindexProcess.RunAsync("export", "--company", "kolibri-bikes", "--out", _work["k.ndjson.gz"], "--data", _work["demo"])).ExitCode.ShouldBe(0);
        await MakeFolderAsync("copy");

        var import = await VindexProcess.RunAsync("import", _work["k.ndjson.gz"], "--data", _work["copy"]);
        import.ExitCode.ShouldBe(0, import.Err);
        import.Out.ShouldMatch("^.*k\\.ndjson\\.gz: [0-9]+ scores and [0-9]+ rows of feedback imported\n$");

        (await StateAsync("copy")).ShouldBe(before);
        (await VindexProcess.RunAsync("check", "--data", _work["copy"])).Out.ShouldBe($"{_work["copy"]}: clean\n");

        // Again: nothing is added, and the archive of the copy is the same.
        var again = await VindexProcess.RunAsync("import", _work["k.ndjson.gz"], "--data", _work["copy"]);
        again.Out.ShouldMatch("0 scores \\([0-9]+ were there already\\)");
        (await StateAsync("copy")).ShouldBe(before);
    }

    [Fact]
    public async Task An_incomplete_archive_says_so_and_can_be_completed()
    {
        var before = await DemoAsync();
        (await VindexProcess.RunAsync("export", "--company", "kolibri-bikes", "--out", _work["k.ndjson"], "--data", _work["demo"])).ExitCode.ShouldBe(0);
        var lines = await File.ReadAllLinesAsync(_work["k.ndjson"]);
        await MakeFolderAsync("copy");
        var half = _work.Write("half.ndjson", string.Join('\n', lines.Take(lines.Length / 2)) + "\n");
        var broken = await VindexProcess.RunAsync("import", half, "--data", _work["copy"]);
        broken.ExitCode.ShouldBe(2);
        broken.Err.ShouldContain("the archive is incomplete");

        (await VindexProcess.RunAsync("import", _work["k.ndjson"], "--data", _work["copy"])).ExitCode.ShouldBe(0);
        (await StateAsync("copy")).ShouldBe(before);
        var bad = _work.Write("bad.ndjson", lines[0] + "\n{\"score\":{}}\n");
        var refused = await VindexProcess.RunAsync("import", bad, "--data", _work["copy"]);
        refused.ExitCode.ShouldBe(2);
        refused.Err.ShouldContain("Line 2: it is not a line of an archive");
    }

    [Fact]
    public async Task What_does_not_exist_is_an_error_that_names_what_is_near()
    {
        await DemoAsync();
        var project = await VindexProcess.RunAsync("export", "--project", "kolibri-bikes/asistant", "--data", _work["demo"]);
        project.ExitCode.ShouldBe(2);
        project.Out.ShouldBeEmpty();
        project.Err.ShouldBe(
            "vindex: there is no project kolibri-bikes/asistant; did you mean kolibri-bikes/assistant? Its projects: kolibri-bikes/assistant, kolibri-bikes/scores\n");
        var company = await VindexProcess.RunAsync("export", "--company", "colibri", "--data", _work["demo"]);
        company.ExitCode.ShouldBe(2);
        company.Err.ShouldBe("vindex: there is no company colibri\n");
        (await VindexProcess.RunAsync("export", "--data", _work["demo"])).Err.ShouldContain("name either --project or --company");
        (await VindexProcess.RunAsync("export", "--company", "x", "--from", "2026-01-01")).Err.ShouldContain("--from selects rows of a project");
        var none = await VindexProcess.RunAsync("export", "--project", "kolibri-bikes/scores", "--from", "1999-01-01", "--to", "1999-01-02", "--data", _work["demo"]);
        none.ShouldBe(new Ran(0, "", ""));
    }

    /// <summary>A folder of the demo, and what is in it.</summary>
    private async Task<string[]> DemoAsync()
    {
        await using (var demo = await ServedProcess.StartAsync(["demo", "--data", _work["demo"]], "Press Ctrl-C")) await demo.StopAsync();
        return await StateAsync("demo");
    }

    private async Task MakeFolderAsync(string name)
    {
        await using var served = await ServedProcess.StartAsync(["serve", "--data", _work[name]], "listening on");
        await served.StopAsync();
    }

    /// <summary>What a folder answers: all scores in full, statistics, and the other feedback.</summary>
    private async Task<string[]> StateAsync(string folder)
    {
        var archive = await VindexProcess.RunAsync("export", "--company", "kolibri-bikes", "--data", _work[folder]);
        archive.ExitCode.ShouldBe(0, archive.Err);
        var answers = new List<string> { $"\"total_scored\":{archive.OutLines.Count(line => line.StartsWith("{\"score\"", StringComparison.Ordinal))}", string.Join('\n', archive.OutLines.Order()) };
        foreach (var (project, path) in ((string, string)[])[("kolibri-bikes/scores", "overall"), ("kolibri-bikes/assistant", "output.score")])
        {
            var stats = await VindexProcess.RunAsync(
                "stats", "--project", project, "--path", path, "--by", "day", "--percentiles", "50,95", "--format", "json", "--data", _work[folder],
                "--from", $"{_today.AddDays(-70):yyyy-MM-dd}", "--to", $"{_today.AddDays(1):yyyy-MM-dd}");
            stats.ExitCode.ShouldBe(0, stats.Err);
            answers.Add(stats.Out);
        }

        return [.. answers];
    }
}
