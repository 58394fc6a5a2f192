using Shouldly;
using Vindex.Scoring.Languages;
using Xunit;

namespace Vindex.Scoring.Tests.Languages;

/// <summary>The data files are in the shape that keeps their diffs readable and their evidence sound.</summary>
public sealed class LanguageDataTests
{
    private static readonly LanguageTables s_tables = LanguageTables.Instance;

    public static TheoryData<string> Codes => [.. s_tables.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Words_are_sorted_unique_lower_case_and_of_one_script(string code)
    {
        var words = ListFile.Lines($"Languages/Words/{code}.txt").ToList();

        words.Count.ShouldBeGreaterThan(50);
        words.ShouldBe(words.Distinct().Order(StringComparer.Ordinal));
        words.ShouldAllBe(word => !word.Any(char.IsUpper));
        foreach (var word in words)
        {
            var letters = word.Where(c => c is not ('\'' or '’')).Select(Scripts.Of).Distinct().ToList();
            letters.ShouldHaveSingleItem(word).ShouldBe(s_tables.Scripts[Array.IndexOf(s_tables.Codes, code)], word);
        }
    }

    [Fact]
    public void No_two_words_have_the_same_hash()
    {
        var words = s_tables.Codes.SelectMany(code => ListFile.Lines($"Languages/Words/{code}.txt")).Distinct().ToList();

        words.Select(word => LanguageTables.HashOf(word)).Distinct().Count().ShouldBe(words.Count);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_listed_word_is_found_again(string code)
    {
        var language = 1UL << Array.IndexOf(s_tables.Codes, code);

        foreach (var word in ListFile.Lines($"Languages/Words/{code}.txt")) (s_tables.Words(LanguageTables.HashOf(word)) & language).ShouldBe(language, word);
    }

    [Theory]
    [InlineData("Languages/letters.txt", 1)]
    [InlineData("Languages/trigrams.txt", 3)]
    public void Entries_are_sorted_and_name_known_languages(string name, int length)
    {
        var lines = ListFile.Lines(name).Select(line => line.Split(' ')).ToList();

        lines.ShouldAllBe(parts => parts[0].Length == length && parts.Length > 1);
        lines.Select(parts => parts[0]).ShouldBe(lines.Select(parts => parts[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (var parts in lines)
        {
            parts.Skip(1).ShouldBe(parts.Skip(1).Order(StringComparer.Ordinal));
            parts.Skip(1).ShouldBeSubsetOf(s_tables.Codes);
        }
    }

    [Fact]
    public void What_is_not_listed_speaks_for_nothing()
    {
        s_tables.Words(LanguageTables.HashOf("kubernetes")).ShouldBe(0UL);
        s_tables.Trigrams(LanguageTables.TrigramOf('q', 'q', 'q')).ShouldBe(0UL);
        s_tables.Letters('漢').ShouldBe(0UL);
        s_tables.Letters('a').ShouldBe(0UL);
    }

    [Theory]
    [InlineData('a', "Latin")]
    [InlineData('Ł', "Latin")]
    [InlineData('ế', "Latin")]
    [InlineData('×', "None")]
    [InlineData('7', "None")]
    [InlineData('Ω', "Greek")]
    [InlineData('ж', "Cyrillic")]
    [InlineData('ש', "Hebrew")]
    [InlineData('ع', "Arabic")]
    [InlineData('،', "None")]
    [InlineData('ह', "Devanagari")]
    [InlineData('ি', "Bengali")]
    [InlineData('ก', "Thai")]
    [InlineData('ひ', "Kana")]
    [InlineData('カ', "Kana")]
    [InlineData('・', "None")]
    [InlineData('字', "Han")]
    [InlineData('한', "Hangul")]
    [InlineData('。', "None")]
    public void A_letter_belongs_to_its_script(char letter, string script) => Scripts.Of(letter).ToString().ShouldBe(script);
}
