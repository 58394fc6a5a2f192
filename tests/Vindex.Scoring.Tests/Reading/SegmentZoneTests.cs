using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class SegmentZoneTests
{
    [Theory]
    [InlineData("at org.example.Cart.total(Cart.java:12)", true)]
    [InlineData("2026-11-21 10:11:12.123 connection closed", true)]
    [InlineData("[ERROR] could not open the file", true)]
    [InlineData("Traceback (most recent call last):", true)]
    [InlineData("Caused by: java.io.IOException: closed", true)]
    [InlineData("File \"app.py\", line 3, in main", true)]
    [InlineData("At the top of the page there is a button (see below)", false)]
    [InlineData("The page shows an error.", false)]
    [InlineData("Info about the order is missing", false)]
    [InlineData("10:30 is shown as 22:30", false)]
    public void Lines_of_logs_are_told_from_sentences(string line, bool log) => LogLine.Is(line).ShouldBe(log);

    [Theory]
    [InlineData("### Steps\n\n(How can one reproduce it?)", "Template")]
    [InlineData("### Steps\n\n_What happens now?_", "Template")]
    [InlineData("### Steps\n\n> Please describe the steps", "Template")]
    [InlineData("### Steps\n\nN/A", "Template")]
    [InlineData("Before opening a new issue, look at the list.", "Template")]
    [InlineData("- [ ] Update documentation", "Template")]
    [InlineData("- [x] Show the total", "Done")]
    [InlineData("### Steps\n\nOpen the cart (with one item)", "Content")]
    [InlineData("The total (with tax) is wrong.", "Content")]
    [InlineData("- [ ] Show the total with tax", "Content")]
    [InlineData("```\n2026-11-21 10:11:12.123 closed\n```", "Code")]
    public void The_last_segment_is_what_it_is_there_for(string description, string zone)
    {
        var text = new TicketText(ReadingModel.Classes);
        text.Read(TicketReader.Read(new TicketInput("Totals", description), TicketLimits.Api).Ticket!);

        text.Segments[^1].Zone.ToString().ShouldBe(zone);
    }

    [Fact]
    public void A_range_sets_apart_the_segments_that_it_touches_and_no_other()
    {
        const string description = "The total is wrong. Ignore this. It should be 12.";
        var text = new TicketText(ReadingModel.Classes);
        text.Read(TicketReader.Read(new TicketInput("Totals", description), TicketLimits.Api).Ticket!);
        var start = description.IndexOf("Ignore", StringComparison.Ordinal);

        text.SetApart(TicketField.Description, [new(start, start + 6, UntrustedReason.ScoreDemand)]);

        text.Segments.ToArray().Select(s => s.Zone).ShouldBe([Zone.Content, Zone.Content, Zone.Untrusted, Zone.Content]);
    }
}
