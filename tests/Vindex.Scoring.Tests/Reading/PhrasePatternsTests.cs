using Shouldly;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class PhrasePatternsTests
{
    private const string Patterns = """
        # a comment
        [wish]
        i want|need to
        as a ... i
        [actor]
        <person> can
        [later]
        follow-up|afterwards
        [any]
        not * yet
        """;

    private static readonly PhrasePatterns s_patterns = PhrasePatterns.Parse(Patterns, ReadingModel.Classes);

    [Theory]
    [InlineData("I want to pay by card", "wish")]
    [InlineData("I NEED to pay", "wish")]
    [InlineData("I need a card", "")]
    [InlineData("I", "")]
    [InlineData("As a very old, patient customer I pay", "wish")]
    [InlineData("As a one two three four five six I pay", "")]
    [InlineData("Here, i, want to see", "wish")]
    [InlineData("every customer can pay", "actor")]
    [InlineData("customers can pay", "actor")]
    [InlineData("tables can pay", "")]
    [InlineData("a follow-up", "later")]
    [InlineData("a follow up", "later")]
    [InlineData("afterwards", "later")]
    [InlineData("not done yet", "any")]
    [InlineData("not yet", "")]
    [InlineData("", "")]
    public void Phrases_are_found(string text, string expected) => Found(s_patterns, text).ShouldBe(expected);

    [Fact]
    public void Several_names_are_found_at_once() => Found(s_patterns, "A user can pay, but I want to pay later, not now yet").ShouldBe("wish actor any");

    [Fact]
    public void Only_64_names_fit() =>
        Should.Throw<InvalidDataException>(() =>
            PhrasePatterns.Parse(string.Join('\n', Enumerable.Range(0, 65).Select(i => $"[n{i}]\nword")), ReadingModel.Classes));

    [Fact]
    public void An_unknown_class_is_refused() => Should.Throw<ArgumentException>(() => PhrasePatterns.Parse("[x]\n<nobody> can", ReadingModel.Classes));

    [Theory]
    [InlineData("As an editor, I want to undo a change", "as-a-i-want")]
    [InlineData("The button does not work", "fails")]
    [InlineData("It cannot be saved", "cannot")]
    [InlineData("It would be nice to have a filter", "would-be-nice")]
    [InlineData("so that nothing is lost", "so-that")]
    [InlineData("because the disk is full", "because")]
    [InlineData("blocked by the new login", "wait")]
    [InlineData("once the new login is released", "wait")]
    [InlineData("or something similar", "hedge")]
    [InlineData("Given a full basket when I pay then it is empty", "given-when-then")]
    [InlineData("Please describe the problem", "hint")]
    public void The_shipped_file_knows_common_phrases(string text, string name) => Found(ReadingModel.Classes.Patterns, text).Split(' ').ShouldContain(name);

    private static string Found(PhrasePatterns patterns, string text)
    {
        var tokens = new List<TextToken>();
        Tokenizer.Read(text, 0, text.Length, ReadingModel.Classes, tokens);
        var bits = patterns.Find(tokens.ToArray());
        return string.Join(' ', patterns.Names.Where((_, i) => (bits >> i & 1) != 0));
    }
}
