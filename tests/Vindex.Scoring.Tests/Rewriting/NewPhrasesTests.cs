using Shouldly;
using Vindex.Scoring.Rewriting;
using Xunit;

namespace Vindex.Scoring.Tests.Rewriting;

public sealed class NewPhrasesTests
{
    [Theory]
    [InlineData("Readers extend the loan.")]
    [InlineData("A loan can be extended by each reader, and this is it.")]
    public void Other_forms_of_the_tickets_words_are_not_new(string text) => Of(text).ShouldBeEmpty();

    [Fact]
    public void Words_that_the_ticket_does_not_have_are_reported_as_phrases() =>
        Of("Readers extend the loan within five seconds, by the OAuth 2 login.").ShouldBe(["five seconds", "OAuth 2 login"]);

    [Fact]
    public void Headings_and_marked_questions_do_not_count() => NewPhrases.Find(
        Rewritten.Read("Let readers extend loans").Ticket!,
        [new RewriteBlock(RewriteRole.Heading, "Acceptance criteria"), new RewriteBlock(RewriteRole.Question, "How fast?")]).ShouldBeEmpty();

    private static IReadOnlyList<string> Of(string text) =>
        NewPhrases.Find(Rewritten.Read("Let readers extend loans", "The loan list.").Ticket!, [new RewriteBlock(RewriteRole.Paragraph, text)]);
}
