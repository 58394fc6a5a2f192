using Shouldly;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Textbook stories: judged by rules about their grammar, explained in the same form.</summary>
public sealed class StoryRuleTests
{
    private const string Story = "As a reader, I want to extend a loan in the app so that I need not call the desk";

    [Fact]
    public void They_are_stories_whatever_the_classifier_says()
    {
        var judgement = Judged.Of(Story);

        judgement.Reading!.Kind.ShouldBe(TicketKind.Story);
        judgement.Explanation!.Values.ShouldAllBe(how => how.Start.Why == "Where a user story starts");
        judgement.Confidence!.Reasons.ShouldNotContain(reason => reason.StartsWith("The kind of ticket is unclear", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_dimension_starts_where_the_rules_say()
    {
        var explanation = Judged.Of(Story).Explanation!;

        Dimensions.All.Select(dimension => explanation[dimension].Start.Points).ShouldBe([7.0, 6.5, 4.0, 3.8, 6.5, 3.5]);
    }

    [Fact]
    public void Contributions_come_strongest_first_and_equal_ones_by_rule()
    {
        foreach (var how in Judged.Of(
            Story, "It should be fast, easy, maybe nice etc.\n\n- The list shows the due date\n- An error is shown within 2 seconds").Explanation!.Values)
        {
            how.Contributions.Select(c => Math.Abs(c.Points)).ShouldBeInOrder(SortDirection.Descending);
            foreach (var equal in how.Contributions.GroupBy(c => Math.Abs(c.Points)))
                equal.Select(c => c.Rule).ShouldBe(equal.Select(c => c.Rule).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_is_not_earned_are_the_three_best_rules_that_did_not_fire()
    {
        foreach (var (dimension, how) in Judged.Of(Story).Explanation!)
        {
            how.NotEarned.Count.ShouldBeLessThanOrEqualTo(3);
            how.NotEarned.Select(missing => missing.Points).ShouldBeInOrder(SortDirection.Descending);
            foreach (var missing in how.NotEarned)
            {
                missing.Rule.ShouldStartWith(dimension.Name() + ".");
                how.Contributions.ShouldNotContain(c => c.Rule == missing.Rule);
                missing.Why.ShouldStartWith("Not met: ");
                char.IsLower(missing.Why["Not met: ".Length]).ShouldBeTrue(missing.Why);
                missing.Advice.ShouldStartWith("For example: “");
                missing.Advice.ShouldNotContain("\n");
            }
        }
    }

    [Fact]
    public void At_most_three_recommendations_are_given_and_none_when_it_is_ready()
    {
        Judged.Of("As a user, I want everything to be fast and easy etc.").RecommendationDetails.Count.ShouldBeInRange(1, 3);
        var ready = Judged.Of(
            Story,
            "Acceptance criteria:\n\n- The loan list shows an Extend button for each loan that is not reserved\n- After a click the due date moves by 14 days\n- An error is shown within 2 seconds when the book is reserved");
        if (ready.Scores.OverallTenths >= 80) ready.Recommendations.ShouldBeEmpty();
        else ready.Recommendations.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("As a reader, I want to extend a loan", true)]
    [InlineData("As a reader, I want to extend a loan to help me finish the book", false)]
    [InlineData("As a reader, I want to extend a loan because the queue is long", false)]
    public void The_reason_is_asked_for_unless_the_title_has_one(string title, bool asked) =>
        Judged.Of(title).RecommendationDetails.Any(detail => detail.Rule == "valuable.no-benefit").ShouldBe(asked);

    [Fact]
    public void Pieces_of_the_sentence_are_no_advice()
    {
        var judgement = Judged.Of("As a reader, I want to extend a loan and pay a fee in the app");

        judgement.Findings.ShouldContain(finding => finding.Rule == "small.joined-actions");
        judgement.RecommendationDetails.ShouldNotContain(detail => detail.Rule == "small.joined-actions");
    }

    [Fact]
    public void A_stuffed_one_is_judged_as_any_other_ticket() =>
        Judged.Of(
            "As a user I want a feature so that it works",
            "Acceptance criteria:\n- Given the system when the user acts then it works within 5 seconds\n- Verify that everything passes successfully").Findings
            .ShouldContain(finding => finding.Rule == "testable.stuffed");

    [Theory]
    [InlineData("As a reader, I want to extend a loan so that I can finish the book", "As a reader, I want to extend a loan", Dimension.Valuable)]
    [InlineData("As a reader, I want to extend a loan in the app", "As a reader, I want to extend a loan and pay a fee in the app", Dimension.Small)]
    [InlineData("As a reader, I want to see the due date in the list", "As a reader, I want a nice and easy list", Dimension.Testable)]
    [InlineData(
        "As a clerk, I want to print receipts in two columns",
        "As a clerk, I want to print receipts in two columns after LIB-12 is done",
        Dimension.Independent)]
    [InlineData(
        "As a clerk, I want to see the loans of a reader", "As a clerk, I want the loans of a reader in a PostgreSQL table using JSON", Dimension.Negotiable)]
    public void A_better_story_scores_higher(
        string better, string worse, Dimension dimension) => Judged.Of(better).Scores[dimension].ShouldBeGreaterThan(Judged.Of(worse).Scores[dimension]);
}
