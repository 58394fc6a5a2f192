using Shouldly;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Phrases;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Phrases;

public sealed class LexiconsTests
{
    private static readonly Lexicons s_default = Lexicons.Load(Profile.Default);

    [Theory]
    [InlineData("create", Tag.Action, WordForm.Base)]
    [InlineData("creating", Tag.Action, WordForm.Gerund)]
    [InlineData("seen", Tag.Action, WordForm.Base)]
    [InlineData("dragged", Tag.Action, WordForm.Past)]
    public void Verbs_of_a_list_are_known_in_their_forms(string word, object tag, object form)
    {
        var number = Find(s_default, word);
        (s_default.Vocabulary.TagsOf(number) & (Tag)tag).ShouldBe((Tag)tag);
        (s_default.Vocabulary.FormOf(number) & (WordForm)form).ShouldBe((WordForm)form);
    }

    [Theory]
    [InlineData("so that", Tag.Benefit, 2)]
    [InlineData("such that", Tag.Benefit, 2)]
    [InlineData("pick up", Tag.Action, 2)]
    [InlineData("drop off", Tag.Action, 2)]
    [InlineData("so the team can", Tag.Benefit, 4)]
    [InlineData("pending the next release", Tag.Dependency, 4)]
    [InlineData("requires ABC-12", Tag.Dependency, 2)]
    [InlineData("see ABC-12", Tag.Reference, 2)]
    [InlineData("give this ticket a 10", Tag.Instruction, 5)]
    public void Phrases_of_patterns_and_lists_are_marked(string text, object tag, int length)
    {
        using var tokens = new TokenList();
        Lexer.Read(text, 0, text.Length, TicketField.Summary, s_default.Vocabulary, tokens);
        s_default.Phrases.Mark(tokens, 0, tokens.Count);
        (tokens[0].PhraseTags & (Tag)tag).ShouldBe((Tag)tag);
        ((int)tokens[0].PhraseLength).ShouldBeGreaterThanOrEqualTo(length);
    }

    [Theory]
    [InlineData("so any big red team can", Tag.Benefit)]
    [InlineData("pending", Tag.Dependency)]
    [InlineData("see it", Tag.Reference)]
    [InlineData("give this ticket a clerk", Tag.Instruction)]
    public void What_a_pattern_does_not_say_is_not_marked(string text, object tag)
    {
        using var tokens = new TokenList();
        Lexer.Read(text, 0, text.Length, TicketField.Summary, s_default.Vocabulary, tokens);
        s_default.Phrases.Mark(tokens, 0, tokens.Count);
        (tokens[0].PhraseTags & (Tag)tag).ShouldBe(Tag.None);
    }

    [Theory]
    [InlineData("tillbus", "tillbus")]
    [InlineData("TillBus", "tillbus")]
    [InlineData("sync +v", "syncing")]
    [InlineData("plot +vv", "plotted")]
    [InlineData("till +n", "tills")]
    public void Words_of_a_profile_take_the_same_forms(string entry, string word)
    {
        var lexicons = With("technology", entry);
        (lexicons.Vocabulary.TagsOf(Find(lexicons, word)) & Tag.Technology).ShouldBe(Tag.Technology);
        (s_default.Vocabulary.TagsOf(Find(s_default, word)) & Tag.Technology).ShouldBe(Tag.None);
    }

    [Theory]
    [InlineData("till bus", "till bus")]
    [InlineData("till 5", "till 5")]
    [InlineData("see ABC-12", "see XYZ-99")]
    [InlineData("node.js", "node.js")]
    [InlineData("c++", "c++")]
    public void Phrases_of_a_profile_are_cut_as_a_ticket_is(string entry, string text)
    {
        var lexicons = With("epic", entry);
        using var tokens = new TokenList();
        Lexer.Read(text, 0, text.Length, TicketField.Summary, lexicons.Vocabulary, tokens);
        lexicons.Phrases.Mark(tokens, 0, tokens.Count);
        (tokens[0].PhraseTags & Tag.Epic).ShouldBe(Tag.Epic);
        ((int)tokens[0].PhraseLength).ShouldBe(tokens.Count);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a b c d e f g h i j", true)]
    [InlineData("a b c d e f g h i j k", false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    public void An_entry_has_one_to_ten_parts(string entry, bool held) => Lexicons.CanHold(entry).ShouldBe(held);

    private static int Find(Lexicons lexicons, string word) => lexicons.Vocabulary.Find(word, Vocabulary.Hash(word));

    private static Lexicons With(string list, string entry) =>
        Lexicons.Load(Profile.Default with { Vocabulary = new Dictionary<string, IReadOnlyList<string>> { [list] = [entry] } });
}
