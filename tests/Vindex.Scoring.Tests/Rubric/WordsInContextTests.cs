using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric;

/// <summary>A word is evidence only where it means what the rule says.</summary>
public sealed class WordsInContextTests
{
    [Theory]
    [InlineData("As a librarian, I want to extend a loan so that the reader can finish the book")]
    [InlineData("As a waiter, I want to merge two orders so that a table pays once")]
    [InlineData("As a cook, I want to modify a recipe so that guests can order it without nuts")]
    public void What_people_do_with_their_own_things_is_no_work_on_the_system(string text) => Rules(text).ShouldNotContain("negotiable.build-verb");

    [Theory]
    [InlineData("As a librarian, I want to extend the database so that nothing is lost")]
    [InlineData("As a librarian, I want to refactor loans so that nothing is lost")]
    [InlineData("As a developer, I want to extend a loan so that nothing is lost")]
    public void Work_on_a_part_of_the_system_or_by_a_builder_still_is(string text) => Rules(text).ShouldContain("negotiable.build-verb");

    [Theory]
    [InlineData("Send the report in May")]
    [InlineData("Send the report on 3 May and print it")]
    [InlineData("Send the report on May 3")]
    [InlineData("Send the reports for April and May")]
    [InlineData("Send the report (sales, May)")]
    public void The_month_May_is_no_uncertain_verb(string text) => Rules(text).ShouldNotContain("testable.uncertain");

    [Fact]
    public void The_verb_may_is_uncertain() => Rules("The till may print a receipt").ShouldContain("testable.uncertain");

    [Theory]
    [InlineData("never closed 2,foo")]
    [InlineData("The drawer was never closed after a sale")]
    public void A_report_with_never_is_neither_boundless_nor_a_claim(string text)
    {
        var rules = Rules(text);
        rules.ShouldNotContain("small.absolute");
        rules.ShouldNotContain("testable.absolute");
    }

    [Fact]
    public void A_demand_with_never_is_a_claim_without_exception() => Rules("The till must never fail").ShouldContain("testable.absolute");

    [Fact]
    public void A_short_description_is_not_called_none()
    {
        var judgement = Example.Judge("Print a receipt", "On paper.");

        judgement.ContextUsed[Dimension.Estimable].ShouldContain("Little beyond the request");
        judgement.ContextUsed[Dimension.Estimable].ShouldNotContain("No description");
        Example.Judge("Print a receipt", null).ContextUsed[Dimension.Estimable].ShouldContain("No description");
    }

    [Theory]
    [InlineData("Show the total. It does not depend on any other ticket.")]
    [InlineData("Show the total. Not blocked by anything.")]
    public void A_denied_dependency_is_none(string text) => Rules(text).ShouldNotContain("independent.dependency");

    [Theory]
    [InlineData("Show the total. It depends on the new till.")]
    [InlineData("Show the total. We can only start once ABC-12 is merged.")]
    [InlineData("Show the total. It cannot start until the new till is there.")]
    public void A_stated_dependency_is_one(string text) => Rules(text).ShouldContain("independent.dependency");

    [Theory]
    [InlineData("Show \"a better till is easy\" on the screen")]
    [InlineData("Show “perhaps etc.” on the screen")]
    public void Quoted_words_are_not_judged_as_the_authors(string text) =>
        Rules(text)
            .ShouldNotContain(rule =>
                rule == "testable.vague-quality" || rule == "testable.comparison" || rule == "testable.uncertain" || rule == "testable.open-end");

    [Theory]
    [InlineData("Hide articles that are no longer sold")]
    [InlineData("Show months with more than 5000 bills")]
    public void A_comparison_with_its_reference_is_no_open_one(string text) => Rules(text).ShouldNotContain("testable.comparison");

    [Fact]
    public void A_browser_in_a_report_of_a_defect_is_hardly_a_choice()
    {
        var scores = Example.Judge("Button does nothing on Safari 17", "No request is sent. Works in Chrome and Firefox.").Scores;

        scores[Dimension.Negotiable].ShouldBeGreaterThanOrEqualTo(5);
        Rules("Button does nothing on Safari 17").ShouldNotContain("testable.absolute");
    }

    [Fact]
    public void A_headline_is_no_criterion_of_its_own() =>
        Rules("Show carrier tracking\n\nAs a buyer, I want to see the carrier").ShouldNotContain("testable.criteria");

    [Fact]
    public void Each_verb_of_a_list_is_an_action() =>
        Example.Judge(
            "As a user, I want to register, log in, reset my password, upload photos, chat with friends and pay").Scores[Dimension.Small].ShouldBeLessThanOrEqualTo(2);

    [Fact]
    public void A_reason_ends_with_its_sentence()
    {
        var reason =
            Example.Judge("As a cook, I want to see the menu so that I can plan my day. It is printed on paper.").Findings.Single(finding =>
                finding.Rule == "valuable.benefit");

        reason.Quote.ShouldNotBeNull().ShouldEndWith("plan my day");
    }

    [Fact]
    public void A_reason_that_is_the_wish_again_is_none()
    {
        var judgement = Example.Judge("As a buyer, I want to filter articles so that I can filter articles");

        judgement.Findings.Select(finding => finding.Rule).ShouldNotContain("valuable.benefit");
        judgement.Scores[Dimension.Valuable].ShouldBeLessThan(5);
    }

    [Fact]
    public void Alternatives_behind_whether_are_no_two_things() =>
        Rules("As a clerk, I want to see whether the till or the drawer is open").ShouldNotContain("small.joined-things");

    [Fact]
    public void Words_found_fault_with_are_not_praised_beside()
    {
        var evidence = Example.Judge("As a clerk, I want new tills so that it is better").ContextUsed[Dimension.Valuable];

        evidence.ShouldContain(statement => statement.StartsWith("Empty reason", StringComparison.Ordinal));
        evidence.ShouldNotContain(statement => statement.StartsWith("Reason given", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "As a clerk, I want to print several receipts",
        "As a clerk, I want to print receipts\n\nToday several people wait at the till",
        "estimable.vague-amount",
        0.1)]
    [InlineData(
        "As a clerk, I want to print some receipts",
        "As a clerk, I want to print receipts\n\nToday some people wait at the till",
        "estimable.vague-amount",
        0.1)]
    public void A_vague_word_in_the_background_weighs_a_small_part_of_one_in_the_wish(string wish, string background, string rule, double share)
    {
        double Points(string text) => Example.Judge(text).Findings.Where(finding => finding.Rule == rule).Sum(finding => finding.Points);

        Points(wish).ShouldBeLessThan(0);
        (Points(background) / Points(wish)).ShouldBe(share, 0.02);
    }

    private static IEnumerable<string> Rules(string text) => Example.Judge(text).Findings.Select(finding => finding.Rule);
}
