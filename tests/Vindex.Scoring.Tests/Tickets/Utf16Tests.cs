using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class Utf16Tests
{
    private static readonly Gen<string> s_texts = Gen.Elements("a", "é", "中", "\uD83D\uDE00", "\uD800", "\uDC00", "\uDBFF", "\uDFFF", " ", "\uE000", "\uD7FF")
        .ArrayOf()
        .Select(string.Concat);

    [Fact]
    public void Repair_replaces_what_UTF_8_cannot_hold() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(s_texts.ToArbitrary(), text =>
            Utf16.Repair(text).ShouldBe(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))));

    [Theory]
    [InlineData("plain")]
    [InlineData("😀 paired")]
    [InlineData("")]
    public void A_sound_text_is_returned_as_it_is(string text) => Utf16.Repair(text).ShouldBeSameAs(text);

    [Fact]
    public void A_cut_to_units_is_the_longest_that_splits_no_pair() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(s_texts.ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), (text, units) =>
        {
            var sound = Utf16.Repair(text);
            Utf16.CutToUnits(sound, units).ShouldBe(Longest(sound, rune => rune.Utf16SequenceLength, units));
        }));

    [Fact]
    public void A_cut_to_bytes_is_the_longest_that_splits_no_character() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(s_texts.ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), (text, bytes) =>
        {
            var sound = Utf16.Repair(text);
            Utf16.CutToBytes(sound, bytes).ShouldBe(Longest(sound, rune => rune.Utf8SequenceLength, bytes));
        }));

    [Fact]
    public void A_text_within_the_limit_is_not_copied()
    {
        const string text = "1234";
        Utf16.CutToUnits(text, 4).ShouldBeSameAs(text);
        Utf16.CutToBytes(text, 4).ShouldBeSameAs(text);
        Utf16.CutToBytes(text, 12).ShouldBeSameAs(text);
    }

    private static string Longest(string text, Func<Rune, int> size, int limit)
    {
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            limit -= size(rune);
            if (limit < 0) break;
            kept.Append(rune);
        }
        return kept.ToString();
    }
}
