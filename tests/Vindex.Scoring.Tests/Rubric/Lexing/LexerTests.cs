using Shouldly;
using Vindex.Scoring.Rubric.Lexing;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Lexing;

public sealed class LexerTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("one two", "W:one", "W:two")]
    [InlineData("snake_case", "W:snake_case")]
    [InlineData("_x", "M:_", "W:x")]
    [InlineData("don't won’t", "W:don't", "W:won’t")]
    [InlineData("users' own", "W:users", "M:'", "W:own")]
    [InlineData("check-in e‑mail", "W:check-in", "W:e‑mail")]
    [InlineData("a- b", "W:a", "M:-", "W:b")]
    [InlineData("e.g. a.k.a. it", "W:e.g", "M:.", "W:a.k.a", "M:.", "W:it")]
    [InlineData("end.Next", "W:end", "M:.", "W:Next")]
    [InlineData("a.b.c.d.e", "W:a.b.c", "M:.", "W:d.e")]
    [InlineData("node.js", "W:node", "M:.", "W:js")]
    [InlineData("2 seconds", "N:2", "W:seconds")]
    [InlineData("2MB", "Nu:2MB")]
    [InlineData("30%", "Nu:30%")]
    [InlineData("20°", "Nu:20°")]
    [InlineData("20°C", "Nu:20°", "W:C")]
    [InlineData("2.5s", "Nu:2.5s")]
    [InlineData("1,000.50", "N:1,000.50")]
    [InlineData("10:30", "N:10:30")]
    [InlineData("5. Then", "N:5", "M:.", "W:Then")]
    [InlineData("5,6,", "N:5,6", "M:,")]
    [InlineData("5abcdefghi", "Nu:5abcdefgh", "W:i")]
    [InlineData("#12", "K:#12")]
    [InlineData("!34", "K:!34")]
    [InlineData("# 12", "M:#", "N:12")]
    [InlineData("#a", "M:#", "W:a")]
    [InlineData("ABC-12", "K:ABC-12")]
    [InlineData("abc-12 done", "K:abc-12", "W:done")]
    [InlineData("A-12", "W:A-12")]
    [InlineData("AB-1234567", "W:AB-1234567")]
    [InlineData("AB-123456", "K:AB-123456")]
    [InlineData("AB-12a", "W:AB-12a")]
    [InlineData("AB-C-12", "K:AB-C-12")]
    [InlineData("x's-12", "W:x's-12")]
    [InlineData("https://a.org/b_c) d", "L:https://a.org/b_c", "M:)", "W:d")]
    [InlineData("HTTP://a.org", "L:HTTP://a.org")]
    [InlineData("http://a]b>c\"d|e", "L:http://a", "M:]", "W:b", "M:>", "W:c", "M:\"", "W:d", "M:|", "W:e")]
    [InlineData("https:/a", "W:https", "M::", "M:/", "W:a")]
    [InlineData("http://", "W:http", "M::", "M:/", "M:/")]
    [InlineData("http://ab", "L:http://ab")]
    [InlineData("Größe café", "W:Größe", "W:café")]
    [InlineData("中文", "W:中文")]
    [InlineData("a,b;c", "W:a", "M:,", "W:b", "M:;", "W:c")]
    [InlineData("x2 y", "W:x2", "W:y")]
    public void Text_is_cut_into_tokens(string text, params string[] tokens) => Read(text).ShouldBe(tokens);

    [Fact]
    public void A_long_run_of_letters_goes_on_as_the_next_word()
    {
        Read(new string('a', 64)).ShouldBe(["W:" + new string('a', 64)]);
        Read(new string('a', 65)).ShouldBe(["W:" + new string('a', 64), "W:a"]);
    }

    [Fact]
    public void Only_the_range_is_read()
    {
        using var tokens = new TokenList();
        Lexer.Read("one two three", 4, 7, TicketField.Description, new Vocabulary(), tokens);

        tokens.Count.ShouldBe(1);
        (tokens[0].Start, tokens[0].End, tokens[0].Field).ShouldBe((4, 7, TicketField.Description));
    }

    [Theory]
    [InlineData("Filters", "filter")]
    [InlineData("FILTERING", "filter")]
    [InlineData("filter's", "filter")]
    [InlineData("filter’s", "filter")]
    public void A_word_is_found_whatever_its_case_and_without_its_genitive(string text, string word)
    {
        var vocabulary = new Vocabulary();
        Inflection.AddVerb(vocabulary, word, Tag.Action, doubled: false);
        using var tokens = new TokenList();

        Lexer.Read(text, 0, text.Length, TicketField.Summary, vocabulary, tokens);

        tokens[0].Tags.ShouldBe(Tag.Action);
        tokens[0].Word.ShouldNotBe(0);
        tokens[0].Form.ShouldNotBe(WordForm.None);
    }

    [Theory]
    [InlineData("plans", "planned", true)]
    [InlineData("Create", "creating", true)]
    [InlineData("order", "orderly", false)]
    public void Words_of_one_stem_are_equal(string left, string right, bool equal) => (Stem(left) == Stem(right)).ShouldBe(equal);

    [Fact]
    public void Function_words_numbers_and_single_letters_say_nothing_by_themselves()
    {
        var vocabulary = new Vocabulary();
        vocabulary.Add("the", Tag.Stop, WordForm.Base);
        using var tokens = new TokenList();
        const string text = "The order 5 x ABC-1 .";
        Lexer.Read(text, 0, text.Length, TicketField.Summary, vocabulary, tokens);

        Enumerable.Range(0, tokens.Count).Where(i => tokens[i].IsContent).Select(i => text[tokens[i].Start..tokens[i].End]).ShouldBe(["order"]);
    }

    [Fact]
    public void A_token_has_the_tags_of_its_word_and_of_the_phrases_that_begin_with_it()
    {
        var token = new Token { Tags = Tag.Action, PhraseTags = Tag.Epic };
        token.Has(Tag.Action).ShouldBeTrue();
        token.Has(Tag.Epic | Tag.Stop).ShouldBeTrue();
        token.Has(Tag.Stop).ShouldBeFalse();
    }

    private static uint Stem(string word)
    {
        using var tokens = new TokenList();
        Lexer.Read(word, 0, word.Length, TicketField.Summary, new Vocabulary(), tokens);
        return tokens[0].Stem;
    }

    /// <summary>Kind (with "u" for a unit stuck to a number) and text.</summary>
    private static List<string> Read(string text)
    {
        using var tokens = new TokenList();
        Lexer.Read(text, 0, text.Length, TicketField.Summary, new Vocabulary(), tokens);
        var read = new List<string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            ref var token = ref tokens[i];
            read.Add($"{token.Kind.ToString()[0]}{(token.WithUnit ? "u" : "")}:{text[token.Start..token.End]}");
            if (token.Kind == TokenKind.Mark) token.Mark.ShouldBe(text[token.Start]);
        }
        return read;
    }
}
