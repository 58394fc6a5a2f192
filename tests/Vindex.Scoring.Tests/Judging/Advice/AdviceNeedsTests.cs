using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Each family of advice is given where its gap is plain, and not where the text fills it.</summary>
public sealed class AdviceNeedsTests
{
    private static readonly AdviceEvidence s_nothing = new(0, 0, 0, 0, Kind: 1);

    [Theory]
    [InlineData(TicketKind.Feature, 24, true)]
    [InlineData(TicketKind.Feature, 25, false)]
    [InlineData(TicketKind.Task, 24, true)]
    [InlineData(TicketKind.Task, 25, false)]
    [InlineData(TicketKind.Bug, 79, true)]
    [InlineData(TicketKind.Bug, 80, false)]
    [InlineData(TicketKind.NotATicket, 200, true)]
    public void Detail_is_asked_of_tickets_with_little_text(TicketKind kind, int words, bool asked) =>
        Fits(kind, AdviceGroup.Detail, Words(words)).ShouldBe(asked);

    [Theory]
    [InlineData(TicketKind.Task, 0.659, true)]
    [InlineData(TicketKind.Task, 0.66, false)]
    [InlineData(TicketKind.Bug, 0.9, true)]
    public void A_ticket_with_criteria_has_its_detail_there(TicketKind kind, double criteria, bool asked) =>
        Fits(kind, AdviceGroup.Detail, Words(10), evidence: s_nothing with { Criteria = criteria }).ShouldBe(asked);

    [Theory]
    [InlineData(TicketKind.Bug, 0.65, true)]
    [InlineData(TicketKind.Bug, 0.64, false)]
    [InlineData(TicketKind.Task, 0.3, true)]
    public void Steps_and_versions_are_asked_of_certain_bugs_only(TicketKind kind, double likelihood, bool asked) =>
        Fits(kind, AdviceGroup.Detail, Words(10), evidence: s_nothing with { Kind = likelihood }).ShouldBe(asked);

    [Theory]
    [InlineData(0.64, 6, true)]
    [InlineData(0.64, 7, false)]
    [InlineData(0.65, 7, true)]
    public void Steps_are_asked_of_any_bug_that_says_nothing_else(double likelihood, int words, bool asked) =>
        Fits(TicketKind.Bug, AdviceGroup.Detail, Words(words), evidence: s_nothing with { Kind = likelihood }).ShouldBe(asked);

    [Theory]
    [InlineData(nameof(TicketKind.Feature), nameof(AdviceGroup.Criteria), "Loan list", true)]
    [InlineData(nameof(TicketKind.Task), nameof(AdviceGroup.Criteria), "Loan list", true)]
    [InlineData(nameof(TicketKind.Bug), nameof(AdviceGroup.Criteria), "Loan list", true)]
    [InlineData(nameof(TicketKind.Bug), nameof(AdviceGroup.Environment), "Loan list", false)]
    [InlineData(nameof(TicketKind.Bug), nameof(AdviceGroup.Criteria), "Crash of the loan list", false)]
    [InlineData(nameof(TicketKind.Bug), nameof(AdviceGroup.Environment), "Crash of the loan list", true)]
    [InlineData(nameof(TicketKind.Task), nameof(AdviceGroup.Criteria), "Crash of the loan list", true)]
    [InlineData(nameof(TicketKind.Task), nameof(AdviceGroup.Environment), "Crash of the loan list", false)]
    [InlineData(nameof(TicketKind.NotATicket), nameof(AdviceGroup.Criteria), "Loan list", false)]
    [InlineData(nameof(TicketKind.Bug), nameof(AdviceGroup.Expected), "Loan list", false)]
    public void A_ticket_far_from_ready_is_asked_how_it_can_be_checked_and_a_failure_where_it_happens(string kind, string group, string summary, bool asked) =>
        FitsUnready(kind, group, summary, Words(30)).ShouldBe(asked);

    [Theory]
    [InlineData(0.79, "", nameof(AdviceGroup.Criteria))]
    [InlineData(0.8, "", nameof(AdviceGroup.Environment))]
    [InlineData(0.8, " since 4.2", nameof(AdviceGroup.Criteria))]
    public void Where_is_asked_of_certain_failures_without_a_version(double likelihood, string more, string group)
    {
        foreach (var family in new[] { AdviceGroup.Criteria, AdviceGroup.Environment })
            FitsUnready(nameof(TicketKind.Bug), family.ToString(), "Crash of the list", Words(30) + more, likelihood).ShouldBe(family.ToString() == group);
    }

    [Theory]
    [InlineData(nameof(TicketKind.Bug), false)]
    [InlineData(nameof(TicketKind.Task), true)]
    public void A_bug_with_criteria_is_not_asked_how_to_check_it(string kind, bool asked) =>
        FitsUnready(kind, nameof(AdviceGroup.Criteria), "Loan list", "## Acceptance criteria\n\nIt is red.").ShouldBe(asked);

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void A_summary_alone_is_asked_for_more_than_a_check(int words, bool asked) =>
        FitsUnready(nameof(TicketKind.Task), nameof(AdviceGroup.Criteria), "Loan list", Words(words)).ShouldBe(asked);

    [Theory]
    [InlineData("1. Open it\n2. Wait", true)]
    [InlineData("Since 4.2 it is red.", true)]
    [InlineData("1. Open 4.2\n2. Wait", false)]
    public void A_bug_with_steps_and_version_is_not_asked_for_detail(string description, bool asked) =>
        Fits(TicketKind.Bug, AdviceGroup.Detail, description).ShouldBe(asked);

    [Theory]
    [InlineData(TicketKind.Bug, 90, true)]
    [InlineData(TicketKind.Bug, 10, false)]
    [InlineData(TicketKind.Task, 90, false)]
    public void The_version_is_asked_for_where_the_steps_are_there(TicketKind kind, int words, bool asked) =>
        Fits(kind, AdviceGroup.Environment, "1. Open it\n2. Wait\n\n" + Words(words)).ShouldBe(asked);

    [Theory]
    [InlineData(TicketKind.Task, 0.079, true)]
    [InlineData(TicketKind.Task, 0.08, false)]
    [InlineData(TicketKind.Feature, 0, false)]
    [InlineData(TicketKind.Bug, 0, false)]
    public void The_reason_is_asked_for_where_a_task_gives_none(TicketKind kind, double reason, bool asked)
    {
        var text = AdviceExample.Read("Remove the wishlist", Words(30));
        AdviceNeeds.Fits(new(text, kind, AdviceGroup.Reason), new AdviceWriter().FactsOf(text), s_nothing with { Reason = reason }).ShouldBe(asked);
    }

    [Theory]
    [InlineData("Upgrade Lucene to 9.7", true)]
    [InlineData("Remove the wishlist", true)]
    [InlineData("Add the wishlist", false)]
    public void A_task_is_asked_for_its_reason_where_something_changes_that_is_there(string summary, bool asked)
    {
        var text = AdviceExample.Read(summary, Words(30));
        AdviceNeeds.Fits(new(text, TicketKind.Task, AdviceGroup.Reason), new AdviceWriter().FactsOf(text), s_nothing).ShouldBe(asked);
    }

    [Theory]
    [InlineData(TicketKind.Feature, 10, 0.149, true)]
    [InlineData(TicketKind.Feature, 10, 0.15, false)]
    [InlineData(TicketKind.Feature, 9, 0, false)]
    [InlineData(TicketKind.Task, 40, 0, true)]
    [InlineData(TicketKind.Bug, 40, 0, false)]
    public void Criteria_are_asked_for_where_there_is_something_to_check(TicketKind kind, int words, double criteria, bool asked) =>
        Fits(kind, AdviceGroup.Criteria, Words(words), evidence: s_nothing with { Criteria = criteria }).ShouldBe(asked);

    [Theory]
    [InlineData(0.349, false)]
    [InlineData(0.35, true)]
    public void A_vague_word_is_asked_about_where_the_sentence_is_likely_vague(double vague, bool asked) =>
        Fits(TicketKind.Feature, AdviceGroup.Vague, "Some users wait.", "Some users", s_nothing with { Vague = vague }).ShouldBe(asked);

    [Theory]
    [InlineData("We should also print receipts.", 0.3, TicketKind.Feature, true)]
    [InlineData("Additionally, we need to print receipts.", 0.3, TicketKind.Task, true)]
    [InlineData("We should also print receipts.", 0.29, TicketKind.Feature, false)]
    [InlineData("We should also print receipts.", 0.9, TicketKind.Epic, false)]
    [InlineData("The desk also prints print receipts.", 0.9, TicketKind.Feature, false)]
    [InlineData("We should print receipts.", 0.9, TicketKind.Feature, false)]
    [InlineData("~print receipts, also here.", 0.9, TicketKind.Feature, false)]
    public void A_second_deliverable_is_one_that_is_added(string description, double several, TicketKind kind, bool asked) =>
        Fits(kind, AdviceGroup.Several, description, "print receipts", s_nothing with { Several = several }).ShouldBe(asked);

    [Theory]
    [InlineData("## Steps\n\n## Notes\n\nIt is red.", true)]
    [InlineData("## Notes\n\nIt is red.", false)]
    public void Empty_sections_are_asked_for(string description, bool asked) => Fits(TicketKind.Bug, AdviceGroup.Template, description).ShouldBe(asked);

    [Fact]
    public void Empty_sections_of_a_long_ticket_are_left_alone()
    {
        Fits(TicketKind.Bug, AdviceGroup.Template, "## Steps\n\n## Notes\n\n" + Words(59)).ShouldBeTrue();
        Fits(TicketKind.Bug, AdviceGroup.Template, "## Steps\n\n## Notes\n\n" + Words(60)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Should guests get a cart?", TicketKind.Feature, true)]
    [InlineData("Which guests get a cart?", TicketKind.Task, true)]
    [InlineData("Should guests get a cart?", TicketKind.Bug, false)]
    [InlineData("Is this known?", TicketKind.Feature, false)]
    public void Questions_that_decide_something_are_to_be_answered(string question, TicketKind kind, bool asked) =>
        Fits(kind, AdviceGroup.Questions, question, question).ShouldBe(asked);

    [Theory]
    [InlineData(nameof(AdviceGroup.Role))]
    [InlineData(nameof(AdviceGroup.Expected))]
    [InlineData(nameof(AdviceGroup.Steps))]
    [InlineData(nameof(AdviceGroup.Dependency))]
    public void Other_families_are_only_listed_as_not_earned(string group) =>
        Fits(TicketKind.Bug, Enum.Parse<AdviceGroup>(group), "It is red.", "It is red", new(0, 0, 1, 1, Kind: 1)).ShouldBeFalse();

    private static bool FitsUnready(string kind, string group, string summary, string description, double likelihood = 1)
    {
        var text = AdviceExample.Read(summary, description);
        var request = new AdviceRequest(text, Enum.Parse<TicketKind>(kind), Enum.Parse<AdviceGroup>(group));
        return AdviceNeeds.FitsUnready(request, AdviceFacts.Of(text), s_nothing with { Kind = likelihood });
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));

    private static bool Fits(TicketKind kind, AdviceGroup group, string description, string? quote = null, AdviceEvidence? evidence = null)
    {
        var text = AdviceExample.Read("Loan list", description);
        var start = quote is null ? 0 : text.Ticket.Description.Clean.IndexOf(quote, StringComparison.Ordinal);
        var request = new AdviceRequest(text, kind, group, quote is null ? null : new AdviceQuote(TicketField.Description, start, start + quote.Length));
        return AdviceNeeds.Fits(request, AdviceFacts.Of(text), evidence ?? s_nothing);
    }
}
