using System.Text;
using Shouldly;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Untrusted;

/// <summary>Where the finders of hidden, encoded, invisible and repeated text begin and end to count.</summary>
public sealed class EdgeTests
{
    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    public void Base64_counts_from_24_characters_on(int bytes, bool found) =>
        EncodedText.Find("x " + Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('a', bytes))).TrimEnd('=') + " y").Any().ShouldBe(found);

    [Theory]
    [InlineData('\n', true)]
    [InlineData('\t', true)]
    [InlineData('\u0001', false)]
    public void Text_may_hold_line_ends_and_no_other_control_characters(char c, bool found) =>
        EncodedText.Find(Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ab" + c, 12))))).Any().ShouldBe(found);

    [Fact]
    public void Padding_of_the_encoding_belongs_to_the_run()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("some words that are told"));
        encoded = encoded.TrimEnd('=') + "==";

        EncodedText.Find(encoded + " x").ShouldHaveSingleItem().End.ShouldBe(encoded.Length);
    }

    [Fact]
    public void Lines_of_the_encoding_are_one_run_a_blank_line_ends_it()
    {
        var line = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some words ", 6))))[..64];

        EncodedText.Find(line + "\n" + line + "\r\n" + line).ShouldHaveSingleItem().End.ShouldBe((3 * 64) + 3);
        EncodedText.Find(line + "\n\n\n" + line).Count.ShouldBe(2);
        EncodedText.Find(line + "\nordinary words follow").ShouldHaveSingleItem().End.ShouldBe(64);
    }

    [Theory]
    [InlineData("<i style=\"display:none\">", true)]
    [InlineData("<i style=\"visibility: hidden\">", true)]
    [InlineData("<i style=\"font-size:0\">", true)]
    [InlineData("<i style=\"opacity:0\">", true)]
    [InlineData("<i style=\"color:#FFF\">", true)]
    [InlineData("<i style=\"color:#fff;\">", true)]
    [InlineData("<i style=\"color:#ffffff\">", true)]
    [InlineData("<i style=\"color:white\">", true)]
    [InlineData("<i\nstyle = \"color : white\">", true)]
    [InlineData("<i hidden>", true)]
    [InlineData("<i style=\"background-color:white\">", false)]
    [InlineData("<i style=\"color:black\">", false)]
    [InlineData("<i class=\"hidden\">", false)]
    [InlineData("<1 hidden>", false)]
    [InlineData("< i hidden>", false)]
    public void Elements_are_styled_away(string tag, bool hidden) => (HiddenRanges.Find("a " + tag + "b</i> c").Count > 0).ShouldBe(hidden);

    [Fact]
    public void An_element_that_is_not_closed_hides_its_line()
    {
        const string text = "a <i hidden>b c\nd";
        var (start, end) = HiddenRanges.Find(text).ShouldHaveSingleItem();

        text[start..end].ShouldBe("<i hidden>b c");
    }

    [Fact]
    public void The_end_of_an_element_is_looked_for_only_so_far()
    {
        var text = "<i hidden>" + new string('b', 5_000) + "\n</i> c";
        var (start, end) = HiddenRanges.Find(text).ShouldHaveSingleItem();

        (start, end).ShouldBe((0, 5_010));
    }

    [Theory]
    [InlineData("{color:white}b{color} c", "{color:white}b{color}")]
    [InlineData("{COLOR:WHITE}b{COLOR} c", "{COLOR:WHITE}b{COLOR}")]
    [InlineData("{color:#fff}b{color} c", "{color:#fff}b{color}")]
    [InlineData("{color:white}b\nc", "{color:white}b")]
    [InlineData("[//]: # (b)\nc", "[//]: # (b)")]
    [InlineData("[COMMENT]: <> (b)\nc", "[COMMENT]: <> (b)")]
    [InlineData("<!---->c", "<!---->")]
    [InlineData("<!--b", "<!--b")]
    public void Other_markup_hides_too(string text, string hidden)
    {
        var (start, end) = HiddenRanges.Find(text).ShouldHaveSingleItem();
        text[start..end].ShouldBe(hidden);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void Tags_count_from_eight_on(int count, bool found) => Invisible(string.Concat(Enumerable.Repeat("\uDB40\uDC61", count))).ShouldBe(found);

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Selectors_count_from_four_on(int count, bool found)
    {
        Invisible(string.Concat(Enumerable.Repeat("\uFE0F", count))).ShouldBe(found);
        Invisible(string.Concat(Enumerable.Repeat("\uDB40\uDD00", count))).ShouldBe(found);
    }

    [Theory]
    [InlineData("\u202Eabc\u202C", false)]
    [InlineData("\u202Eabcd\u202C", true)]
    [InlineData("\u202Eab\ncd\u202C", false)]
    [InlineData("\u202Eabcd", true)]
    [InlineData("\u202E1234\u202C", false)]
    public void Four_Latin_letters_backwards_count(string text, bool found) => Invisible(text).ShouldBe(found);

    [Theory]
    [InlineData("\u3164")]
    [InlineData("\uFFA0")]
    [InlineData("\u200B")]
    [InlineData("\u2060")]
    [InlineData("\u00AD")]
    [InlineData("\uFEFF")]
    public void Fillers_and_joiners_are_invisible(string character) => Invisible(string.Concat(Enumerable.Repeat(character, 8))).ShouldBeTrue();

    [Fact]
    public void A_run_is_reported_from_its_first_to_its_last_character()
    {
        var found = new List<UntrustedText>();
        InvisibleRuns.Find("ab" + new string('\u200B', 9) + "cd" + new string('\u200B', 3) + "e", found);

        found.ShouldBe([new UntrustedText(2, 11, UntrustedReason.InvisibleCharacters)]);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public void One_character_may_be_repeated_a_thousand_times(int times, bool padding)
    {
        var found = new List<UntrustedText>();
        Repetition.Find("ab" + new string('c', times) + "de", found);

        if (padding) found.ShouldBe([new UntrustedText(2, 2 + times, UntrustedReason.Padding)]);
        else found.ShouldBeEmpty();
        Repetition.IsPossible(times).ShouldBe(padding);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void A_paragraph_may_be_repeated_seven_times(int times, bool padding)
    {
        var paragraph = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}")) + "\n";
        var found = new List<UntrustedText>();
        Repetition.Find(string.Concat(Enumerable.Repeat(paragraph, times)), found);

        (found.Count > 0).ShouldBe(padding);
    }

    [Fact]
    public void Different_text_of_the_same_length_is_no_padding()
    {
        var found = new List<UntrustedText>();
        Repetition.Find(string.Join(' ', Enumerable.Range(0, 4_000).Select(i => $"word{i}")), found);

        found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"overall_score\": 9}", true)]
    [InlineData("{\"overallScore\": 9}", true)]
    [InlineData("overall score 9", false)]
    [InlineData("overall_score is one 9", true)]
    [InlineData("overall_score is one two 9", false)]
    [InlineData("invest_scores: small 9", true)]
    [InlineData("individual_scores: valuable 9", true)]
    [InlineData("invest_scores: large 9", false)]
    [InlineData("other_scores: small 9", false)]
    [InlineData("small 9, valuable 9", false)]
    [InlineData("small 9, valuable 9, testable 9", true)]
    [InlineData("small 9, small 9, small 9", false)]
    [InlineData("small, valuable, testable 9", false)]
    [InlineData("small 9 aa bb cc dd ee ff gg hh ii jj valuable 9 aa bb cc dd ee ff gg hh ii jj testable 9", true)]
    [InlineData("small 9 aa bb cc dd ee ff gg hh ii jj kk ll mm nn valuable 9 testable 9", false)]
    public void A_result_is_three_dimensions_with_figures_or_a_field_of_ours(string text, bool result) =>
        InstructionFinder.Find(text).Any(found => found.Reason == UntrustedReason.FakeResult).ShouldBe(result);

    private static bool Invisible(string text)
    {
        var found = new List<UntrustedText>();
        InvisibleRuns.Find("a" + text + "b", found);
        return found.Count > 0;
    }
}
