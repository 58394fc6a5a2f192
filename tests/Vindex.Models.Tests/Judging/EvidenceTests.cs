using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Models.Tests.Judging;

/// <summary>Quotes are words of the ticket, or they are nothing; high scores need them.</summary>
public sealed class EvidenceTests
{
    [Theory]
    [InlineData("words from somewhere else")]
    [InlineData("export the customer list as XML")]
    [InlineData("the")]
    [InlineData("")]
    public async Task Without_words_of_the_ticket_value_size_and_tests_score_seven_at_most(string quote)
    {
        var judged = await JudgeAsync(TestJudge.Ticket, quote);

        judged.Scores.ShouldBe(new InvestScores(10, 10, 7, 7, 10, 7));
        judged.ContextUsed.ShouldBeEmpty();
        judged.Explanation![Dimension.Testable].Contributions.Select(c => (c.Rule, c.Points, c.Quote))
            .ShouldBe([("testable.model", 10, null), ("testable.unsupported", -3, null)]);
        judged.Explanation[Dimension.Small].Contributions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Quotes_that_are_not_in_the_ticket_are_counted()
    {
        var judged = await JudgeAsync(TestJudge.Ticket, "words from somewhere else", TestJudge.Words);

        judged.Scores.OverallTenths.ShouldBe(100);
        judged.ContextUsed.Values.ShouldAllBe(statements => statements.Count == 1);
        judged.Confidence!.Reasons.ShouldBe(["6 quotes of the model are not in the ticket."]);
    }

    [Theory]
    [InlineData("As a   sales manager\nI want to export")]
    [InlineData("- The file has one row per customer")]
    [InlineData("“The file has one row per customer”")]
    public async Task Only_blank_space_and_marks_of_the_prompt_may_differ(string quote)
    {
        var judged = await JudgeAsync(TestJudge.Ticket, quote);

        judged.Scores.OverallTenths.ShouldBe(100);
        var shown = judged.Explanation![Dimension.Valuable].Contributions[0];
        TestJudge.Ticket.Description.Text![shown.Start!.Value..shown.End!.Value].ShouldBe(shown.Quote);
    }

    [Fact]
    public async Task Template_text_supports_nothing()
    {
        var ticket = new TicketInput(
            "Export fails for customers without a phone number",
            "## Describe the bug\nThe export stops at the first customer without a phone number.\n\n## Expected behavior\nThe file has all customers.");

        (await JudgeAsync(ticket, "Describe the bug")).Scores.Testable.ShouldBe(7);
        (await JudgeAsync(ticket, "The export stops at the first customer")).Scores.Testable.ShouldBe(10);
    }

    [Fact]
    public async Task Comments_around_the_ticket_support_nothing()
    {
        var comment = new ContextItem(ContextKind.Comment, null, null, null, "The exported file must open in every spreadsheet program.");

        var judged = await JudgeAsync(TestJudge.Ticket with { Context = [comment] }, "must open in every spreadsheet program");

        judged.Scores.Testable.ShouldBe(7);
    }

    [Fact]
    public async Task A_recommendation_for_a_perfect_dimension_is_left_out()
    {
        var judged = await JudgeAsync(TestJudge.Ticket, TestJudge.Words);

        judged.Recommendations.ShouldBeEmpty();
        judged.RecommendationDetails.ShouldBeEmpty();
    }

    private static async Task<Judgement> JudgeAsync(TicketInput ticket, params string[] quotes)
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(10, quotes).ToJsonString()));
        return (await TestJudge.JudgeAsync(api.Settings(server.Address), ticket)).ShouldBeOfType<ModelOutcome.Judged>().Judgement;
    }
}
