using System.Text;
using System.Text.Json;
using Shouldly;
using Spectre.Console;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Backlogs.Analysis;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class RelationsOutputTests
{
    private static readonly Screen s_pipe = new(false, false, Screen.Unlimited);

    private static readonly TicketRelations s_relations = new(
        new BacklogFindings(
            [new DuplicatePair(0, 1, 0.914m)],
            [
                new TicketConflict(0, 2, ConflictKind.OppositeActions, "Remove the export", "Extend the export"),
                new TicketConflict(1, 2, ConflictKind.DifferentFigures, "at most 5 rows", "at most 9 rows")
            ],
            [
                new TicketDependency(0, 1, DependencyKind.DependsOn, "Depends on KOL-2", null),
                new TicketDependency(1, 0, DependencyKind.Blocks, "Blocks KOL-1", null),
                new TicketDependency(1, 2, DependencyKind.Duplicates, "Same as KOL-3", null),
                new TicketDependency(2, 0, DependencyKind.NeedsWhatItAdds, "requires the address book", "Add an address book"),
                new TicketDependency(2, 1, DependencyKind.PartOf, "Part of KOL-2", null),
                new TicketDependency(0, 2, DependencyKind.Follows, "A follow-up of KOL-3", null),
                new TicketDependency(1, 0, DependencyKind.Mentions, "See KOL-1", null),
            ]),
        [new("KOL-1", "Remove the export"), new("KOL-2", "Remove the old export"), new("KOL-3", "Extend the\nexport\u001b[31m")]);

    [Fact]
    public void The_table_is_followed_by_three_sections_with_the_words_that_show_it() => Table(s_pipe, s_relations).ShouldContain(
        """
        Duplicates
          KOL-1 and KOL-2: 0.91 alike
                KOL-1  Remove the export
                KOL-2  Remove the old export

        Conflicts
          KOL-1 and KOL-3: opposite requests
                KOL-1: »Remove the export«
                KOL-3: »Extend the export«
          KOL-2 and KOL-3: different numbers
                KOL-2: »at most 5 rows«
                KOL-3: »at most 9 rows«

        Dependencies
          KOL-1 depends on KOL-2
                KOL-1: »Depends on KOL-2«
          KOL-2 blocks KOL-1
                KOL-2: »Blocks KOL-1«
          KOL-2 says it duplicates KOL-3
                KOL-2: »Same as KOL-3«
          KOL-3 needs what KOL-1 adds
                KOL-3: »requires the address book«
                KOL-1: »Add an address book«
          KOL-3 is part of KOL-2
                KOL-3: »Part of KOL-2«
          KOL-1 follows KOL-3
                KOL-1: »A follow-up of KOL-3«
          KOL-2 mentions KOL-1
                KOL-2: »See KOL-1«
        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Sections_without_findings_say_so() =>
        Table(s_pipe, s_relations with { Findings = new([], [], []) })
            .ShouldEndWith("\n\nDuplicates\n  none found\n\nConflicts\n  none found\n\nDependencies\n  none found\n");

    [Fact]
    public void Long_sections_are_cut_and_say_where_the_rest_is()
    {
        var many = Enumerable.Range(0, 25).Select(i => new TicketDependency(0, 1, DependencyKind.Mentions, $"quote {i}", null)).ToList();
        var text = Table(s_pipe, s_relations with { Findings = new([], [], many) });

        text.ShouldContain("»quote 19«");
        text.ShouldNotContain("»quote 20«");
        text.ShouldEndWith("  and 5 more; --format json lists all\n");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(50)]
    public void On_a_terminal_no_line_is_wider_than_the_screen(int width)
    {
        var text = Table(new Screen(true, false, width), s_relations);
        foreach (var line in text.Split('\n')) line.GetCellWidth().ShouldBeLessThanOrEqualTo(width, line);
        text.ShouldNotContain("\u001b[31m");
    }

    [Fact]
    public void Without_being_asked_nothing_is_said() => Table(s_pipe, null).ShouldNotContain("Duplicates");

    [Fact]
    public void Json_lists_them_by_key()
    {
        var bytes = new MemoryStream();
        using (var output = new JsonOutput(bytes, () => null)) output.Finish(new BacklogSummary { Relations = s_relations }, []);
        var document = JsonDocument.Parse(bytes.ToArray()).RootElement;

        document.GetProperty("duplicates").GetRawText().ShouldBeJson("""[{"keys":["KOL-1","KOL-2"],"similarity":0.914}]""");
        document.GetProperty("conflicts")[0].GetRawText()
            .ShouldBeJson("""{"keys":["KOL-1","KOL-3"],"kind":"opposite_actions","quotes":["Remove the export","Extend the export"]}""");
        document.GetProperty("dependencies")[0].GetRawText()
            .ShouldBeJson("""{"key":"KOL-1","on":"KOL-2","kind":"depends_on","quote":"Depends on KOL-2","on_quote":null}""");
        document.GetProperty("dependencies")[3].GetRawText()
            .ShouldBeJson("""{"key":"KOL-3","on":"KOL-1","kind":"needs_what_it_adds","quote":"requires the address book","on_quote":"Add an address book"}""");
    }

    [Fact]
    public void Json_has_no_such_members_without_being_asked()
    {
        var bytes = new MemoryStream();
        using (var output = new JsonOutput(bytes, () => null)) output.Finish(new BacklogSummary(), []);

        JsonDocument.Parse(bytes.ToArray()).RootElement.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["tickets", "summary", "errors", "model_metadata"]);
    }

    private static string Table(Screen screen, TicketRelations? relations)
    {
        var bytes = new MemoryStream();
        var summary = new BacklogSummary { Relations = relations };
        using var output = new TableOutput(new ConsolePage(screen), bytes, () => null);
        foreach (var key in (string[])["KOL-1", "KOL-2", "KOL-3"])
        {
            var ticket = Judged.Ticket(key, "A title", new InvestScores(9, 9, 9, 9, 9, 9));
            summary.Add(ticket);
            output.Write(ticket);
        }

        output.Finish(summary, []);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

/// <summary>JSON compared without regard to layout.</summary>
internal static class JsonAssertions
{
    public static void ShouldBeJson(
        this string json,
        string expected) =>
            JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement).ShouldBe(JsonSerializer.Serialize(JsonDocument.Parse(expected).RootElement));
}
