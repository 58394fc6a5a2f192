using Shouldly;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Untrusted;

/// <summary>Each kind of place in a pattern, over words that stand for themselves: a = 1, b = 2, …; a capital begins a sentence.</summary>
public sealed class InstructionPatternTests
{
    private static readonly PatternElement s_a = Words(ElementKind.Required, "a");
    private static readonly PatternElement s_d = Words(ElementKind.Required, "d");

    [Theory]
    [InlineData("ad", 2)]
    [InlineData("a", -1)]
    [InlineData("da", -1)]
    [InlineData("axd", -1)]
    [InlineData("aD", -1)]
    [InlineData("Ad", 2)]
    public void Required_words_stand_side_by_side(string text, int end) => Match(text, s_a, s_d).ShouldBe(end);

    [Theory]
    [InlineData("ad", 2)]
    [InlineData("abd", 3)]
    [InlineData("acd", 3)]
    [InlineData("abbd", -1)]
    public void An_optional_word_may_be_left_out(string text, int end) => Match(text, s_a, Words(ElementKind.Optional, "b", "c"), s_d).ShouldBe(end);

    [Theory]
    [InlineData("ad", 2)]
    [InlineData("abcbbcd", 7)]
    [InlineData("abxd", -1)]
    [InlineData("abBd", -1)]
    public void Repeated_words_may_stand_any_number_of_times(
        string text, int end) => Match(text, s_a, Words(ElementKind.Repeated, "b", "c"), s_d).ShouldBe(end);

    [Theory]
    [InlineData("ad", 2)]
    [InlineData("axd", 3)]
    [InlineData("axyd", 4)]
    [InlineData("axyzd", -1)]
    [InlineData("axYd", -1)]
    [InlineData("axD", -1)]
    public void A_gap_skips_a_few_words_of_the_sentence(
        string text, int end) => Match(text, s_a, PatternElement.OfGap(2, crossesSentences: false), s_d).ShouldBe(end);

    [Theory]
    [InlineData("axD", 3)]
    [InlineData("aXYd", 4)]
    [InlineData("axyzd", -1)]
    public void A_wide_gap_goes_on_in_the_next_sentence(
        string text, int end) => Match(text, s_a, PatternElement.OfGap(2, crossesSentences: true), s_d).ShouldBe(end);

    [Theory]
    [InlineData("Ad", 2)]
    [InlineData("ad", -1)]
    public void A_beginning_must_be_one(string text, int end) => Match(text, PatternElement.OfStart(), s_a, s_d).ShouldBe(end);

    [Theory]
    [InlineData("a", 1)]
    [InlineData("ac", 1)]
    [InlineData("ab", -1)]
    public void An_absent_word_must_not_follow(string text, int end) => Match(text, s_a, Words(ElementKind.Absent, "b")).ShouldBe(end);

    [Theory]
    [InlineData("abcd", 4)]
    [InlineData("abd", -1)]
    [InlineData("axd", 3)]
    [InlineData("abCd", -1)]
    [InlineData("abc", -1)]
    public void A_phrase_is_one_alternative(string text, int end) => Match(text, s_a, Words(ElementKind.Required, "bc", "x"), s_d).ShouldBe(end);

    [Theory]
    [InlineData("abbbd", 5)]
    [InlineData("abd", 3)]
    public void What_was_repeated_too_often_is_given_back(string text, int end) =>
        Match(text, s_a, Words(ElementKind.Repeated, "b"), Words(ElementKind.Required, "b"), s_d).ShouldBe(end);

    [Fact]
    public void A_word_counts_by_its_looks_as_well()
    {
        FoldedWord[] words = [new(0, 1, 0, 1, WordTraits.None), new(1, 2, 4, 0, WordTraits.None)];

        new InstructionPattern(default, [s_a, s_d]).Match(words, 0).ShouldBe(2);
    }

    [Fact]
    public void A_match_does_not_reach_further_than_it_may() =>
        Match("a" + new string('b', 60) + "d", s_a, Words(ElementKind.Repeated, "b"), s_d).ShouldBe(-1);

    [Fact]
    public void First_words_are_words_and_beginnings_of_phrases() =>
        Words(ElementKind.Required, "bc", "x", "d").FirstWords.ShouldBe([2, 4, 24], ignoreOrder: true);

    [Fact]
    public void Every_pattern_begins_with_words_under_which_it_is_found()
    {
        var table = PatternTable.Instance;
        foreach (var pattern in table.All)
        {
            var first = pattern.Elements[0].Kind == ElementKind.Start ? 1 : 0;
            foreach (var word in pattern.Elements[first].FirstWords) table.BeginningWith(word).ToArray().ShouldContain(pattern);
        }
    }

    [Fact]
    public void There_are_patterns_for_every_reason_that_words_can_give() =>
        PatternTable.Instance.All.Select(pattern => pattern.Reason).Distinct().ShouldBe(
            [
                UntrustedReason.FakeTurn, UntrustedReason.HiddenText, UntrustedReason.OtherLanguage, UntrustedReason.OverrideInstructions,
                UntrustedReason.RoleChange, UntrustedReason.ScoreClaim, UntrustedReason.ScoreDemand
            ],
            ignoreOrder: true);

    private static int Match(string text, params PatternElement[] elements)
    {
        var words = text.Select((c, i) => new FoldedWord(i, i + 1, NumberOf(c), 0, char.IsUpper(c) ? WordTraits.Sentence : WordTraits.None)).ToArray();
        return new InstructionPattern(default, elements).Match(words, 0);
    }

    private static PatternElement Words(
        ElementKind kind, params string[] alternatives) => PatternElement.OfWords(kind, alternatives.Select(phrase => phrase.Select(NumberOf).ToArray()), 30);

    private static int NumberOf(char c) => char.ToLowerInvariant(c) - 'a' + 1;
}
