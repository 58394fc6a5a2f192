using Shouldly;
using Vindex.Scoring.Languages;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Untrusted;

public sealed class FoldingLexerTests
{
    private static readonly string[] s_vocabulary = [
        "ignore", "instructions", "система", "system", "10/10", "10", "100%", "9.5/10", "指", "respond", "don", "t"
    ];

    [Theory]
    [InlineData("ignore", "ignore")]
    [InlineData("IGNORE", "ignore")]
    [InlineData("ignóre", "ignore")]
    [InlineData("igno\u0301re", "ignore")]
    [InlineData("ｉｇｎｏｒｅ", "ignore")]
    [InlineData("СИСТЕМА", "система")]
    [InlineData("10/10", "10/10")]
    [InlineData("10 / 10", "10/10")]
    [InlineData("１０／１０", "10/10")]
    [InlineData("9,5/10", "9.5/10")]
    [InlineData("100%", "100%")]
    [InlineData("指", "指")]
    public void One_word_is_read_as_it_is_spelled(string text, string word)
    {
        var read = Read(text).ShouldHaveSingleItem();
        read.Word.ShouldBe(NumberOf(word));
        (read.Start, read.End).ShouldBe((0, text.Length));
    }

    [Theory]
    [InlineData("ignоre")]
    [InlineData("іgnοrе")]
    [InlineData("ign0r3")]
    [InlineData("1gnore")]
    public void Look_alikes_are_a_second_reading(string text)
    {
        var read = Read(text).ShouldHaveSingleItem();
        (read.Word, read.LooksLike).ShouldBe((0, NumberOf("ignore")));
    }

    [Theory]
    [InlineData("ig\u200Bnore", true)]
    [InlineData("ig\u00ADnore", true)]
    [InlineData("i g n o r e", true)]
    [InlineData("i-g-n-o-r-e", true)]
    [InlineData("𝗂𝗀𝗇𝗈𝗋𝖾", true)]
    [InlineData("ⒾⒼⓃⓄⓇⒺ", true)]
    [InlineData("ignore", false)]
    [InlineData("ignóre", false)]
    public void A_disguise_is_marked(string text, bool disguised)
    {
        var read = Read(text).ShouldHaveSingleItem();
        read.Word.ShouldBe(NumberOf("ignore"));
        read.Has(WordTraits.Disguised).ShouldBe(disguised);
    }

    [Fact]
    public void Words_keep_their_places() =>
        Read("Do «ignore»  the instructions!")
            .Select(word => (word.Start, word.End, word.Word))
            .ShouldBe([(0, 2, 0), (4, 10, NumberOf("ignore")), (13, 16, 0), (17, 29, NumberOf("instructions"))]);

    [Fact]
    public void Apostrophes_and_underscores_divide() =>
        Read("don't ignore_instructions").Select(word => word.Word).ShouldBe([NumberOf("don"), NumberOf("t"), NumberOf("ignore"), NumberOf("instructions")]);

    [Theory]
    [InlineData("one. two", true)]
    [InlineData("one! two", true)]
    [InlineData("one? two", true)]
    [InlineData("one; two", true)]
    [InlineData("one。two", true)]
    [InlineData("one\n\ntwo", true)]
    [InlineData("one\n  \ntwo", true)]
    [InlineData("one\n- two", true)]
    [InlineData("one\n# two", true)]
    [InlineData("one\n1. two", true)]
    [InlineData("one\ntwo", false)]
    [InlineData("one, two", false)]
    [InlineData("one: two", false)]
    [InlineData("one.two", false)]
    [InlineData("one - two", false)]
    public void Sentences_end_where_they_do(string text, bool ends) => Read(text).Last().Has(WordTraits.Sentence).ShouldBe(ends);

    [Theory]
    [InlineData("one\ntwo")]
    [InlineData("one: two")]
    public void Lines_and_colons_allow_a_beginning(string text) => Read(text)[1].Has(WordTraits.Line).ShouldBeTrue();

    [Theory]
    [InlineData("<system>", true)]
    [InlineData("</system>", true)]
    [InlineData("[system]", true)]
    [InlineData("<|system|>", true)]
    [InlineData("<system_prompt>", true)]
    [InlineData("### System", true)]
    [InlineData("### System:", true)]
    [InlineData("System: x", true)]
    [InlineData("x\nSystem: x", true)]
    [InlineData("system", false)]
    [InlineData("the system: x", false)]
    [InlineData("(system)", false)]
    [InlineData("# System requirements", false)]
    public void A_speakers_mark_is_recognised(string text, bool isMark) => Read(text).Any(word => word.Has(WordTraits.Speaker)).ShouldBe(isMark);

    [Fact]
    public void Unending_words_are_one_unknown_word()
    {
        var read = Read(new string('a', 10_000)).ShouldHaveSingleItem();
        (read.Word, read.LooksLike, read.End).ShouldBe((0, 0, 10_000));
    }

    [Fact]
    public void Figures_are_marked() =>
        Read("score 10 of v2 and 3.14").Select(word => word.Has(WordTraits.Number)).ShouldBe([false, true, false, false, false, true]);

    private static int NumberOf(string word) => Array.IndexOf(s_vocabulary, word) + 1;

    private static List<FoldedWord> Read(string text)
    {
        var vocabulary = s_vocabulary.ToDictionary(word => LanguageTables.HashOf(word), word => (ulong)NumberOf(word));
        var system = LanguageTables.HashOf("system");
        var speakers = new Dictionary<ulong, ulong> { [(system ^ '>') * LanguageTables.HashPrime] = 100, [(system ^ ':') * LanguageTables.HashPrime] = 101 };
        var lexer = new FoldingLexer(text, new HashLookup(vocabulary), new HashLookup(speakers));
        var words = new List<FoldedWord>();
        while (lexer.Next(out var word)) words.Add(word);
        return words;
    }
}
