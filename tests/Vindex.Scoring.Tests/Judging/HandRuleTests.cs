using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Rules set by hand, each by itself.</summary>
public sealed class HandRuleTests
{
    private const string Plain = "The loan list shows the due date of each loan and the name of the reader.";

    [Fact]
    public void An_ordinary_ticket_meets_none() => Rules(FactsOf.Ticket("Show due dates", Plain)).ShouldBeEmpty();

    [Theory]
    [InlineData("blocked by")]
    [InlineData("is blocked by")]
    [InlineData("Depends On")]
    [InlineData("requires")]
    [InlineData("is blocked")]
    [InlineData("waits for")]
    public void A_link_to_a_blocking_ticket_costs_independence(string relation)
    {
        var rule = Rules(FactsOf.Ticket("Show due dates", Plain, context: [new(ContextKind.LinkedIssue, "LIB-9", relation, "Loan service", null)]))
            .ShouldHaveSingleItem();

        (rule.Group, rule.Context, rule.Most, rule.Quote).ShouldBe((RuleNames.Blocked, relation + " LIB-9", null, null));
        rule.Points.ShouldBe([-2.5, 0, 0, 0, 0, 0]);
        rule.Why.ShouldBe("Waits for other work");
    }

    [Theory]
    [InlineData(ContextKind.LinkedIssue, "relates to")]
    [InlineData(ContextKind.LinkedIssue, "blocks")]
    [InlineData(ContextKind.LinkedIssue, null)]
    [InlineData(ContextKind.Comment, "blocked by")]
    [InlineData(ContextKind.Epic, "blocked by")]
    [InlineData(ContextKind.Note, "depends on")]
    public void Other_context_costs_nothing(ContextKind kind, string? relation) =>
        Rules(FactsOf.Ticket("Show due dates", Plain, context: [new(kind, "LIB-9", relation, "Loan service", null)])).ShouldBeEmpty();

    [Fact]
    public void A_link_without_a_key_is_named_by_its_title() =>
        Rules(FactsOf.Ticket("Show due dates", Plain, context: [new(ContextKind.LinkedIssue, null, "blocked by", "Loan service", null)]))[0].Context.ShouldBe(
            "blocked by Loan service");

    [Fact]
    public void Two_blocking_links_count_and_no_more()
    {
        ContextItem[] links = [.. Enumerable.Range(1, 5).Select(i => new ContextItem(ContextKind.LinkedIssue, $"LIB-{i}", "blocked by", null, null))];

        Rules(FactsOf.Ticket("Show due dates", Plain, context: links)).Select(rule => rule.Context).ShouldBe(["blocked by LIB-1", "blocked by LIB-2"]);
    }

    [Fact]
    public void A_plain_statement_that_it_waits_costs_independence_with_its_words()
    {
        const string description = Plain + " Blocked by the loan service.";
        var rule = Rules(FactsOf.Ticket("Show due dates", description)).ShouldHaveSingleItem();

        rule.Points.ShouldBe([-1.5, 0, 0, 0, 0, 0]);
        rule.Quote.ShouldBe(new SourceQuote(TicketField.Description, Plain.Length + 1, description.Length, "Blocked by the loan service."));
    }

    [Fact]
    public void Text_that_speaks_to_the_judge_is_reported_and_costs_half_a_point_of_testable()
    {
        var found = (TicketField.Description, new UntrustedText(0, 8, UntrustedReason.ScoreDemand));
        var rule = Rules(FactsOf.Ticket("Show due dates", Plain, untrusted: found)).ShouldHaveSingleItem();

        rule.Points.ShouldBe([0, 0, 0, 0, 0, -0.5]);
        (rule.Group, rule.Always, rule.Quote!.Text).ShouldBe((RuleNames.Instructions, true, "The loan"));
    }

    [Fact]
    public void Three_such_texts_are_reported_and_no_more()
    {
        (TicketField, UntrustedText)[] found = [.. Enumerable.Range(0, 6)
            .Select(i => (TicketField.Description, new UntrustedText(i, i + 1, UntrustedReason.ScoreDemand)))];

        Rules(FactsOf.Ticket("Show due dates", Plain, untrusted: found)).Select(rule => rule.Quote!.Start).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void A_long_one_is_quoted_in_part_and_never_cut_within_a_character()
    {
        var description = new string('x', 159) + "🙂" + new string('y', 50);
        var found = (TicketField.Description, new UntrustedText(0, description.Length, UntrustedReason.Padding));

        Rules(FactsOf.Ticket("Show due dates", description, untrusted: found))[0].Quote!.Text.ShouldBe(new string('x', 159));
    }

    [Theory]
    [InlineData(TicketField.Summary, "The text was cut at the size limit: summary")]
    [InlineData(TicketField.Description, "The text was cut at the size limit: description")]
    [InlineData(TicketField.AcceptanceCriteria, "The text was cut at the size limit: acceptance criteria")]
    public void A_field_that_was_cut_costs_estimable_and_small(TicketField field, string why)
    {
        var rule = Rules(FactsOf.Ticket("Show due dates", Plain, cut: [field])).ShouldHaveSingleItem();

        (rule.Group, rule.Why).ShouldBe((RuleNames.Cut, why));
        rule.Points.ShouldBe([0, 0, 0, -0.5, -0.5, 0]);
    }

    [Fact]
    public void Caps_come_last_and_say_how_far_each_dimension_may_go()
    {
        Cap(FactsOf.Ticket("🎉", "🚀")).ShouldBe([1, 1, 1, 1, 1, 1]);
        Cap(FactsOf.Ticket("Show due dates", Plain, TicketKind.NotATicket)).ShouldBe([2, 2, 2, 2, 2, 2]);
        Cap(FactsOf.Ticket("Show due dates", Plain, TicketKind.Epic)).ShouldBe([10, 10, 10, 10, 2, 10]);
        Cap(FactsOf.Ticket("Improve search", "- Search is improved\n- The search improvement is done\n- The improved search works"))
            .ShouldBe([5, 5, 2, 2, 5, 2]);
    }

    [Fact]
    public void What_holds_nothing_is_not_also_capped_for_its_kind() =>
        Rules(FactsOf.Ticket("🎉", "🚀", TicketKind.NotATicket)).ShouldHaveSingleItem().Most.ShouldBe([1, 1, 1, 1, 1, 1]);

    [Fact]
    public void All_that_apply_are_added_in_a_fixed_order()
    {
        var facts = FactsOf.Ticket(
            "Improve search", "- Search is improved\n- The search improvement is done\n- The improved search works", TicketKind.Epic,
            [new(ContextKind.LinkedIssue, "LIB-9", "blocked by", null, null)],
            [TicketField.Description], untrusted: (TicketField.Description, new UntrustedText(0, 3, UntrustedReason.ScoreDemand)));

        Rules(facts).Select(rule => rule.Group).ShouldBe([RuleNames.Blocked, RuleNames.Instructions, RuleNames.Cut, RuleNames.Stuffed, "several"]);
    }

    private static double[] Cap(TicketFacts facts)
    {
        var last = Rules(facts)[^1];
        last.Points.ShouldAllBe(points => points == 0);
        return last.Most.ShouldNotBeNull();
    }

    private static List<HandRule> Rules(TicketFacts facts) => HandRules.Of(facts);
}
