using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class LinesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("one\r\ntwo\rthree\n\nfour", "one", "two", "three", "", "four")]
    [InlineData("\n\n", "", "")]
    [InlineData("\r\r\n", "", "")]
    [InlineData("one  two\nthree", "one  two", "three")]
    [InlineData("one  two\r", "one  two")]
    public void Lines_end_at_any_line_end(string text, params string[] lines) => Read(text).ShouldBe(lines);

    [Theory]
    [InlineData("one two", "one two")]
    [InlineData("one  two", "one", "two")]
    [InlineData("one   two", "one", "two")]
    [InlineData("one    two", "one", "", "two")]
    [InlineData("one      two  three", "one", "", "two", "three")]
    [InlineData("  one", "", "one")]
    [InlineData("one  ", "one")]
    [InlineData("one    ", "one", "")]
    public void Where_line_ends_were_lost_two_blanks_stand_for_one_and_four_for_an_empty_line(string text, params string[] lines) => Read(text).ShouldBe(lines);

    [Fact]
    public void A_title_is_never_taken_for_such_a_text()
    {
        Read("one  two", mayBeFlattened: false).ShouldBe(["one  two"]);
        new Lines("one  two", mayBeFlattened: false).Flattened.ShouldBeFalse();
        new Lines("one  two", mayBeFlattened: true).Flattened.ShouldBeTrue();
        new Lines("one\n  two", mayBeFlattened: true).Flattened.ShouldBeFalse();
    }

    [Fact]
    public void A_line_can_go_on_past_its_end()
    {
        const string text = "one\ntwo three\nfour";
        var lines = new Lines(text, true);
        lines.Read(text);

        lines.Extend(text, 8);

        (lines.Start, lines.End, lines.Next).ShouldBe((0, 13, 14));
        lines.Read(text).ShouldBeTrue();
        text[lines.Start..lines.End].ShouldBe("four");
        lines.Read(text).ShouldBeFalse();
    }

    [Fact]
    public void The_next_line_can_be_chosen_and_owes_no_empty_line()
    {
        const string text = "one    two  three";
        var lines = new Lines(text, true);
        lines.Read(text);

        lines.Seek(12);

        lines.Read(text).ShouldBeTrue();
        text[lines.Start..lines.End].ShouldBe("three");
    }

    private static List<string> Read(string text, bool mayBeFlattened = true)
    {
        var lines = new Lines(text, mayBeFlattened);
        var read = new List<string>();
        while (lines.Read(text)) read.Add(text[lines.Start..lines.End]);
        return read;
    }
}
