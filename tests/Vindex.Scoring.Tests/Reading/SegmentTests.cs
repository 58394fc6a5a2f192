using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>How a ticket is cut into segments.</summary>
public sealed class SegmentTests
{
    [Fact]
    public void The_summary_comes_first_then_sentences_headings_items_and_code_in_order()
    {
        var text = Texts.Read("Basket", "One. Two.\n\n## Three\n\n- four\n- five\n\n```\nsix();\nseven();\n```");

        text.Segments.ToArray()
            .Select(segment => text.TextOf(segment).ToString())
            .ShouldBe(["Basket", "One.", "Two.", "Three", "four", "five", "six();\nseven();"]);
        text.Segments.ToArray()
            .Select(segment => segment.Zone)
            .ShouldBe([Zone.Content, Zone.Content, Zone.Content, Zone.Heading, Zone.Content, Zone.Content, Zone.Code]);
        text.Segments.ToArray().Select(segment => segment.OpensBlock).ShouldBe([true, true, false, true, true, true, true]);
        text.CodeLines.ShouldBe(2);
    }

    [Fact]
    public void A_segment_knows_its_heading_and_section()
    {
        var text = Texts.Read("Basket", "One.\n\n## Expected\n\nTwo.\n\n## Elsewhere\n\nThree.");
        var segments = text.Segments.ToArray();

        segments.Select(segment => segment.Heading).ShouldBe([-1, -1, -1, 2, -1, 4]);
        segments.Select(segment => segment.Section)
            .ShouldBe(
                [
                    SectionKind.Description, SectionKind.Description, SectionKind.Expected, SectionKind.Expected, SectionKind.Description,
                    SectionKind.Description
                ]);
    }

    [Fact]
    public void Words_numbers_and_identifiers_are_counted_and_marks_are_not()
    {
        var segment = Texts.Read("Basket", "The order_id, 12 items: SHOP-3!").Segments[1];

        segment.Words.ShouldBe(5);
        (segment.EndToken - segment.FirstToken).ShouldBe(8);
    }

    [Fact]
    public void Code_has_no_tokens()
    {
        var segment = Texts.Read("Basket", "```\nsix();\n```").Segments[1];

        (segment.Words, segment.FirstToken).ShouldBe((0, segment.EndToken));
    }

    [Theory]
    [InlineData("- [ ] four", false)]
    [InlineData("- [x] four", true)]
    [InlineData("- four", null)]
    public void Boxes_keep_their_state(string description, bool? ticked) => Texts.Read("Basket", description).Segments[1].Checked.ShouldBe(ticked);

    [Theory]
    [InlineData("1. four", true)]
    [InlineData("- four", false)]
    public void Numbered_items_are_told_from_others(
        string description, bool ordered) => Texts.Read("Basket", description).Segments[1].Ordered.ShouldBe(ordered);

    [Fact]
    public void An_instance_reads_one_ticket_after_the_other()
    {
        var text = Texts.Read("Basket", "One.\n\n```\nx\n```");
        text.Read(TicketReader.Read(new TicketInput("Loans", "Two. Three."), TicketLimits.CommandLine).Ticket!);

        text.Segments.ToArray().Select(segment => text.TextOf(segment).ToString()).ShouldBe(["Loans", "Two.", "Three."]);
        text.CodeLines.ShouldBe(0);
        text.Tokens.Count.ShouldBe(5);
    }

    [Fact]
    public void Criteria_of_their_own_field_come_last()
    {
        var text = new TicketText(ReadingModel.Classes);
        text.Read(TicketReader.Read(new TicketInput("Basket", "One.", "- Two"), TicketLimits.CommandLine).Ticket!);

        text.Segments.ToArray().Select(segment => segment.Field).ShouldBe([TicketField.Summary, TicketField.Description, TicketField.AcceptanceCriteria]);
        text.Text(TicketField.AcceptanceCriteria).Clean.ShouldBe("Two");
    }

    [Fact]
    public void A_range_sets_apart_what_it_touches_in_its_own_field_only()
    {
        var text = Texts.Read("Basket", "Basket. Total.");
        text.SetApart(TicketField.Summary, [new(0, 6, UntrustedReason.ScoreDemand)]);
        text.Segments.ToArray().Select(segment => segment.Zone).ShouldBe([Zone.Untrusted, Zone.Content, Zone.Content]);

        text = Texts.Read("Basket", "Basket. Total.");
        text.SetApart(TicketField.Description, [new(7, 8, UntrustedReason.ScoreDemand)]);
        text.Segments.ToArray().Select(segment => segment.Zone).ShouldBe([Zone.Content, Zone.Content, Zone.Content]);
        text.SetApart(TicketField.Description, [new(7, 9, UntrustedReason.ScoreDemand)]);
        text.Segments.ToArray().Select(segment => segment.Zone).ShouldBe([Zone.Content, Zone.Content, Zone.Untrusted]);
    }

    [Theory]
    [InlineData("at org.example.Cart.total(Cart.java:12)", true)]
    [InlineData("at total (cart)", false)]
    [InlineData("at a.b(c)", true)]
    [InlineData("at the desk.It is full (again)", false)]
    [InlineData("File \"cart.py\", line 3, in total", true)]
    [InlineData("File \"cart.py\" is missing", false)]
    [InlineData("... 23 more", true)]
    [InlineData("... and then it stops", false)]
    [InlineData("2031-03-02 10:11:12 basket lost", true)]
    [InlineData("[10:11:12] basket lost", true)]
    [InlineData("(10:11:12.123) basket lost", true)]
    [InlineData("10:11 basket lost", false)]
    [InlineData("2031-03-02 basket lost", false)]
    [InlineData("ERROR basket lost", true)]
    [InlineData("ERROR: basket lost", true)]
    [InlineData("ERROR: Basket Lost!", false)]
    [InlineData("[ERROR]: Basket Lost!", true)]
    [InlineData("ERRORS basket lost", false)]
    [InlineData("WARN basket lost", true)]
    [InlineData("INFO basket lost", true)]
    [InlineData("DEBUG basket lost", true)]
    [InlineData("TRACE basket lost", true)]
    [InlineData("FATAL basket lost", true)]
    [InlineData("SEVERE basket lost", true)]
    [InlineData("Traceback (most recent call last):", true)]
    [InlineData("Caused by: lost basket", true)]
    [InlineData("Exception in thread \"main\"", true)]
    [InlineData("Exception in the basket", false)]
    [InlineData("{\"a\":[1,2],\"b\":{}}", true)]
    [InlineData("x = y; z = {1};", false)]
    [InlineData("for (i = 0; i < n; i++) { x[i] = y; }", true)]
    [InlineData("https://example.com/?a=b&c=d&e=f#[g]", false)]
    [InlineData("A basket (with one item) & a total [in red]", false)]
    [InlineData("[ERROR]", false)]
    [InlineData("ERROR x", false)]
    [InlineData("ERROR xy", true)]
    public void Lines_that_a_program_printed_are_told_from_prose(string line, bool log) => LogLine.Is(line).ShouldBe(log);
}
