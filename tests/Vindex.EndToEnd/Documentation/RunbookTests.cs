using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd.Documentation;

/// <summary>docs/runbooks.md names only what exists: its commands run, and its metrics, alerts, settings and log lines are in the product.</summary>
public sealed partial class RunbookTests(Runbooks runbooks, ITestOutputHelper output) : IClassFixture<Runbooks>
{
    private static readonly string s_text = Read("docs/runbooks.md");

    /// <summary>Blocks of commands, by the heading that they are under.</summary>
    public static TheoryData<string, string> Blocks()
    {
        var blocks = new TheoryData<string, string>();
        foreach (Match block in Block().Matches(s_text))
        {
            var heading = s_text[..block.Index].Split('\n').Last(line => line.StartsWith("## ", StringComparison.Ordinal))[3..];
            foreach (var command in block.Groups["commands"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) blocks.Add(heading, command);
        }

        return blocks;
    }

    [Theory, MemberData(nameof(Blocks))]
    public async Task A_command_runs_as_it_stands_there(string runbook, string command)
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        Assert.SkipUnless(runbooks.HasClickHouse || !command.Contains("$CLICKHOUSE", StringComparison.Ordinal), "chdb is not installed (tests/clickhouse)");
        var (code, printed) = await runbooks.RunAsync(command);
        output.WriteLine(printed);
        code.ShouldBe(0, $"{runbook}: {command}\n{printed}");
        printed.Trim().ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_runbook_says_by_which_sign_what_to_check_what_to_do_and_when_it_is_over()
    {
        var pages = Heading().Split(s_text).Skip(1).Where(page => !page.StartsWith("Recovering", StringComparison.Ordinal)).ToList();
        pages.Count.ShouldBe(5);
        foreach (var page in pages)
            foreach (var part in (string[])["**Sign.**", "**Check.**", "**Do.**", "**Over.**"]) page.ShouldContain(part, customMessage: page.Split('\n')[0]);
        Blocks().Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task Metrics_are_measured_and_alerts_exist()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var metrics = await runbooks.MetricsAsync();
        var schema = Read("src/Vindex.Statistics/ClickHouse/Connection/schema.sql");
        var names = Metric().Matches(s_text).Select(match => match.Value).Distinct().ToList();
        names.Count.ShouldBeGreaterThan(5);

        // Counted once something is refused, which the alert rules' own test does.
        foreach (var name in names.Where(name => name != "vindex_requests_refused_total" && !schema.Contains($" {name} ", StringComparison.Ordinal)))
            (metrics.Contains($"\n{name} ", StringComparison.Ordinal) || metrics.Contains($"\n{name}{{", StringComparison.Ordinal)).ShouldBeTrue(name);

        var rules = Read("packaging/prometheus/vindex-rules.yaml");
        foreach (Match alert in Alert().Matches(s_text)) rules.ShouldContain($"alert: {alert.Groups["name"].Value}\n");
    }

    [Fact]
    public void Settings_and_files_exist()
    {
        var settings = Read("docs/operating.md");
        foreach (var name in Setting().Matches(s_text).Select(match => match.Groups["name"].Value).Distinct())
            (settings.Contains($"| `{name}` |", StringComparison.Ordinal) || settings.Contains($"| `{name}:", StringComparison.Ordinal)).ShouldBeTrue(name);
        foreach (Match file in PackagedFile().Matches(s_text)) File.Exists(Path.Combine(Runbooks.Root(), file.Value)).ShouldBeTrue(file.Value);
    }

    [Fact]
    public void Log_lines_are_those_of_the_server()
    {
        var messages = Directory.EnumerateFiles(Path.Combine(Runbooks.Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => LogMessage().Matches(File.ReadAllText(file)).Select(match => Placeholder().Replace(match.Groups["text"].Value, "…"))).ToList();
        messages.Count.ShouldBeGreaterThan(20);
        var lines = Logged().Matches(s_text).Select(match => match.Groups["line"].Value).ToList();
        lines.Count.ShouldBeGreaterThan(4);
        foreach (var line in lines) messages.ShouldContain(message => message.Contains(line, StringComparison.Ordinal), line);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Runbooks.Root(), path));

    [GeneratedRegex(@"^ *```sh\n(?<commands>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("^## ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\bvindex_[a-z_]+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"alert `(?<name>Vindex\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z]+(:[A-Z][A-Za-z]+)+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"packaging/[a-z/.-]+\.(sh|yaml)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackagedFile();

    [GeneratedRegex("""LoggerMessage\(\s*(Level = )?LogLevel\.\w+,\s*(Message = )?"(?<text>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\blog(s| has)? `(?<line>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Logged();
}
