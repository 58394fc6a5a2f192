using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Documentation;

/// <summary>Every sample of <c>/docs</c> runs as it stands there.</summary>
public sealed class QuickStartTests(QuickStart start) : IClassFixture<QuickStart>
{
    private const string Body = """{"overall_score": 7.3}""";

    /// <summary>Samples of commands, with what their output contains.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "score-sh", "\"overall_score\"" },
        { "list-sh", "\"items\"" },
        { "register-sh", "\"external_id\":\"acme/shop\"" },
        { "event-sh", "\"status\":\"queued\"" },
        { "feedback-sh", "\"id\"" },
        { "stats-sh", "\"buckets\"" },
        { "backlog-sh", "SHOP-1" },
        { "backlog-server-sh", "SHOP-1" },
        { "tool-sh", "of 10" },
    };

    /// <summary>Samples of programs, with how they are run.</summary>
    public static TheoryData<string, string, string> Programs => new()
    {
        { "score-py", "python3", "score.py" },
        { "score-mjs", "node", "score.mjs" },
        { "score-cs-txt", "dotnet", "score.cs" },
        { "feedback-py", "python3", "feedback.py" },
        { "feedback-mjs", "node", "feedback.mjs" },
    };

    [Theory, MemberData(nameof(Commands))]
    public async Task A_command_works_as_it_stands_on_the_page(string sample, string expected)
    {
        NeedsOnPath("bash", "curl");
        var (code, output, errors) = await start.RunAsync("bash", "-euo", "pipefail", "-c", start.Samples[sample]);
        code.ShouldBe(0, output + errors);
        output.Replace("\": ", "\":", StringComparison.Ordinal).ShouldContain(expected);
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task A_program_works_as_it_stands_on_the_page(string sample, string program, string file)
    {
        NeedsOnPath(program);
        await File.WriteAllTextAsync(Path.Combine(start.Folder, file), start.Samples[sample]);
        var (code, output, errors) = await start.RunAsync(program, program == "dotnet" ? ["run", file] : [file]);
        code.ShouldBe(0, output + errors);
        output.Trim().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("verify-py", "python3", "verify.py", "check.py", """
        import sys
        from verify import verify
        headers = {"x-vindex-timestamp": sys.argv[2], "x-vindex-signature": sys.argv[3]}
        print(verify(sys.argv[1], headers, sys.argv[4].encode()))
        """)]
    [InlineData("verify-mjs", "node", "verify.mjs", "check.mjs", """
        import { verify } from "./verify.mjs";
        const [secret, timestamp, signature, body] = process.argv.slice(2);
        console.log(verify(secret, { "x-vindex-timestamp": timestamp, "x-vindex-signature": signature }, Buffer.from(body)));
        """)]
    [InlineData("verify-cs-txt", "dotnet", "verify.cs", "check.cs", "Console.WriteLine(Callbacks.Verify(args[0], args[1], args[2], Encoding.UTF8.GetBytes(args[3])));")]
    public async Task Verification_accepts_a_signed_callback_and_no_other(string sample, string program, string file, string check, string code)
    {
        NeedsOnPath(program);
        await File.WriteAllTextAsync(Path.Combine(start.Folder, file), start.Samples[sample]);
        var isCSharp = program == "dotnet";
        await File.WriteAllTextAsync(Path.Combine(start.Folder, check), isCSharp ? WithStatement(start.Samples[sample], code) : code);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (secret, at, expected) in new[] { (start.Secret, now, true), ("whsec_of_somebody_else_0123456789", now, false), (start.Secret, now - 3600, false) })
        {
            var timestamp = at.ToString(System.Globalization.CultureInfo.InvariantCulture);
            string[] arguments = [secret, timestamp, Signature(timestamp), Body];
            var (exit, output, errors) = await start.RunAsync(program, isCSharp ? ["run", check, "--", .. arguments] : [check, .. arguments]);
            exit.ShouldBe(0, output + errors);
            bool.Parse(output.Trim()).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task The_gate_fails_the_build_and_writes_a_report()
    {
        NeedsOnPath("bash");
        var (code, output, errors) = await start.RunAsync("bash", "-c", start.Samples["gate-sh"]);
        code.ShouldBe(1, output + errors);
        (await File.ReadAllTextAsync(Path.Combine(start.Folder, "scores.xml"))).ShouldContain("<testsuite");
        start.Samples["gate-yml"].ShouldContain("run: " + start.Samples["gate-sh"]);
    }

    [Fact]
    public async Task The_settings_for_agents_lead_to_tools()
    {
        var server = JsonElement.Parse(start.WithKey(start.Samples["mcp-json"])).GetProperty("mcpServers").GetProperty("vindex");
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(server.GetProperty("headers").GetProperty("Authorization").GetString()!);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        using var content = new StringContent("""{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(server.GetProperty("url").GetString(), content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        text.ShouldContain("score_ticket");
    }

    [Fact]
    public void All_samples_are_run_by_these_tests()
    {
        string[] run =
        [
            .. Commands.Select(row => row.Data.Item1), .. Programs.Select(row => row.Data.Item1), "verify-py", "verify-mjs", "verify-cs-txt", "gate-sh", "gate-yml", "mcp-json",
        ];
        start.Samples.Keys.Order().ShouldBe(run.Order());
        start.Samples.Values.ShouldAllBe(code => !code.Contains("{{address") && !code.Contains("{{company"));
    }

    // Statements of a program come before its types.
    private static string WithStatement(string types, string statement)
    {
        var at = types.IndexOf("static class", StringComparison.Ordinal);
        return types[..at] + statement + "\n\n" + types[at..];
    }

    private string Signature(string timestamp) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(start.Secret), Encoding.UTF8.GetBytes($"{timestamp}.{Body}")));

    private static void NeedsOnPath(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var program in programs) Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"there is no '{program}' on the PATH");
    }
}
