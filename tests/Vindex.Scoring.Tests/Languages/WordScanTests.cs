using Shouldly;
using Vindex.Scoring.Languages;
using Xunit;

namespace Vindex.Scoring.Tests.Languages;

/// <summary>What speaks for a language, and how much of each script there is.</summary>
public sealed class WordScanTests
{
    private const double Exact = 1e-9;

    [Theory]
    [InlineData("nicht", "de", 1)]
    [InlineData("nicht nicht", "de", 2)]
    [InlineData("Nicht", "de", 0.5)]
    [InlineData("NICHT", "de", 0.5)]
    [InlineData("nicht.", "de", 1)]
    [InlineData("(nicht)", "de", 1)]
    [InlineData("„nicht“", "de", 1)]
    [InlineData("*nicht*", "de", 1)]
    [InlineData("#nicht", "de", 1)]
    [InlineData("`nicht`", "de", 1)]
    [InlineData("nicht/kein", "de", 0)]
    [InlineData("/nicht", "de", 0)]
    [InlineData("nicht/", "de", 0)]
    [InlineData("a=nicht", "de", 0)]
    [InlineData("$nicht", "de", 0)]
    [InlineData("@nicht", "de", 0)]
    [InlineData("<nicht", "de", 0)]
    [InlineData("%nicht", "de", 0)]
    [InlineData("&nicht", "de", 0)]
    [InlineData("\\nicht", "de", 0)]
    [InlineData("nicht2", "de", 0)]
    [InlineData("nicht_kein", "de", 0)]
    [InlineData("nicht.kein", "de", 0)]
    [InlineData("nicht-nicht", "de", 2)]
    [InlineData("niCht", "de", 0)]
    [InlineData("kubernetes", "de", 0)]
    [InlineData("", "de", 0)]
    public void A_listed_word_counts_once_half_with_a_capital_and_not_in_code(
        string text, string code, double evidence) => Evidence(text, code).ShouldBe(evidence, Exact);

    [Theory]
    [InlineData("xß", "de", 0.5)]
    [InlineData("Xß", "de", 0.25)]
    [InlineData("xñx", "es", 0.5)]
    [InlineData("xñ xñ", "es", 1)]
    public void A_letter_of_its_own_counts_half(string text, string code, double evidence) => Evidence(text, code).ShouldBe(evidence, Exact);

    [Fact]
    public void What_languages_share_is_divided_among_them()
    {
        var shared = LanguageTables.Instance.Words(LanguageTables.HashOf("de"));
        var languages = System.Numerics.BitOperations.PopCount(shared);
        languages.ShouldBeGreaterThan(1);
        var code = LanguageTables.Instance.Codes[System.Numerics.BitOperations.TrailingZeroCount(shared)];

        Evidence("de", code).ShouldBe(1.0 / languages, Exact);
    }

    [Theory]
    [InlineData("```\nnicht\n```\nnicht", 1)]
    [InlineData("```nicht```", 1)]
    [InlineData("{code}\nnicht\n{code}\nnicht", 1)]
    [InlineData("{code:java}\nnicht\n{code}", 0)]
    [InlineData("{noformat}\nnicht\n{noformat}\nnicht nicht", 2)]
    [InlineData("{color:red}\nnicht", 1)]
    [InlineData("```\nnicht", 0)]
    public void Code_is_passed_over(string text, double evidence) => Evidence(text, "de").ShouldBe(evidence, Exact);

    [Theory]
    [InlineData("une two three", nameof(Script.Latin), 3)]
    [InlineData("NPE API", nameof(Script.Latin), 0)]
    [InlineData("FooBar camelCase", nameof(Script.Latin), 0)]
    [InlineData("FOOBAR", nameof(Script.Latin), 1)]
    [InlineData("не что", nameof(Script.Cyrillic), 2)]
    [InlineData("登录后", nameof(Script.Han), 3)]
    [InlineData("ログイン", nameof(Script.Kana), 4)]
    [InlineData("로그인", nameof(Script.Hangul), 3)]
    [InlineData("登录a后", nameof(Script.Han), 3)]
    [InlineData("12 34", nameof(Script.Latin), 0)]
    public void Words_or_characters_of_a_script_are_counted(
        string text, string script, int amount) => Amount(text, Enum.Parse<Script>(script)).ShouldBe(amount);

    [Theory]
    [InlineData("l'utilisateur", "fr")]
    [InlineData("l’utilisateur", "fr")]
    public void An_elided_word_counts_with_its_apostrophe(string text, string code) => Evidence(text, code).ShouldBeGreaterThan(Evidence("utilisateur", code));

    [Fact]
    public void Trigrams_count_a_fifth_each_with_the_ends_of_the_word()
    {
        var tables = LanguageTables.Instance;
        double Of(
            char a,
            char b,
            char c) =>
                tables.Trigrams(LanguageTables.TrigramOf(a, b, c)) is var languages && (languages >> tables.English & 1) != 0
                    ? 0.2 / System.Numerics.BitOperations.PopCount(languages)
                    : 0;

        Evidence("when", "en", trigrams: true).ShouldBe(Of('_', 'w', 'h') + Of('w', 'h', 'e') + Of('h', 'e', 'n') + Of('e', 'n', '_'), Exact);
        Evidence("WHEN", "en", trigrams: true).ShouldBe(Evidence("when", "en", trigrams: true), Exact);
        Evidence("wh", "en", trigrams: true).ShouldBe(0);
        Of('_', 'w', 'h').ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_word_of_more_than_40_letters_says_nothing()
    {
        Amount(new string('x', 40), Script.Latin).ShouldBe(1);
        Amount(new string('x', 41), Script.Latin).ShouldBe(0);
    }

    [Fact]
    public void Only_so_many_letters_are_read()
    {
        Evidence(string.Concat(Enumerable.Repeat("nicht ", 900)), "de").ShouldBe(800, Exact);
        Evidence(new string(' ', 16_384) + "nicht", "de").ShouldBe(0);
        Evidence(new string(' ', 16_379) + "nicht", "de").ShouldBe(1, Exact);
    }

    [Theory]
    [InlineData('a', nameof(Script.Latin))]
    [InlineData('Z', nameof(Script.Latin))]
    [InlineData('@', nameof(Script.None))]
    [InlineData('[', nameof(Script.None))]
    [InlineData('\u00AA', nameof(Script.None))]
    [InlineData('\u00B5', nameof(Script.None))]
    [InlineData('\u00BA', nameof(Script.None))]
    [InlineData('\u00D7', nameof(Script.None))]
    [InlineData('\u00E9', nameof(Script.Latin))]
    [InlineData('\u024F', nameof(Script.Latin))]
    [InlineData('\u0250', nameof(Script.None))]
    [InlineData('\u036F', nameof(Script.None))]
    [InlineData('\u0391', nameof(Script.Greek))]
    [InlineData('\u0375', nameof(Script.None))]
    [InlineData('\u0400', nameof(Script.Cyrillic))]
    [InlineData('\u0482', nameof(Script.None))]
    [InlineData('\u052F', nameof(Script.Cyrillic))]
    [InlineData('\u0531', nameof(Script.Armenian))]
    [InlineData('\u05D0', nameof(Script.Hebrew))]
    [InlineData('\u05BE', nameof(Script.None))]
    [InlineData('\u0627', nameof(Script.Arabic))]
    [InlineData('\u061F', nameof(Script.None))]
    [InlineData('\u0700', nameof(Script.None))]
    [InlineData('\u0905', nameof(Script.Devanagari))]
    [InlineData('\u093E', nameof(Script.Devanagari))]
    [InlineData('\u0964', nameof(Script.None))]
    [InlineData('\u0985', nameof(Script.Bengali))]
    [InlineData('\u0B85', nameof(Script.Tamil))]
    [InlineData('\u0C05', nameof(Script.Telugu))]
    [InlineData('\u0C80', nameof(Script.None))]
    [InlineData('\u0E01', nameof(Script.Thai))]
    [InlineData('\u0E34', nameof(Script.Thai))]
    [InlineData('\u0E3F', nameof(Script.None))]
    [InlineData('\u10D0', nameof(Script.Georgian))]
    [InlineData('\u1E9E', nameof(Script.Latin))]
    [InlineData('\u1F00', nameof(Script.Greek))]
    [InlineData('\u3040', nameof(Script.None))]
    [InlineData('\u3041', nameof(Script.Kana))]
    [InlineData('\u30FB', nameof(Script.None))]
    [InlineData('\u30FF', nameof(Script.Kana))]
    [InlineData('\u3400', nameof(Script.Han))]
    [InlineData('\u9FFF', nameof(Script.Han))]
    [InlineData('\uAC00', nameof(Script.Hangul))]
    [InlineData('\uD7A3', nameof(Script.Hangul))]
    [InlineData('\uD7A4', nameof(Script.None))]
    [InlineData('\uF900', nameof(Script.Han))]
    [InlineData('\uFF65', nameof(Script.None))]
    [InlineData('\uFF66', nameof(Script.Kana))]
    [InlineData('\uFF9E', nameof(Script.None))]
    public void Scripts_begin_and_end_where_Unicode_says(char c, string script) => Scripts.Of(c).ToString().ShouldBe(script);

    [Theory]
    [InlineData(nameof(Script.Greek), "el", 1, false)]
    [InlineData(nameof(Script.Hebrew), "he", 1, false)]
    [InlineData(nameof(Script.Devanagari), "hi", 1, false)]
    [InlineData(nameof(Script.Bengali), "bn", 1, false)]
    [InlineData(nameof(Script.Tamil), "ta", 1, false)]
    [InlineData(nameof(Script.Telugu), "te", 1, false)]
    [InlineData(nameof(Script.Thai), "th", 4, true)]
    [InlineData(nameof(Script.Georgian), "ka", 1, false)]
    [InlineData(nameof(Script.Armenian), "hy", 1, false)]
    [InlineData(nameof(Script.Hangul), "ko", 2.5, true)]
    [InlineData(nameof(Script.Han), null, 1.5, true)]
    [InlineData(nameof(Script.Kana), null, 2.5, true)]
    [InlineData(nameof(Script.Latin), null, 1, false)]
    [InlineData(nameof(Script.Cyrillic), null, 1, false)]
    [InlineData(nameof(Script.Arabic), null, 1, false)]
    public void A_script_has_a_language_a_length_of_words_and_perhaps_blanks(string name, string? language, double characters, bool unspaced)
    {
        var script = Enum.Parse<Script>(name);
        Scripts.OnlyLanguage(script).ShouldBe(language);
        Scripts.CharactersPerWord(script).ShouldBe(characters);
        Scripts.IsUnspaced(script).ShouldBe(unspaced);
    }

    [Fact]
    public void A_lookup_finds_what_was_put_in_and_nothing_else()
    {
        var random = new Random(5);
        var entries = Enumerable.Range(0, 3_000).Select(_ => (ulong)random.NextInt64(1, long.MaxValue)).Distinct().ToDictionary(key => key, key => key / 3 + 1);
        var lookup = new HashLookup(entries);

        foreach (var (key, value) in entries) lookup.Find(key).ShouldBe(value);
        for (var i = 0; i < 3_000; i++)
        {
            var other = (ulong)random.NextInt64(1, long.MaxValue);
            if (!entries.ContainsKey(other)) lookup.Find(other).ShouldBe(0UL);
        }

        new HashLookup([]).Find(1).ShouldBe(0UL);
    }

    private static double Evidence(string text, string code, bool trigrams = false)
    {
        var (evidence, _) = Scan(text, trigrams);
        return evidence[Array.IndexOf(LanguageTables.Instance.Codes, code)];
    }

    private static int Amount(string text, Script script) => Scan(text, false).Amounts[(int)script];

    private static (double[] Evidence, int[] Amounts) Scan(string text, bool trigrams)
    {
        var (evidence, amounts) = (new double[LanguageTables.Instance.Codes.Length], new int[Scripts.Count]);
        new WordScan(evidence, amounts, new char[WordScan.WordSpace], trigrams).Read(text);
        return (evidence, amounts);
    }
}
