using Shouldly;
using Vindex.Cli.Output.Terminal;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class TimeBarsTests
{
    [Fact]
    public void Bars_rise_from_zero_and_gaps_stay_empty()
    {
        new TimeBars(Glyphs.Unicode).Draw([1, 2, null, 4], 4, 1).ShouldBe(["▂▄ █"]);
        new TimeBars(Glyphs.Unicode).Draw([1, 2, null, 4], 4, 2).ShouldBe(["   █", "▄█ █"]);
    }

    [Fact]
    public void Numbers_far_from_zero_rise_from_zero_too_and_the_smallest_still_shows()
    {
        TimeBars.Range([100, 104, 108]).ShouldBe((0, 108));
        TimeBars.Range([-8, -2]).ShouldBe((-8, 0));
        new TimeBars(Glyphs.Unicode).Draw([100, 104, 108], 3, 1).ShouldBe(["▇██"]);
        new TimeBars(Glyphs.Unicode).Draw([0, 0, 8], 3, 1).ShouldBe(["▁▁█"]);
        new TimeBars(Glyphs.Unicode).Draw([-8, 0, 8], 3, 1).ShouldBe(["▁▄█"]);
    }

    [Fact]
    public void Without_UTF8_there_is_only_ASCII()
    {
        new TimeBars(Glyphs.Ascii).Draw([1, 2, null, 4], 12, 4).ShouldBe(["         ##", "         ##", "   ##    ##", "## ##    ##"]);
    }

    [Fact]
    public void More_numbers_than_columns_share_bars_as_means()
    {
        TimeBars.Squeezed([1, 3, null, null, 5], 3).ShouldBe([2, null, 5]);
        TimeBars.Layout(5, 3).ShouldBe((3, 2));
        new TimeBars(Glyphs.Unicode).Draw([.. Enumerable.Range(0, 1000).Select(i => (double?)i)], 73, 8).Max(line => line.Length).ShouldBeLessThanOrEqualTo(73);
    }

    [Fact]
    public void One_value_no_values_and_the_largest_numbers_can_be_drawn()
    {
        new TimeBars(Glyphs.Unicode).Draw([5, 5], 2, 1).ShouldBe(["██"]);
        new TimeBars(Glyphs.Unicode).Draw([0, 0], 2, 1).ShouldBe(["▁▁"]);
        new TimeBars(Glyphs.Unicode).Draw([null, null], 2, 1).ShouldBe([""]);
        new TimeBars(Glyphs.Unicode).Draw([double.MinValue, double.MaxValue], 2, 1).ShouldBe(["▁█"]);
    }

    [Theory]
    [InlineData("C", false)]
    [InlineData("POSIX", false)]
    [InlineData("de_DE.ISO-8859-1", false)]
    [InlineData("de_DE.UTF-8", true)]
    [InlineData("en_US.utf8", true)]
    [InlineData(null, true)]
    public void The_locale_says_what_can_be_shown(string? locale, bool unicode) => (Glyphs.Of(locale) == Glyphs.Unicode).ShouldBe(unicode);
}
