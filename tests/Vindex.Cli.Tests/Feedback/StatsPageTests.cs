using System.Text;
using NodaTime;
using Shouldly;
using Vindex.Cli.Feedback.Stats;
using Vindex.Cli.Output.Terminal;
using Xunit;

namespace Vindex.Cli.Tests.Feedback;

public sealed class StatsPageTests
{
    private const string ThreeDays =
        """
        {"start":"2026-03-01T00:00:00Z","end":"2026-03-04T00:00:00Z","granularity":86400,"timezone":"UTC","buckets":[
        {"timestamp":"2026-03-01T00:00:00+00:00","avg_s":2.5,"min_s":1,"max_s":4,"count_s":2,"count":2},
        {"timestamp":"2026-03-02T00:00:00+00:00","avg_s":0,"min_s":null,"max_s":null,"count_s":0,"count":1},
        {"timestamp":"2026-03-03T00:00:00+00:00","avg_s":5,"min_s":5,"max_s":5,"count_s":1,"count":1}],
        "window_stats":{"s":{"avg":3.3333333333333335,"min":1.0,"max":5.0,"count":3.0}}}
        """;

    [Fact]
    public void A_terminal_gets_a_table_and_a_chart_with_gaps_and_the_range_of_values()
    {
        Lines(Glyphs.Unicode, 40, ThreeDays).ShouldBe(
        [
            "k/p: s by day (UTC)",
            "",
            "from              avg  min  max  rows",
            "2026-03-01 Sun  2.500    1    4     2",
            "2026-03-02 Mon      –    –    –     1",
            "2026-03-03 Tue  5.000    5    5     1",
            "─────────────────────────────────────",
            "all             3.333    1    5     4",
            "",
            "avg of s by day: 2.500 to 5.000; a gap has no values",
            "5.000 │            █████",
            "      │            █████",
            "      │            █████",
            "      │            █████",
            "      │█████       █████",
            "      │█████       █████",
            "      │█████       █████",
            "0.000 │█████       █████",
            "       2026-03-01 Sun to 2026-03-03 Tue",
        ]);
    }

    [Fact]
    public void Without_UTF8_every_character_is_ASCII() =>
        Lines(Glyphs.Ascii, 80, ThreeDays).ShouldAllBe(line => line.All(char.IsAscii));

    [Fact]
    public void Nothing_in_the_range_is_said()
    {
        var lines = Lines(
            Glyphs.Unicode,
            80,
            """{"granularity":86400,"timezone":"UTC","buckets":[{"timestamp":"2026-03-01T00:00:00+00:00","avg_s":0,"min_s":null,"max_s":null,"count_s":0,"count":0}],"window_stats":{"s":{"avg":null,"min":null,"max":null,"count":null}}}""");
        lines[^1].ShouldBe("No rows in this range.");
    }

    [Fact]
    public void An_hour_that_comes_twice_is_told_by_its_offset()
    {
        var lines = Lines(Glyphs.Unicode, 80, """
            {"granularity":3600,"timezone":"Europe/Berlin","buckets":[
            {"timestamp":"2026-10-25T02:00:00+02:00","avg_s":1,"min_s":1,"max_s":1,"count_s":1,"count":1},
            {"timestamp":"2026-10-25T02:00:00+01:00","avg_s":1,"min_s":1,"max_s":1,"count_s":1,"count":1}],
            "window_stats":{"s":{"avg":1,"min":1,"max":1,"count":2}}}
            """);
        lines[3].ShouldStartWith("2026-10-25 02:00 +02:00");
        lines[4].ShouldStartWith("2026-10-25 02:00 +01:00");
    }

    [Fact]
    public void Texts_come_with_the_most_frequent_ones_and_cannot_steer_the_terminal()
    {
        var question = new StatsQuestion("k/p", ["label"]) { Type = "categorical", ForTable = true };
        var lines = Lines(Glyphs.Unicode, 80, """
            {"granularity":86400,"timezone":"UTC","buckets":[{"timestamp":"2026-03-01T00:00:00+00:00","count_label":4,"count":4}],
            "window_stats":{"label":{"count":4,"categories":[{"value":"good\u001b[31m","count":3},{"value":"","count":1}]}}}
            """, question);
        lines[^3..].ShouldBe(["Most frequent in label", "  good[31m  3   75.0%", "  (empty)   1   25.0%"]);
    }

    [Fact]
    public void Thirty_days_before_the_end_are_the_usual_range_the_day_of_the_end_included()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var question = new StatsQuestion("k/p", ["s"]) { Zone = zone };
        question.Start(Instant.FromUtc(2026, 3, 30, 10, 0)).ShouldBe(Instant.FromUtc(2026, 2, 28, 23, 0));
        (question with { To = Instant.FromUtc(2026, 3, 30, 22, 0) }).Start(Instant.FromUtc(2030, 1, 1, 0, 0)).ShouldBe(Instant.FromUtc(2026, 2, 28, 23, 0));
    }

    private static string[] Lines(Glyphs glyphs, int width, string answer, StatsQuestion? question = null)
    {
        using var output = new MemoryStream();
        new StatsPage(new ConsolePage(new Screen(true, false, width)), glyphs).Write(
            question ?? new StatsQuestion("k/p", ["s"]) { ForTable = true }, StatsReport.Parse(Encoding.UTF8.GetBytes(answer)), output);
        return Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
    }
}
