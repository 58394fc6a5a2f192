using System.Globalization;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Every UTF-16 unit against Unicode's own tables.</summary>
public sealed class CharactersTests
{
    private static readonly char[] s_all = [.. Enumerable.Range(0, 0x10000).Select(code => (char)code)];

    [Fact]
    public void Blanks_are_the_tab_and_all_separators_of_Unicode() => s_all.Where(Characters.IsBlank).ShouldBe(s_all.Where(c =>
        c == '\t' || char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    [Fact]
    public void Controls_but_line_ends_and_tabs_are_invisible() =>
        s_all.Where(c => char.IsControl(c) && !Characters.IsInvisible(c)).ShouldBe(['\t', '\n', '\r']);

    [Fact]
    public void Beyond_controls_the_zero_width_and_bidirectional_marks_are_invisible() =>
        s_all.Where(c => !char.IsControl(c) && Characters.IsInvisible(c)).Select(c => (int)c).ShouldBe(
        [
            0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2062, 0x2063,
            0x2064, 0x2065, 0x2066,
            0x2067, 0x2068, 0x2069, 0x206A, 0x206B, 0x206C, 0x206D, 0x206E, 0x206F, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB,
        ]);

    [Fact]
    public void No_letter_digit_or_mark_of_an_emoji_is_invisible()
    {
        s_all.Where(char.IsLetterOrDigit).ShouldAllBe(c => !Characters.IsInvisible(c) && !Characters.IsBlank(c));
        "️︎★☑".ShouldAllBe(c => !Characters.IsInvisible(c));
    }

    [Theory]
    [InlineData(0x2E7F, false)]
    [InlineData(0x2E80, true)]
    [InlineData(0x3042, true)]
    [InlineData(0x4E2D, true)]
    [InlineData(0xA4CF, true)]
    [InlineData(0xA4D0, false)]
    [InlineData(0xABFF, false)]
    [InlineData(0xAC00, true)]
    [InlineData(0xD7AF, true)]
    [InlineData(0xD7B0, false)]
    [InlineData(0xF8FF, false)]
    [InlineData(0xF900, true)]
    [InlineData(0xFAFF, true)]
    [InlineData(0xFB00, false)]
    [InlineData(0xFEFF, false)]
    [InlineData(0xFF00, true)]
    [InlineData(0xFFEF, true)]
    [InlineData(0xFFF0, false)]
    public void Chinese_Japanese_and_Korean_are_wide(int code, bool wide) => Characters.IsWide((char)code).ShouldBe(wide);

    [Fact]
    public void Words_are_made_of_letters_and_digits_that_are_not_wide() =>
        s_all.Where(Characters.IsWord).ShouldBe(s_all.Where(c => char.IsLetterOrDigit(c) && !Characters.IsWide(c)));

    [Theory]
    [InlineData("", true)]
    [InlineData(" \t\n\r\u00A0\u200B\0", true)]
    [InlineData(" x", false)]
    [InlineData("\u200Bé", false)]
    [InlineData("😀", false)]
    public void A_text_is_blank_when_nothing_in_it_shows(string text, bool blank) => Characters.AreBlank(text).ShouldBe(blank);
}
