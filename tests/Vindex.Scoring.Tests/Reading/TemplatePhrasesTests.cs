using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Phrases of templates, sentence by sentence of a field.</summary>
public sealed class TemplatePhrasesTests
{
    private static readonly string s_phrase = DataFile.Lines("Reading/templates.txt")[0];
    private static readonly string s_other = DataFile.Lines("Reading/templates.txt")[^1];

    [Fact]
    public void A_phrase_counts_only_for_the_range_that_holds_it()
    {
        var text = $"Nothing here. {s_phrase.ToUpperInvariant()} And nothing. {s_other} End.";
        var (first, last) = (text.IndexOf(s_phrase.ToUpperInvariant(), StringComparison.Ordinal), text.IndexOf(s_other, StringComparison.Ordinal));
        var phrases = new TemplatePhrases();
        phrases.Begin(text);

        phrases.AreWithin(0, first).ShouldBeFalse();
        phrases.AreWithin(first, first + s_phrase.Length).ShouldBeTrue();
        phrases.AreWithin(first + s_phrase.Length, last).ShouldBeFalse();
        phrases.AreWithin(last, text.Length).ShouldBeTrue();
        phrases.AreWithin(last + s_other.Length, text.Length).ShouldBeFalse();
    }

    [Fact]
    public void A_phrase_over_the_end_of_a_range_does_not_count()
    {
        var phrases = new TemplatePhrases();
        phrases.Begin(s_phrase);

        phrases.AreWithin(0, s_phrase.Length - 1).ShouldBeFalse();
        phrases.AreWithin(0, s_phrase.Length).ShouldBeTrue();
    }

    [Fact]
    public void Another_field_is_searched_anew()
    {
        var phrases = new TemplatePhrases();
        phrases.Begin("Nothing here.");
        phrases.AreWithin(0, 13).ShouldBeFalse();

        phrases.Begin(s_phrase);

        phrases.AreWithin(0, s_phrase.Length).ShouldBeTrue();
    }

    [Fact]
    public void Ranges_hold_what_a_search_in_each_of_them_finds()
    {
        var all = DataFile.Lines("Reading/templates.txt");
        var pieces = Gen.Elements<string>([.. all.Take(8), s_phrase.ToUpperInvariant(), s_phrase[..^1], s_phrase[1..], " ", "a", "İ", "\n", "be", "fore"]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Gen.ArrayOf(pieces).Select(chosen => string.Concat(chosen)).ToArbitrary(), Gen.ArrayOf(Gen.Choose(0, 400)).ToArbitrary(), (text, cuts) =>
            {
                int[] places = [0, .. cuts.Where(cut => cut < text.Length).Distinct().Order(), text.Length];
                var phrases = new TemplatePhrases();
                phrases.Begin(text);
                foreach (var (start, end) in places.Zip(places.Skip(1)))
                {
                    var isThere = all.Any(phrase => text[start..end].Contains(phrase, StringComparison.OrdinalIgnoreCase));
                    phrases.AreWithin(start, end).ShouldBe(isThere, $"{start}..{end} of {text}");
                }
            }));
    }
}
