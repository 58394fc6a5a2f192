using Shouldly;
using Vindex.Scoring.Rewriting.Criteria;
using Vindex.Scoring.Tests.Judging;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Rewriting;

public sealed class CriteriaProposerTests
{
    private const int Mebibyte = 1024 * 1024;

    public static TheoryData<string, string> Samples => Rewritten.Samples;

    public static TheoryData<string> Hostile => [.. HostileTexts.Names];

    [Fact]
    public void Stated_criteria_come_first()
    {
        var criteria = Of("Loan list", "If a loan is reserved, the button should be disabled.\n\nAcceptance criteria:\n\n- The list shows a button");

        criteria.Select(criterion => (criterion.Stated, criterion.Text)).ShouldBe(
        [
            (true, "The list shows a button"),
            (false, "When a loan is reserved\nThen the button should be disabled"),
        ]);
    }

    [Fact]
    public void Conditions_stay_statements_on_request() =>
        Of("Loan list", "If a loan is reserved, the button should be disabled.", asBullets: true).Single().Text
            .ShouldBe("If a loan is reserved, the button should be disabled.");

    [Fact]
    public void Steps_and_expected_behavior_are_a_scenario() =>
        Of("Receipt has two dates", "Steps to reproduce:\n\n1. Return two books\n2. Return a third\n3. Print the receipt\n\nExpected: one date at the top.")[0].Text
            .ShouldBe("Given Return two books\nAnd Return a third\nWhen Print the receipt\nThen one date at the top");

    [Fact]
    public void A_story_without_anything_to_check_asks_for_the_outcome() =>
        Of("As a reader I want to see my loans so that I can return them").Single().Text
            .ShouldBe("Given a reader\nWhen see my loans\nThen [Question: What can be observed?]");

    [Fact]
    public void Where_nothing_can_be_found_there_is_only_a_question() =>
        Of("Clipboard").Single().Text.ShouldBe("[Question: How can someone check that this is done?]");

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_part_is_verbatim_or_a_question(string summary, string description) => ShouldHold(Rewritten.Read(summary, description));

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_texts_end(string name) => ShouldHold(Rewritten.Read("Export the loans of a month", HostileTexts.Make(name, Mebibyte)));

    private static void ShouldHold(TicketReading reading)
    {
        var criteria = CriteriaProposer.Propose(reading, Rewritten.Judge);

        criteria.Count.ShouldBeInRange(1, CriteriaProposer.Most);
        foreach (var part in criteria.SelectMany(criterion => criterion.Parts))
        {
            if (part.Quote is null)
            {
                part.Question.ShouldNotBeNullOrWhiteSpace();
                continue;
            }

            var source = part.Field switch
            {
                TicketField.Summary => reading.Ticket!.Summary.Source,
                TicketField.Description => reading.Ticket!.Description.Source,
                _ => reading.Ticket!.AcceptanceCriteria.Source,
            };
            source[part.Start!.Value..part.End!.Value].ShouldBe(part.Quote);
        }
    }

    private static IReadOnlyList<ProposedCriterion> Of(string summary, string? description = null, bool asBullets = false) =>
        CriteriaProposer.Propose(Rewritten.Read(summary, description), Rewritten.Judge, asBullets);
}
