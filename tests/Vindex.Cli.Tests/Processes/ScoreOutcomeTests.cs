using System.Diagnostics;
using System.Text;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ScoreOutcomeTests : IDisposable
{
    private const string GoodAndBadRows =
        """
        Issue key,Summary,Description
        A-1,Pause a trip,"As a rider I want to pause a trip
        so that nobody takes my bike while I buy bread"
        A-2,,no summary here
        A-3,See the weather,As a rider I want to see the weather so that I can decide whether to ride

        """;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_ticket_below_the_gate_ends_with_1_and_is_named()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample, "--min", "--format", "csv");
        ran.ExitCode.ShouldBe(1);
        ran.ErrLines.ShouldHaveSingleItem().ShouldMatch(@"^vindex: gate 7\.0: failed, \d+ of 61 below it: KOL-\d+ \(\d\.\d\), .* and \d+ more$");
        ran.OutLines.Length.ShouldBe(62);
    }

    [Fact]
    public async Task A_gate_that_all_pass_ends_with_0()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample, "--min=0");
        ran.ExitCode.ShouldBe(0);
        ran.Err.ShouldBe("vindex: gate 0.0: passed, all 61 tickets reach it\n");
    }

    [Fact]
    public async Task Without_a_gate_bad_tickets_are_no_failure()
    {
        var ran = await VindexProcess.RunAsync(["score", "-"], Encoding.UTF8.GetBytes("Backend\n"));
        ran.ExitCode.ShouldBe(0);
        ran.Err.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bad_row_is_told_with_row_and_line_and_the_others_are_judged()
    {
        var file = _work.Write("backlog.csv", GoodAndBadRows);
        var ran = await VindexProcess.RunAsync("score", file, "--format", "csv");
        ran.ExitCode.ShouldBe(2);
        ran.OutLines.Skip(1).Select(line => line.Split(',')[1]).ShouldBe(["A-1", "A-3"]);
        ran.ErrLines[0].ShouldStartWith($"vindex: {file}: row 2 (line 4): ");
        ran.ErrLines[1].ShouldBe("vindex: 1 of 3 rows could not be scored");
    }

    [Fact]
    public async Task Bad_input_weighs_more_than_the_gate()
    {
        var ran = await VindexProcess.RunAsync("score", _work.Write("backlog.csv", GoodAndBadRows), "--min", "10");
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("gate 10.0: failed, 2 of 2 below it");
    }

    [Theory]
    [InlineData("{\"id\": \"1\", \"summary\": \"See the weather\"}\n{\"id\": 2, \"summary\": \n", "line 2")]
    [InlineData("{\"id\": \"1\", \"summary\": \"See the weather\"}\n[]\n", "line 2")]
    [InlineData("{\"id\": \"1\", \"summary\": \"See the weather\"}\n{\"id\": \"2\", \"summary\": \" \"}\n", "line 2")]
    public async Task A_bad_line_of_json_is_told_with_its_line(string content, string place)
    {
        var file = _work.Write("tickets.jsonl", content);
        var ran = await VindexProcess.RunAsync("score", file, "--format", "jsonl");
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines[0].ShouldStartWith($"vindex: {file}: ");
        ran.ErrLines[0].ShouldContain(place);
        ran.OutLines.ShouldHaveSingleItem().ShouldStartWith("{\"id\":\"1\"");
    }

    [Theory]
    [InlineData("empty.csv", "")]
    [InlineData("header.csv", "Issue key,Summary\n")]
    [InlineData("columns.csv", "Colour,Size\nred,12\n")]
    [InlineData("broken.json", "{\"tickets\": [")]
    [InlineData("number.json", "42")]
    [InlineData("blank.txt", " \n\n")]
    [InlineData("nul.csv", "Issue key,Summary\n\0\0\0\0,\0\n")]
    public async Task Input_without_a_ticket_is_told_in_a_sentence_and_ends_with_2(string name, string content)
    {
        var ran = await VindexProcess.RunAsync("score", _work.Write(name, content));
        ran.ExitCode.ShouldBe(2, ran.Err);
        ran.ErrLines[0].ShouldStartWith("vindex: ");
        ran.ErrLines[0].ShouldContain(name);
        ran.Err.ShouldNotContain("   at ");
        ran.Err.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_are_told()
    {
        (await VindexProcess.RunAsync("score", _work["none.csv"])).ShouldBe(new Ran(2, "", $"vindex: {_work["none.csv"]}: there is no such file\n"));
        (await VindexProcess.RunAsync("score", _work.Folder)).ShouldBe(new Ran(2, "", $"vindex: {_work.Folder}: this is a folder; name a file in it\n"));
    }

    [Fact]
    public async Task Names_are_relative_to_the_callers_folder()
    {
        _work.Write("one.txt", "See the weather\n");
        (await VindexProcess.RunAsync(["score", "one.txt"], folder: _work.Folder)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_profile_changes_the_scores()
    {
        var rules = await RulesThatLowerAsync();
        var weights = string.Join(", ", rules.Select(rule => $"\"{rule}\": 0"));
        var profile = _work.Write("mild.json", $$$"""{"rule_weights": {{{{weights}}}}}""");
        var usual = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", "jsonl");
        var mild = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", "jsonl", "--profile", profile);
        mild.ExitCode.ShouldBe(0, mild.Err);
        mild.Out.ShouldNotBe(usual.Out);
        (await VindexProcess.RunAsync("score", Backlogs.Sample, "--profile", "eve")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_reader_that_stops_ends_it_quietly_and_soon()
    {
        var file = _work.Write("many.jsonl", Backlogs.JsonLines(20_000));
        using var process = VindexProcess.Start(["score", file, "--format", "jsonl"]);
        (await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        error.ShouldBeEmpty();
        process.ExitCode.ShouldBe(141);
    }

    [Fact]
    public async Task Interrupted_it_ends_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        using var process = VindexProcess.Start(["score", "-"]);
        await Task.Delay(TimeSpan.FromMilliseconds(1_500));
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString()])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(130);
        (await process.StandardError.ReadToEndAsync()).ShouldBeEmpty();
    }

    private static async Task<string[]> RulesThatLowerAsync()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", "jsonl");
        return [.. ran.OutLines.SelectMany(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("findings").EnumerateArray())
            .Where(finding => finding.GetProperty("points").GetDouble() < 0)
                .Select(finding => finding.GetProperty("rule").GetString()!)
                .Where(rule => !rule.EndsWith(".other", StringComparison.Ordinal))
                .Distinct()
                .Take(3)];
    }
}
