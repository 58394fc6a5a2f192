using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Each reason for less confidence, at its limit.</summary>
public sealed class ConfidenceRuleTests
{
    private static readonly string s_enough = string.Join(' ', Enumerable.Repeat("word", 30));

    [Fact]
    public void Enough_text_of_one_kind_that_points_one_way_is_high()
    {
        var confidence = Of(FactsOf.Ticket("Show due dates", s_enough));

        confidence.Level.ShouldBe(ConfidenceLevel.High);
        confidence.Reasons.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(4, ConfidenceLevel.Low, "The ticket has almost no text.")]
    [InlineData(5, ConfidenceLevel.Medium, "The ticket has little text.")]
    [InlineData(21, ConfidenceLevel.Medium, "The ticket has little text.")]
    [InlineData(22, ConfidenceLevel.High, null)]
    public void Words_count_with_those_of_the_title(int words, ConfidenceLevel level, string? reason)
    {
        var confidence = Of(FactsOf.Ticket("Show due dates", string.Join(' ', Enumerable.Repeat("word", words))));

        confidence.Level.ShouldBe(level);
        confidence.Reasons.ShouldBe(reason is null ? [] : [reason]);
    }

    [Fact]
    public void Template_text_and_code_are_no_text_to_judge() =>
        Of(FactsOf.Ticket("Show due dates", $"```\n{s_enough}\n```\n\n## Steps\n\nN/A")).Reasons.ShouldBe(["The ticket has almost no text."]);

    [Fact]
    public void Text_that_was_ignored_lowers_it() =>
        ShouldBeMedium(
            FactsOf.Ticket("Show due dates", s_enough, untrusted: (TicketField.Description, new UntrustedText(0, 4, UntrustedReason.ScoreDemand))),
            "Text that addresses the judge was ignored.");

    [Theory]
    [InlineData(TicketKind.Story, "a user story")]
    [InlineData(TicketKind.Feature, "a feature request")]
    [InlineData(TicketKind.Bug, "a bug")]
    [InlineData(TicketKind.Task, "a task")]
    [InlineData(TicketKind.Spike, "a spike")]
    [InlineData(TicketKind.Epic, "an epic")]
    [InlineData(TicketKind.NotATicket, "a text that is not a ticket")]
    public void An_unclear_kind_lowers_it(TicketKind kind, string name)
    {
        ShouldBeMedium(FactsOf.Ticket("Show due dates", s_enough, kind, kindShare: 0.44), $"The kind of ticket is unclear; it was scored as {name}.");
        Of(FactsOf.Ticket("Show due dates", s_enough, kind, kindShare: 0.45)).Level.ShouldBe(ConfidenceLevel.High);
    }

    [Theory]
    [InlineData(1.5, -1.5, true)]
    [InlineData(1.49, -3, false)]
    [InlineData(3, -1.49, false)]
    [InlineData(3, 3, false)]
    public void Evidence_that_points_both_ways_lowers_it(double one, double other, bool lowers)
    {
        var confidence = ConfidenceRules.Of(FactsOf.Ticket("Show due dates", s_enough), FactsOf.Explained(Dimension.Valuable, one, other));

        confidence.Reasons.ShouldBe(lowers ? ["The evidence for valuable is contradictory."] : []);
    }

    [Fact]
    public void Several_contributions_of_one_sign_are_added_up() =>
        ConfidenceRules.Of(FactsOf.Ticket("Show due dates", s_enough), FactsOf.Explained(Dimension.Small, 0.8, 0.8, -0.5, -0.5, -0.6)).Level.ShouldBe(
            ConfidenceLevel.Medium);

    [Fact]
    public void An_unknown_language_is_low_and_stays_so()
    {
        var confidence = Of(FactsOf.Ticket("Show due dates", "word " + s_enough[..70], language: "fi", kindShare: 0.2));

        confidence.Level.ShouldBe(ConfidenceLevel.Low);
        confidence.Reasons[0].ShouldBe("The ticket is in Finnish, which this judge does not support: the scores are based on structure and length only.");
        confidence.Reasons.Count.ShouldBe(3);
    }

    private static void ShouldBeMedium(TicketFacts facts, string reason)
    {
        var confidence = Of(facts);
        confidence.Level.ShouldBe(ConfidenceLevel.Medium);
        confidence.Reasons.ShouldBe([reason]);
    }

    private static Confidence Of(TicketFacts facts) => ConfidenceRules.Of(facts, FactsOf.Explained(Dimension.Valuable));
}
