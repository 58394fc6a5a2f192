using Shouldly;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Phrases;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Phrases;

/// <summary>Patterns as conditions on one token after another.</summary>
public sealed class PhraseTests
{
    private readonly Vocabulary _vocabulary = new();

    public PhraseTests() => _vocabulary.Add("user", Tag.Person, WordForm.Base);

    [Theory]
    [InlineData("so that", "so that it", 2)]
    [InlineData("so that", "so it", 0)]
    [InlineData("so that", "so", 0)]
    [InlineData("so that|it", "so it", 2)]
    [InlineData("so <person>", "so user", 2)]
    [InlineData("so <person>", "so that", 0)]
    [InlineData("in #", "in 5", 2)]
    [InlineData("in #", "in ABC-12", 0)]
    [InlineData("see @", "see ABC-12", 2)]
    [InlineData("see @", "see 5", 0)]
    [InlineData("so very? much", "so much", 2)]
    [InlineData("so very? much", "so very much", 3)]
    [InlineData("so much very?", "so much", 2)]
    [InlineData("so much very?", "so much very", 3)]
    [InlineData("so much very? well?", "so much well", 3)]
    [InlineData("so ..can", "so can", 2)]
    [InlineData("so ..can", "so that can", 3)]
    [InlineData("so ..can", "so a b c can", 5)]
    [InlineData("so ..can", "so a b c d can", 0)]
    [InlineData("so ..can go", "so can can go", 4)]
    [InlineData("so ..can? go", "so go", 2)]
    [InlineData("so ..can? go", "so that can go", 4)]
    [InlineData("a b c d e f g h i j", "a b c d e f g h i j", 10)]
    public void A_phrase_covers_as_many_tokens_as_it_matches(string pattern, string text, int length)
    {
        var phrase = Pattern(pattern);
        using var tokens = Tokens(text);
        phrase.Match(tokens, 0, tokens.Count).ShouldBe(length);
    }

    [Fact]
    public void A_phrase_stays_within_its_range()
    {
        var phrase = Pattern("so that");
        using var tokens = Tokens("so that");
        phrase.Match(tokens, 0, 1).ShouldBe(0);
        phrase.Match(tokens, 1, 2).ShouldBe(0);
    }

    [Fact]
    public void A_part_may_be_a_mark()
    {
        using var tokens = Tokens("c + a");
        new Phrase(
            Tag.Epic,
            [
                new PhrasePart([_vocabulary.Add("c", Tag.None, WordForm.None)], Tag.None, false, false, false, 0),
                new PhrasePart([], Tag.None, false, false, false, 0) { Mark = '+' }
            ])
            .Match(tokens, 0, 3).ShouldBe(0, "the word was unknown when the text was read");
        using var again = Tokens("c + a");
        new Phrase(
            Tag.Epic,
            [
                new PhrasePart([_vocabulary.Add("c", Tag.None, WordForm.None)], Tag.None, false, false, false, 0),
                new PhrasePart([], Tag.None, false, false, false, 0) { Mark = '+' }
            ])
            .Match(again, 0, 3).ShouldBe(2);
    }

    [Fact]
    public void An_empty_condition_matches_nothing()
    {
        using var tokens = Tokens("unknown . 5");
        var nothing = new PhrasePart([], Tag.None, false, false, false, 0);
        for (var i = 0; i < tokens.Count; i++) nothing.Matches(tokens[i]).ShouldBeFalse();
    }

    [Fact]
    public void The_table_marks_the_token_that_a_phrase_begins_with()
    {
        var phrases = new List<Phrase>
        {
            Pattern("so that", Tag.Benefit), Pattern("so", Tag.Stop), Pattern("# users", Tag.Unit), Pattern("@ first", Tag.Dependency),
            Pattern("<person> wants", Tag.Request)
        };
        var table = new PhraseTable(phrases, _vocabulary);
        using var tokens = Tokens("so that 5 users ABC-1 first user wants so");

        table.Mark(tokens, 0, tokens.Count);

        Marked(tokens).ShouldBe(["0 Stop, Benefit 2", "2 Unit 2", "4 Dependency 2", "6 Request 2", "8 Stop 1"]);
    }

    [Fact]
    public void The_table_marks_nothing_outside_of_the_range()
    {
        var table = new PhraseTable([Pattern("so that", Tag.Benefit)], _vocabulary);
        using var tokens = Tokens("so that so that so that");
        table.Mark(tokens, 2, 5);
        Marked(tokens).ShouldBe(["2 Benefit 2"]);
    }

    private static List<string> Marked(TokenList tokens)
    {
        var marked = new List<string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].PhraseTags != Tag.None) marked.Add($"{i} {tokens[i].PhraseTags} {tokens[i].PhraseLength}");
        }
        return marked;
    }

    private Phrase Pattern(string pattern, Tag tag = Tag.Epic) => new(tag, [.. pattern.Split(' ').Select(Part)]);

    private PhrasePart Part(string condition)
    {
        var gap = condition.StartsWith("..", StringComparison.Ordinal) ? 3 : 0;
        condition = condition.TrimStart('.');
        var optional = condition.EndsWith('?');
        condition = condition.TrimEnd('?');
        return condition switch
        {
            "#" => new([], Tag.None, true, false, optional, gap),
            "@" => new([], Tag.None, false, true, optional, gap),
            "<person>" => new([], Tag.Person, false, false, optional, gap),
            _ => new([.. condition.Split('|').Select(word => _vocabulary.Add(word, Tag.None, WordForm.None))], Tag.None, false, false, optional, gap),
        };
    }

    private TokenList Tokens(string text)
    {
        var tokens = new TokenList();
        Lexer.Read(text, 0, text.Length, TicketField.Summary, _vocabulary, tokens);
        return tokens;
    }
}
