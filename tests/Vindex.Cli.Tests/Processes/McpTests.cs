using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary><c>vindex mcp</c>: the Model Context Protocol over standard input and output.</summary>
public sealed class McpTests : IDisposable
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Only_the_protocol_is_written_to_standard_output()
    {
        var (answers, ran) = await TalkAsync(
            [],
            [],
            """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""",
            Call(3, "score_ticket", new { key = "SHOP-7", summary = "Fast checkout", description = "It should be user-friendly." }),
            Call(4, "score_backlog", new { tickets = new object[] { new { summary = "Stuff" }, new { summary = " " } } }),
            Call(5, "score_ticket", new { summary = "Export", system_type = "nope" }),
            Call(6, "find_tickets", new { }),
            Call(7, "propose_rewrite", new { summary = "Fast checkout", description = "It should be user-friendly.", format = "jira" }));

        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Err.ShouldBeEmpty();
        answers[1].GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString().ShouldBe("vindex");
        answers[2].GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString())
            .ShouldBe(["score_ticket", "score_backlog", "propose_rewrite", "work_order"]);
        Text(answers[3]).ShouldStartWith("SHOP-7 \"Fast checkout\": ");
        Text(answers[4]).ShouldContain("1 ticket scored");
        Text(answers[4]).ShouldContain("tickets[1] was not scored: summary is required");
        Text(answers[5]).ShouldContain("Unknown system_type \"nope\"");
        Text(answers[7]).ShouldContain("h2. Description\n\nIt should be user-friendly.");
        answers[6].GetProperty("error").GetProperty("message").GetString()!.ShouldContain("Unknown tool \"find_tickets\"");
    }

    [Fact]
    public async Task A_ticket_gets_the_same_score_as_from_the_score_command()
    {
        var scored = await VindexProcess.RunAsync(["score", "-", "--format", "jsonl"], Encoding.UTF8.GetBytes("Fast checkout\n\nIt should be user-friendly."));
        var (answers, _) = await TalkAsync([], [], Call(2, "score_ticket", new { summary = "Fast checkout", description = "It should be user-friendly." }));

        var overall = JsonElement.Parse(scored.Out).GetProperty("overall_score").GetDecimal();
        Text(answers[2]).ShouldContain($": {overall:0.0} of 10 ");
    }

    [Fact]
    public async Task With_a_server_its_tools_are_there_as_well()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = await service.KeyAsync("scores:read", "scores:write");

        var (answers, ran) = await TalkAsync(
            ["--url", service.Url],
            [("VINDEX_API_KEY", key)],
            """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""",
            Call(3, "find_tickets", new { q = "x" }),
            Call(4, "find_tickets", new { band = "good" }),
            Call(5, "score_ticket", new { summary = "Export" }));

        ran.ExitCode.ShouldBe(0, ran.Err);
        answers[2].GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString())
            .ShouldBe(["score_ticket", "score_backlog", "propose_rewrite", "work_order", "find_tickets", "get_ticket"]);
        Text(answers[3]).Trim().ShouldBe("No scored tickets match.");
        Text(answers[4]).ShouldContain("band must be one of");
        Text(answers[5]).ShouldStartWith("\"Export\": ");
        (await service.TotalAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_cannot_be_used_is_named_with_the_reason()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);

        (await VindexProcess.RunAsync("mcp", "--url", service.Url)).Err.ShouldContain("the server needs an API key: set VINDEX_API_KEY");
        var refused = await VindexProcess.RunAsync("mcp", "--url", service.Url, "--api-key", "vx_wrong");
        refused.ExitCode.ShouldBe(2);
        refused.Out.ShouldBeEmpty();
        refused.Err.ShouldBe($"vindex: {service.Url}mcp: the server does not accept the API key\n");
        (await VindexProcess.RunAsync("mcp", "--url", "http://vindex.example.com", "--api-key", "vx_x")).Err.ShouldContain("unencrypted");
        (await VindexProcess.RunAsync("mcp", "--api-key", "vx_x")).Err.ShouldContain("--api-key needs --url");
    }

    private static async Task<(Dictionary<int, JsonElement> Answers, Ran Ran)> TalkAsync(
        string[] args, (string Name, string? Value)[] environment, params string[] messages)
    {
        var calls = messages.Length + 1;
        using var process = VindexProcess.Start(["mcp", .. args], environment: environment);
        var errors = process.StandardError.ReadToEndAsync();
        var answers = new Dictionary<int, JsonElement>();
        foreach (var message in (string[])[Initialize, Initialized, .. messages]) await process.StandardInput.WriteLineAsync(message);
        await process.StandardInput.FlushAsync();
        while (answers.Count < calls && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonElement.Parse(line);
            answer.GetProperty("jsonrpc").GetString().ShouldBe("2.0");
            answers.Add(answer.GetProperty("id").GetInt32(), answer);
        }

        process.StandardInput.Close();
        var rest = await process.StandardOutput.ReadToEndAsync();
        rest.ShouldBeEmpty();
        await process.WaitForExitAsync();
        return (answers, new Ran(process.ExitCode, rest, await errors));
    }

    private static string Call(int id, string tool, object arguments) =>
        JsonSerializer.Serialize(new { jsonrpc = "2.0", id, method = "tools/call", @params = new { name = tool, arguments } });

    private static string Text(JsonElement answer) => answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;
}
