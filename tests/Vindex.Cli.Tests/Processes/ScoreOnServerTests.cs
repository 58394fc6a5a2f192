using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary><c>vindex score --url</c> against a server process.</summary>
public sealed class ScoreOnServerTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_server_gives_the_bytes_that_judging_here_gives_and_a_repeated_run_scores_nothing_twice()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = await service.KeyAsync("scores:write", "scores:read");
        foreach (var format in (string[])["jsonl", "json", "csv", "table", "junit", "sarif"])
        {
            var here = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", format);
            var there = await RunAsync(service, key, Backlogs.Sample, "--format", format);
            there.ExitCode.ShouldBe(0, there.Err);
            there.Err.ShouldBeEmpty();
            there.Out.ShouldBe(here.Out, format);
        }

        (await service.TotalAsync()).ShouldBe(61);
        var gate = await RunAsync(service, key, Backlogs.Sample, "--min", "6.5", "--format", "csv");
        gate.ExitCode.ShouldBe(1);
        gate.Err.ShouldContain("gate 6.5: failed");
    }

    [Fact]
    public async Task A_limit_of_the_server_is_waited_out_and_told()
    {
        await using var service = await ScoringService.StartAsync(_work["data"], "--Limits:Batch:Tickets=12", "--Limits:Batch:WindowSeconds=2");
        var file = _work.Write("many.jsonl", Backlogs.JsonLines(40));
        var ran = await RunAsync(service, await service.KeyAsync("scores:write"), file, "--format", "csv");
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.OutLines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(Enumerable.Range(1, 40).Select(i => $"T-{i}"));
        ran.ErrLines.ShouldAllBe(line => line.StartsWith("vindex: waiting ", StringComparison.Ordinal));
        ran.ErrLines[0].ShouldContain("At most 12 tickets within 2 seconds");
        (await service.TotalAsync()).ShouldBe(40);
    }

    [Fact]
    public async Task A_key_that_may_only_write_gets_the_explanations_too()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = await service.KeyAsync("scores:write");
        foreach (var format in (string[])["jsonl", "sarif"])
        {
            var here = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", format);
            var there = await RunAsync(service, key, Backlogs.Sample, "--format", format);
            there.Err.ShouldBeEmpty();
            there.Out.ShouldBe(here.Out, format);
        }
    }

    [Fact]
    public async Task A_large_file_is_scored_in_batches_and_a_changed_ticket_alone_is_scored_again()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = await service.KeyAsync("scores:write");
        var file = _work.Write("many.jsonl", Backlogs.JsonLines(350));
        var ran = await RunAsync(service, key, file, "--format", "csv");
        ran.Err.ShouldBeEmpty();
        ran.OutLines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(Enumerable.Range(1, 350).Select(i => $"T-{i}"));
        (await service.TotalAsync()).ShouldBe(350);

        var changed = _work.Write("changed.jsonl", Backlogs.JsonLines(350) + "{\"id\": \"T-351\", \"summary\": \"Pause a trip\"}\n");
        (await RunAsync(service, key, changed, "--format", "csv")).OutLines.Length.ShouldBe(352);
        (await service.TotalAsync()).ShouldBe(351);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = await service.KeyAsync("scores:write");
        var file = _work.Write("some.jsonl", Backlogs.JsonLines(3));
        await RefusedAsync(service, "vx_nobody", "the server rejected the API key: ", file);
        await RefusedAsync(service, await service.KeyAsync("scores:read"), "the API key is not allowed to do this: ", file);
        await RefusedAsync(service, key, "the server does not know this customer or address", file, "--customer", "nobody_default");
        await RefusedAsync(service, key, "Unknown profile. Known profiles: adam, agent-ready.", file, "--profile", "strict");
        (await service.TotalAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_ticket_that_the_server_refuses_is_a_bad_row_and_the_others_are_scored()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var file = _work.Write("some.jsonl", $$"""
            {"id": "1", "summary": "See the weather"}
            {"id": "2", "summary": "{{new string('x', 1_001)}}"}
            {"id": "3", "summary": " "}
            {"id": "4", "summary": "Pause a trip"}

            """);
        var ran = await RunAsync(service, await service.KeyAsync("scores:write"), file, "--format", "junit");
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines[0].ShouldStartWith($"vindex: {file}: row 2 (line 2): ");
        ran.ErrLines[1].ShouldStartWith($"vindex: {file}: row 3 (line 3): ");
        ran.ErrLines[2].ShouldBe("vindex: 2 of 4 rows could not be scored");
        var suite = XDocument.Parse(ran.Out).Descendants("testsuite").Single();
        ((int)suite.Attribute("tests")!, (int)suite.Attribute("errors")!).ShouldBe((4, 2));
        (await service.TotalAsync()).ShouldBe(2);
    }

    private static Task<Ran> RunAsync(ScoringService service, string key, params string[] args) =>
        VindexProcess.RunAsync(["score", "--url", service.Url, .. args], environment: ("VINDEX_API_KEY", key));

    private static async Task RefusedAsync(ScoringService service, string key, string message, params string[] args)
    {
        var ran = await VindexProcess.RunAsync(["score", "--url", service.Url, "--api-key", key, .. args, "--format", "csv"]);
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldContain(message);
        ran.OutLines.ShouldHaveSingleItem(); // the header
    }
}
