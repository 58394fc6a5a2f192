using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Every quote leads back to the words as they were written.</summary>
public sealed class OffsetTests
{
    private static readonly string[] s_pieces =
    [
        "order", "Late ", "naïve ", "😀", "中文。", "*", "**", "_", "`", "~~", "[", "](https://a.org)", "]", "|", "||", "\n", "\r\n", "\n\n", "  ", " ", "- ",
        "# ", "1. ", "> ", "h2. ", "bq. ", "```\n", "{code}",
        "{{", "}}", "{color:red}", "{quote}", "{panel:title=T}", "<b>", "</b>", "<br>", "<li>", "<td>", "<!-- ", " -->", "!x.png!", "\\", "\u200B", "\u00A0",
        ". ", ": ", "Goal: ", "Acceptance criteria: ", " • ",
    ];

    private static readonly Gen<string> s_texts = Gen.Elements(s_pieces).ArrayOf(24).Select(string.Concat);

    [Fact]
    public void Each_character_stands_where_the_map_leads() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(s_texts.ToArbitrary(), text =>
        {
            var field = Reading.Description(text);
            for (var i = 0; i < field.Clean.Length; i++)
            {
                var c = field.Clean[i];
                var (start, end) = field.ToSource(i, i + 1);
                if (end != start + 1) throw new InvalidOperationException($"one character leads to {start}..{end}");
                // Blanks and line ends may stand for others; bars set cells apart that tags or doubled bars did.
                if (c is ' ' or '\n' or '|') continue;
                if (field.Source[start] != c) throw new InvalidOperationException($"'{c}' at {i} leads to '{field.Source[start]}' at {start} of {text}");
            }
        }));

    [Fact]
    public void Blocks_and_sentences_quote_their_first_and_last_words() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(s_texts.ToArbitrary(), text =>
        {
            var field = Reading.Description(text);
            foreach (var (start, end) in field.Sentences.Select(sentence => (sentence.Start, sentence.End))
                .Concat(field.Blocks.Select(block => (block.Start, block.End))))
            {
                var (from, to) = field.ToSource(start, end);
                field.Source[from].ShouldBe(field.Clean[start] == '|' ? field.Source[from] : field.Clean[start]);
                (to - from).ShouldBeGreaterThan(0);
                field.Source[to - 1].ShouldBe(field.Clean[end - 1] == '|' ? field.Source[to - 1] : field.Clean[end - 1]);
            }
        }));

    [Fact]
    public void No_visible_word_is_lost()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            1000), Prop.ForAll(Gen.Elements("alpha", "beta", "gamma", " ", "\n", "\n\n", "*", "_", "- ", "# ", "> ", "| ", "1. ", ". ", "**", " `")
                .ArrayOf(30)
                .Select(string.Concat)
                .ToArbitrary(), text =>
        {
            var clean = Reading.Description(text).Clean;
            foreach (var word in (string[])["alpha", "beta", "gamma"]) Count(clean, word).ShouldBe(Count(text, word), text);
        }));
    }

    [Fact]
    public void Reading_the_clean_text_of_plain_prose_changes_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            500), Prop.ForAll(Gen.Elements("The order is late", "it was sent on Monday", "who knows", "see the list", ". ", ", ", " and ", "\n\n")
                .ArrayOf(12)
                .Select(string.Concat)
                .ToArbitrary(), text =>
        {
            var once = Reading.Description(text).Clean;
            Reading.Description(once.Replace("\n", "\n\n", StringComparison.Ordinal)).Clean.ShouldBe(once);
        }));

    [Theory]
    [InlineData("See **the late** order", "the late", "the late")]
    [InlineData("See **the** _late_ order", "the late", "the** _late")]
    [InlineData("See [the late](https://a.org) order", "late order", "late](https://a.org) order")]
    [InlineData("one\ntwo", "one two", "one\ntwo")]
    [InlineData("one<br>two", "one two", "one<br>two")]
    [InlineData("| a | b |", "a | b", "a | b")]
    [InlineData("a &amp; b", "a & b", "a &amp; b")]
    [InlineData("a\u200Bb", "ab", "a\u200Bb")]
    [InlineData("- x\n- y *z*", "y z", "y *z")]
    [InlineData("```\na\n\nb\n```", "a\n\nb", "a\n\nb")]
    [InlineData("{code}\na\nb\n{code}", "a\nb", "a\nb")]
    public void A_quote_spans_the_markup_within_it(string source, string quote, string verbatim)
    {
        var field = Reading.Description(source);
        var at = field.Clean.IndexOf(quote, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0);

        var (start, end) = field.ToSource(at, at + quote.Length);

        source[start..end].ShouldBe(verbatim);
    }

    [Fact]
    public void An_empty_field_maps_to_itself() => FieldText.Empty.ToSource(0, 0).ShouldBe((0, 0));

    private static int Count(string text, string word)
    {
        var count = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal)) count++;
        return count;
    }
}
