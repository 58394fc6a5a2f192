using Shouldly;
using Spectre.Console;
using Vindex.Cli.Output.Terminal;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class TerminalTextTests
{
    [Fact]
    public void A_title_cannot_steer_the_terminal() =>
        TerminalText.OneLine("red \e[31malert\a and \u009b2J back\u202Eward\u2066").ShouldBe("red [31malert and 2J backward");

    [Fact]
    public void Line_ends_and_runs_of_blanks_become_one_blank() => TerminalText.OneLine("  one\r\n\ttwo \u00a0 three \n").ShouldBe("one two three");

    [Fact]
    public void What_joins_an_emoji_stays() => TerminalText.OneLine("👩‍🔧 fixes").ShouldBe("👩‍🔧 fixes");

    [Theory]
    [InlineData("reserve a bike", 9, "reserve…")]
    [InlineData("reserve a bike", 14, "reserve a bike")]
    [InlineData("言語が日本語", 7, "言語が…")]
    [InlineData("言語が日本語", 6, "言語…")]
    [InlineData("anything", 0, "")]
    public void Text_is_cut_to_columns_not_to_characters(string text, int columns, string cut)
    {
        var fitted = TerminalText.Fit(text, columns);
        fitted.ShouldBe(cut);
        fitted.GetCellWidth().ShouldBeLessThanOrEqualTo(columns);
    }

    [Fact]
    public void Wrapped_lines_fit_and_lose_no_word()
    {
        const string text = "Say what a rider sees when the lock of a bike does not open within four seconds of the scan";
        var lines = TerminalText.Wrap(text, 24).ToList();
        lines.ShouldAllBe(line => line.Length <= 24);
        string.Join(' ', lines).ShouldBe(text);
    }
}
