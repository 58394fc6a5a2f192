using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ScoreFormatTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Json_lines_come_in_the_order_of_the_input_with_the_same_bytes_each_time()
    {
        var file = _work.Write("many.jsonl", Backlogs.JsonLines(1_500));
        var first = await VindexProcess.RunAsync("score", file, "--format", "jsonl");
        var second = await VindexProcess.RunAsync("score", file, "--format", "jsonl");
        first.ExitCode.ShouldBe(0, first.Err);
        first.Err.ShouldBeEmpty();
        first.OutLines.Select(line => Parse(line).GetProperty("id").GetString()).ShouldBe(Enumerable.Range(1, 1_500).Select(i => $"T-{i}"));
        second.Out.ShouldBe(first.Out);
    }

    [Fact]
    public async Task A_json_line_holds_scores_recommendations_evidence_and_findings_that_quote_the_ticket()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", "jsonl");
        ran.ExitCode.ShouldBe(0, ran.Err);
        foreach (var line in ran.OutLines)
        {
            var ticket = Parse(line);
            ticket.EnumerateObject().Select(member => member.Name).ShouldBe(
                [
                    "id", "key", "overall_score", "individual_scores", "recommendations", "context_used", "reading", "explanation", "recommendation_details",
                    "confidence", "findings"
                ]);
            var scores = ticket.GetProperty("individual_scores").EnumerateObject().ToList();
            scores.Select(score => score.Name).ShouldBe(["independent", "negotiable", "valuable", "estimable", "small", "testable"]);
            scores.ShouldAllBe(score => score.Value.GetInt32() >= 0 && score.Value.GetInt32() <= 10);
            ticket.GetProperty("overall_score").GetRawText().ShouldMatch(@"^\d+\.\d$");
            ticket.GetProperty("overall_score")
                .GetDecimal()
                .ShouldBe(Math.Round(scores.Sum(score => score.Value.GetInt32()) / 6m, 1, MidpointRounding.AwayFromZero));
            ticket.GetProperty("recommendations").GetArrayLength().ShouldBeLessThanOrEqualTo(3);
            ticket.GetProperty("recommendation_details").EnumerateArray().Select(detail => detail.GetProperty("text").GetString())
                .ShouldBe(ticket.GetProperty("recommendations").EnumerateArray().Select(text => text.GetString()));
            foreach (var finding in ticket.GetProperty("findings").EnumerateArray())
            {
                finding.EnumerateObject()
                    .Select(member => member.Name)
                    .ShouldBe(["rule", "dimension", "points", "field", "quote", "start", "end", "why", "advice"]);
            }
        }
    }

    [Fact]
    public async Task The_sample_backlog_spreads_over_all_bands()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", "json");
        ran.ExitCode.ShouldBe(0, ran.Err);
        var summary = Parse(ran.Out).GetProperty("summary");
        summary.GetProperty("total").GetInt32().ShouldBe(61);
        foreach (var band in summary.GetProperty("bands").EnumerateObject()) band.Value.GetInt32().ShouldBeGreaterThanOrEqualTo(5, band.Name);
    }

    [Fact]
    public async Task A_table_in_a_pipe_is_plain_text_with_a_line_a_ticket_and_a_summary()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample);
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Err.ShouldBeEmpty();
        ran.Out.ShouldNotContain('\e');
        ran.OutLines[0].ShouldStartWith("Key");
        ran.OutLines.Skip(1).Take(61).Select(line => line.Split(' ')[0]).ShouldBe(Enumerable.Range(1, 61).Select(i => $"KOL-{i}"));
        ran.Out.ShouldContain("\n61 tickets, average ");
        ran.Out.ShouldContain("Most frequent failures");
        ran.Out.ShouldContain("Start with these");
    }

    [Fact]
    public async Task Csv_is_safe_for_spreadsheets()
    {
        var ran = await VindexProcess.RunAsync("score", Backlogs.Sample, "-f", "csv");
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.OutLines[0].ShouldBe("id,key,summary,issue_type,overall_score,band,independent,negotiable,valuable,estimable,small,testable,recommendations");
        ran.OutLines.Length.ShouldBe(62);
        ran.Out.ShouldContain(",'=SUM(A1:A9) in a station name must not be computed,Story,");
    }

    [Fact]
    public async Task A_single_ticket_from_standard_input_is_shown_in_detail()
    {
        const string ticket = "Improve the map\n\nAs a rider I want a fast and user-friendly map so that the experience is better.\n";
        var ran = await VindexProcess.RunAsync(["score", "-"], Encoding.UTF8.GetBytes(ticket));
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Out.ShouldStartWith("Improve the map\n");
        ran.Out.ShouldContain("confidence: ");
        ran.Out.ShouldMatch(@"\ntestable \d+\n");
        ran.Out.ShouldContain("  sum, rounded to ");
        ran.Out.ShouldContain("»"); // the quoted words
        ran.Out.ShouldContain("What to do, most useful first\n  1. +");
    }

    [Fact]
    public async Task The_rubric_can_be_pinned_and_is_named_in_the_output()
    {
        var pinned = Parse((await VindexProcess.RunAsync("score", Backlogs.Sample, "--rubric", "2", "--format", "json")).Out);
        var usual = Parse((await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", "json")).Out);
        pinned.GetProperty("model_metadata").GetProperty("model_name").GetString().ShouldBe("rubric-2");
        usual.GetProperty("model_metadata").GetProperty("model_name").GetString().ShouldBe("rubric-3");
        var ticket = pinned.GetProperty("tickets")[0];
        ticket.GetProperty("reading").ValueKind.ShouldBe(JsonValueKind.Null);
        ticket.GetProperty("confidence").ValueKind.ShouldBe(JsonValueKind.Null);
        ticket.GetProperty("findings")[0].GetProperty("rule")
            .GetString()
            .ShouldNotBe(usual.GetProperty("tickets")[0].GetProperty("findings")[0].GetProperty("rule").GetString());
        (await VindexProcess.RunAsync("score", Backlogs.Sample, "--rubric", "2")).Out.ShouldContain("judged by vindex rubric-2\n");
    }

    [Fact]
    public async Task Text_of_other_scripts_stays_readable_in_every_format()
    {
        foreach (var format in (string[])["table", "csv", "json", "jsonl"])
            (await VindexProcess.RunAsync("score", Backlogs.Sample, "--format", format)).Out.ShouldContain("料金");
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
