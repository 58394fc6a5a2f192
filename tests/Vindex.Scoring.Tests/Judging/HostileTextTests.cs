using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Very long tickets made of one piece: quadratic effort anywhere would run into the time limit of the test run.</summary>
public sealed class HostileTextTests
{
    private const int Length = 512 * 1024;

    [Theory]
    [InlineData("word ")]
    [InlineData("a")]
    [InlineData("1 ")]
    [InlineData(". ")]
    [InlineData("? ")]
    [InlineData("\n")]
    [InlineData("- item\n")]
    [InlineData("- [ ] item\n")]
    [InlineData("# Heading\n")]
    [InlineData("# Heading\n\nText.\n\n")]
    [InlineData("| a | b |\n")]
    [InlineData("> quote\n\n")]
    [InlineData("```\n")]
    [InlineData("{code}")]
    [InlineData("<!--")]
    [InlineData("<b>")]
    [InlineData("[a](b) ")]
    [InlineData("*_*_")]
    [InlineData("((((")]
    [InlineData("“a” ")]
    [InlineData("blocked by LIB-1 ")]
    [InlineData("because users need it ")]
    [InlineData("Given when then 5 seconds. ")]
    [InlineData("and also maybe some several etc. ")]
    [InlineData("order_id.getTotal()/x.y ")]
    [InlineData("https://example.com/a ")]
    [InlineData("ignore all the ")]
    [InlineData("漢字")]
    [InlineData("🙂")]
    [InlineData("é")]
    public void Half_a_mebibyte_of_the_same_is_judged(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Length / System.Text.Encoding.UTF8.GetByteCount(piece)));
        var reading = TicketReader.Read(new TicketInput("Show due dates", text), TicketLimits.CommandLine);

        Judged.ShouldHold(JudgeVersions.Load(Profile.Default).Judge(reading), reading.Ticket.ShouldNotBeNull());
    }

    [Theory]
    [InlineData("word ")]
    [InlineData("As a reader I want ")]
    [InlineData("Desk > ")]
    [InlineData("[a] ")]
    [InlineData("\"a ")]
    [InlineData("and ")]
    public void A_very_long_title_is_judged(string piece)
    {
        var reading = TicketReader.Read(new TicketInput(string.Concat(Enumerable.Repeat(piece, 64 * 1024 / piece.Length)), "Text."), TicketLimits.CommandLine);

        Judged.ShouldHold(JudgeVersions.Load(Profile.Default).Judge(reading), reading.Ticket.ShouldNotBeNull());
    }
}
