using Shouldly;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("open the page", "Word Word Word")]
    [InlineData("don’t stop", "Word Word")]
    [InlineData("call getTotal() now", "Word Code Word")]
    [InlineData("the order_id column", "Word Code Word")]
    [InlineData("see src/app/main.cs there", "Word Code Word")]
    [InlineData("Foo::Bar", "Code")]
    [InlineData("yes/no", "Word Mark Word")]
    [InlineData("GitHub and JavaScript", "Word Word Word")]
    [InlineData("version 4.2.1", "Word Number")]
    [InlineData("50% of 12", "Number Word Number")]
    [InlineData("ABC-12 and #34 and !56", "Key Word Key Word Key")]
    [InlineData("ask @sam", "Word Mention")]
    [InlineData("https://example.com/a?b=c.", "Link")]
    [InlineData("why?", "Word Mark")]
    [InlineData("end. Next", "Word Mark Word")]
    public void Text_is_cut_into_tokens(string text, string kinds)
    {
        var tokens = Tokens(text);

        string.Join(' ', tokens.Select(token => token.Kind)).ShouldBe(kinds);
        tokens.ShouldAllBe(token => token.End > token.Start && token.End <= text.Length);
    }

    [Fact]
    public void Case_and_kind_of_apostrophe_make_no_other_word()
    {
        Tokens("Don’t")[0].Hash.ShouldBe(Tokens("don't")[0].Hash);
        Tokens("ÄPFEL")[0].Hash.ShouldBe(Tokens("äpfel")[0].Hash);
    }

    [Fact]
    public void Any_text_is_covered_in_order_without_overlap()
    {
        var random = new Random(20261121);
        const string alphabet = "aZ09 _-./:\\#!@&'’\"()[]{}<>$%?\t\néß漢\ud83d\ude42";
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            var at = 0;
            foreach (var token in Tokens(text))
            {
                token.Start.ShouldBeGreaterThanOrEqualTo(at);
                text[at..token.Start].ShouldAllBe(c => char.IsWhiteSpace(c));
                at = token.End;
            }

            text[at..].ShouldAllBe(c => char.IsWhiteSpace(c));
        }
    }

    private static List<TextToken> Tokens(string text)
    {
        var tokens = new List<TextToken>();
        Tokenizer.Read(text, 0, text.Length, ReadingModel.Classes, tokens);
        return tokens;
    }
}
