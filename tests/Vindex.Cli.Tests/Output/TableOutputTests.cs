using System.Text;
using Shouldly;
using Spectre.Console;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class TableOutputTests
{
    private static readonly Screen s_pipe = new(false, false, Screen.Unlimited);

    private static readonly JudgeName s_judge = new("vindex", "rubric-3");

    private static readonly ScoredTicket[] s_tickets =
    [
        Judged.Ticket("KOL-1", "Reserve a bike for ten minutes, given back when nobody comes to take it", new InvestScores(9, 8, 9, 8, 9, 8), "Nothing much."),
        Judged.Ticket("KOL-22", "アプリの言語が日本語のとき、料金が表示されない", new InvestScores(7, 6, 6, 6, 7, 4), "Add criteria."),
        Judged.Ticket("KOL-333", "Improve performance", new InvestScores(5, 4, 2, 1, 3, 0), "Say what is slow, where, and how fast it has to become for whom."),
    ];

    [Fact]
    public void In_a_pipe_the_table_is_plain_aligned_and_whole()
    {
        var lines = Lines(s_pipe, s_tickets);
        lines[0].ShouldStartWith("Key      Title");
        lines[0].ShouldEndWith("Score  I  N  V  E  S  T  Band");
        lines[1].ShouldBe("KOL-1    Reserve a bike for ten minutes, given back when nobody comes to take it    8.5  9  8  9  8  9  8  healthy");
        lines[3].ShouldEndWith("2.5  5  4  2  1  3  0  at risk");
        lines.ShouldAllBe(line => !line.Contains('\e') && !line.EndsWith(' '));
        string.Join('\n', lines).ShouldContain("3 tickets, average 5.7: 1 healthy, 1 to review, 1 at risk");
    }

    [Fact]
    public void What_fails_most_stands_first_and_the_worst_ticket_comes_with_its_advice()
    {
        var text = string.Join('\n', Lines(s_pipe, s_tickets));
        text.ShouldContain("Most frequent failures (a score below 5)\n  testable        2\n");
        text.ShouldContain(
            "Start with these\n   2.5  KOL-333  Improve performance\n        Say what is slow, where, and how fast it has to become for whom.\n   6.0  KOL-22");
        text[text.IndexOf("Start", StringComparison.Ordinal)..].ShouldNotContain("KOL-1 ");
    }

    [Theory]
    [InlineData(140)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(44)]
    public void On_a_terminal_no_line_is_wider_than_the_screen(int width)
    {
        foreach (var line in Lines(new Screen(true, false, width), s_tickets)) line.GetCellWidth().ShouldBeLessThanOrEqualTo(width, line);
    }

    [Fact]
    public void A_narrow_terminal_keeps_key_title_and_score_and_drops_the_rest()
    {
        Lines(new Screen(true, false, 80), s_tickets)[0].ShouldEndWith("Score  I  N  V  E  S  T  Band");
        Lines(new Screen(true, false, 58), s_tickets)[0].ShouldEndWith("Score  I  N  V  E  S  T");
        Lines(new Screen(true, false, 36), s_tickets)[0].ShouldEndWith("Score");
    }

    [Fact]
    public void Colours_appear_only_where_they_are_wanted()
    {
        Render(new Screen(true, true, 80), s_tickets).ShouldContain("\e[");
        Render(new Screen(true, false, 80), s_tickets).ShouldNotContain('\e');
    }

    [Fact]
    public void A_single_ticket_is_shown_with_its_findings_and_the_words_marked()
    {
        var text = Render(s_pipe, [Judged.WithFindings()]);
        text.ShouldStartWith("KOL-7 Fast map\n5.2  needs review  (rubric-3)\n");
        text.ShouldContain("  testable     -3.0  Nothing says when it is done.\n");
        text.ShouldContain("  testable     -2.5  Nobody can tell when this is met.\n                     description: The map is »fast« on <all> devices.\n");
        text.ShouldContain("  small        +1.0  It is about one thing.\n");
        text.ShouldContain("What to do, most useful first\n  1. Name how fast, in seconds.\n  2. Add three criteria.\n");
    }

    [Fact]
    public void The_summary_names_the_judge() =>
        Render(s_pipe, s_tickets).ShouldContain("3 tickets, average 5.7: 1 healthy, 1 to review, 1 at risk\njudged by vindex rubric-3\n");

    [Fact]
    public void An_explained_ticket_shows_how_each_score_came_about()
    {
        var text = Render(s_pipe, [Judged.Explained()]);
        text.ShouldStartWith(
            """
            KOL-7 Fast map
            5.2  needs review  (rubric-3)
            Feature request, by its text · English · confidence: medium
              The ticket has little text.

            """);
        text.ShouldContain(
            """

            testable 1
                3.10  Where a feature request starts
               -2.50  Vague words
                      description: The map is »fast« on <all> devices.
               +0.25  A figure
                0.85  sum, rounded to 1
              Not earned
               +1.20  No acceptance criteria. Say what one would see.

            """);
        text.ShouldContain("What to do, most useful first\n  1. +0.4  How fast, in seconds?\n  2. +0.2  Say what one would see.\n");
        text.ShouldNotContain("What lowers the score");
    }

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(50)]
    public void An_explained_ticket_fits_the_screen(int width)
    {
        foreach (var line in Lines(new Screen(true, false, width), [Judged.Explained()])) line.GetCellWidth().ShouldBeLessThanOrEqualTo(width, line);
    }

    private static List<string> Lines(Screen screen, ScoredTicket[] tickets) => [.. Render(screen, tickets).TrimEnd('\n').Split('\n')];

    private static string Render(Screen screen, ScoredTicket[] tickets)
    {
        using var bytes = new MemoryStream();
        using var output = new TableOutput(new ConsolePage(screen), bytes, () => s_judge);
        var summary = new BacklogSummary();
        foreach (var ticket in tickets)
        {
            summary.Add(ticket);
            output.Write(ticket);
        }

        output.Finish(summary, []);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
