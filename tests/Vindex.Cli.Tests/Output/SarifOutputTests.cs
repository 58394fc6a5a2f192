using System.Text.Json;
using Shouldly;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class SarifOutputTests
{
    private static readonly SarifLocation s_file = new("backlog.csv", true);

    [Fact]
    public void Each_finding_that_lowers_a_score_is_a_result_at_the_line_of_its_ticket()
    {
        var run = Run(Write(Judged.WithFindings() with { Place = new TicketPlace(7, true) }));
        var results = run.GetProperty("results").EnumerateArray().ToList();
        results.Select(result => result.GetProperty("ruleId").GetString()).ShouldBe(["testable.vague-quality", "testable.no-criteria"]);
        results.ShouldAllBe(result => result.GetProperty("level").GetString() == "error");
        Text(results[0], "message").ShouldBe("KOL-7: Nobody can tell when this is met. (\"fast\" in description) Name a number.");
        Text(results[1], "message").ShouldBe("KOL-7: Nothing says when it is done. Add criteria.");
        var place = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("backlog.csv");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(7);
    }

    [Fact]
    public void The_rules_stand_in_the_driver_once_where_the_results_point()
    {
        var run = Run(Write(Judged.WithFindings(), Judged.WithFindings()));
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        rules.Select(rule => rule.GetProperty("id").GetString()).ShouldBe(["testable.vague-quality", "testable.no-criteria"]);
        Text(rules[0], "shortDescription").ShouldBe("Nobody can tell when this is met.");
        Text(rules[0], "fullDescription").ShouldBe("Nobody can tell when this is met. Name a number.");
        Text(rules[0], "help").ShouldBe("Name a number.");
        foreach (var result in run.GetProperty("results").EnumerateArray())
            rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe(result.GetProperty("ruleId").GetString());
    }

    [Fact]
    public void The_help_of_a_rule_leaves_out_the_words_of_the_ticket_at_hand()
    {
        var finding = new Finding("testable.vague", Dimension.Testable, -1, TicketField.Summary, "fast", 0, 4, "Vague.", "Replace \"fast\" by a figure.");
        SarifRule.Of(finding).Advice.ShouldBe("Replace \"…\" by a figure.");
    }

    [Fact]
    public void A_fingerprint_stays_when_the_ticket_moves_and_tells_findings_apart()
    {
        var ticket = Judged.WithFindings() with { Place = new TicketPlace(7, true) };
        var prints = Fingerprints(ticket);
        prints.Distinct().Count().ShouldBe(2);
        Fingerprints(ticket with { Place = new TicketPlace(90, true) }).ShouldBe(prints);
        Fingerprints(ticket with { Id = "10002" }).ShouldNotBe(prints);
        var twice = ticket.Judgement with { Findings = [ticket.Judgement.Findings[0], ticket.Judgement.Findings[0]] };
        Fingerprints(ticket with { Judgement = twice }).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Code_scanning_finds_the_fingerprint_under_its_own_name()
    {
        var prints = Run(Write(Judged.WithFindings())).GetProperty("results")[0].GetProperty("partialFingerprints");
        prints.GetProperty("primaryLocationLineHash").GetString().ShouldBe(prints.GetProperty("vindexFinding/v1").GetString());
    }

    [Fact]
    public void A_ticket_without_a_name_is_known_by_its_title_and_not_by_its_row()
    {
        var ticket = Judged.WithFindings() with { Id = "3", Place = new TicketPlace(3, false) };
        Fingerprints(ticket with { Id = "4" }).ShouldBe(Fingerprints(ticket));
    }

    [Theory]
    [InlineData(-3.0, "error")]
    [InlineData(-2.0, "error")]
    [InlineData(-1.9, "warning")]
    [InlineData(-1.0, "warning")]
    [InlineData(-0.9, "note")]
    public void The_level_follows_the_points(double points, string level) => SarifOutput.Level(points).ShouldBe(level);

    [Fact]
    public void Text_makes_no_links_and_no_placeholders() =>
        SarifOutput.Plain("see [this](http://x) {0}\u001B \\").ShouldBe("see \\[this\\](http://x) {{0}} \\\\");

    [Fact]
    public void A_row_that_cannot_be_judged_is_a_notification_of_a_run_that_failed()
    {
        using var bytes = new MemoryStream();
        using var output = new SarifOutput(bytes, s_file);
        output.Finish(new BacklogSummary(), [new RowProblem(2, 4, "summary is empty")]);
        var invocation = Run(bytes.ToArray()).GetProperty("invocations")[0];
        invocation.GetProperty("executionSuccessful").GetBoolean().ShouldBeFalse();
        var notification = invocation.GetProperty("toolExecutionNotifications")[0];
        Text(notification, "message").ShouldBe("summary is empty");
        notification.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(4);
    }

    [Fact]
    public void The_same_tickets_make_the_same_bytes() => Write(Judged.WithFindings()).ShouldBe(Write(Judged.WithFindings()));

    [Theory]
    [InlineData("backlog.csv", "backlog.csv")]
    [InlineData("./docs/../docs/my backlog#1.csv", "docs/my%20backlog%231.csv")]
    [InlineData("/repo/docs/料.csv", "docs/%E6%96%99.csv")]
    public void A_file_in_the_folder_is_named_relative_to_it(string file, string uri)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Unix.");
        SarifLocation.Of(file, "/repo").ShouldBe(new SarifLocation(uri, true));
    }

    [Fact]
    public void A_file_elsewhere_is_named_absolutely_and_standard_input_not_at_all()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Unix.");
        SarifLocation.Of("../other/b.csv", "/repo").ShouldBe(new SarifLocation("file:///other/b.csv", false));
        SarifLocation.Of("-", "/repo").ShouldBeNull();
    }

    private static byte[] Write(params ScoredTicket[] tickets)
    {
        using var bytes = new MemoryStream();
        using var output = new SarifOutput(bytes, s_file);
        foreach (var ticket in tickets) output.Write(ticket);
        output.Finish(new BacklogSummary(), []);
        return bytes.ToArray();
    }

    private static JsonElement Run(byte[] sarif)
    {
        var root = JsonDocument.Parse(sarif).RootElement;
        root.GetProperty("version").GetString().ShouldBe("2.1.0");
        return root.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
    }

    private static string[] Fingerprints(ScoredTicket ticket) =>
        [.. Run(Write(ticket))
            .GetProperty("results")
            .EnumerateArray()
            .Select(result => result.GetProperty("partialFingerprints").GetProperty("vindexFinding/v1").GetString()!)];

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetProperty("text").GetString();
}
