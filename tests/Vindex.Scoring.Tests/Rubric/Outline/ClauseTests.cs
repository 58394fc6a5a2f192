using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Outline;

/// <summary>Who, what, why and what for, in stories and in plain titles.</summary>
public sealed class ClauseTests
{
    [Theory]
    [InlineData("As a reader, I want to extend a loan so that I can finish the book", "reader", "extend a loan", "finish the book", "")]
    [InlineData("As a reader I want to extend a loan", "reader", "extend a loan", "", "")]
    [InlineData("As a reader, I'd like to extend a loan, so that I can finish the book.", "reader", "extend a loan", "finish the book", "")]
    [InlineData("As the desk clerk I need a list of loans in order to call readers", "desk clerk", "list of loans", "call readers", "")]
    [InlineData("As an admin I can lock an account because guests misuse it", "admin", "lock an account", "guests misuse it", "")]
    [InlineData("As readers, we want longer loans so we can finish books", "", "As readers, we want longer loans", "finish books", "")]
    [InlineData("I want to extend a loan so that I can finish the book", "", "extend a loan", "finish the book", "")]
    [InlineData("We need receipts so that readers trust us", "", "receipts", "readers trust us", "")]
    [InlineData("Extend a loan", "", "Extend a loan", "", "")]
    [InlineData("Extend a loan so that readers can finish the book", "", "Extend a loan", "finish the book", "")]
    [InlineData("Extend a loan because readers ask for it", "", "Extend a loan", "readers ask for it", "")]
    [InlineData("Extend a loan, giving readers more time", "", "Extend a loan, giving readers more time", "", "")]
    [InlineData("Extend a loan to reduce calls at the desk", "", "Extend a loan to reduce calls at the desk", "", "reduce calls at the desk")]
    [InlineData("Show a list to print it", "", "Show a list to print it", "", "")]
    [InlineData("Add, editing, and deleting of loans", "", "Add, editing, and deleting of loans", "", "")]
    [InlineData("Loan list\nAs a reader, I want to extend a loan so that I can finish the book.", "reader", "extend a loan", "finish the book", "")]
    [InlineData("Loan list\nAs a reader\nI want to extend a loan\nSo that I can finish the book", "reader", "extend a loan", "finish the book", "")]
    [InlineData("Loan list\nThe desk gets many calls. Extending is wanted because readers call.", "", "Loan list", "readers call", "")]
    [InlineData("Loan list\n## Acceptance criteria\n- As a reader, I want to see it so that I know", "", "Loan list", "", "")]
    [InlineData("Loan list\n```\nAs a reader, I want to see it so that I know\n```", "", "Loan list", "", "")]
    [InlineData("As a reader, extend a loan", "reader", "extend a loan", "", "")]
    [InlineData("As a reader: I want loans", "reader", "loans", "", "")]
    [InlineData("As a person who reads a lot of books I want loans", "person who reads a lot of books", "loans", "", "")]
    [InlineData("As discussed, extend a loan", "", "As discussed, extend a loan", "", "")]
    [InlineData("Loan list as a table", "", "Loan list as a table", "", "")]
    [InlineData("The list works as a reader expects", "", "The list works as a reader expects", "", "")]
    [InlineData("As a reader, I want to be able to extend a loan, so I can finish the book", "reader", "extend a loan", "finish the book", "")]
    [InlineData("As a reader, I want to extend a loan so that", "reader", "extend a loan so that", "", "")]
    [InlineData(
        "As a reader, I want to extend a loan so that I can see title, date etc. in the list. More text.",
        "reader",
        "extend a loan",
        "see title, date etc. in the list",
        "")]
    [InlineData("As a clerk, I want to see fees such that I can explain them", "clerk", "see fees", "I can explain them", "")]
    [InlineData("As a clerk, I want to see fees for the purpose of explaining them", "clerk", "see fees", "explaining them", "")]
    [InlineData("As a clerk, I want to see fees since readers ask", "clerk", "see fees since readers ask", "", "")]
    [InlineData("As a clerk, I want to see fees, ensuring that readers are told", "clerk", "see fees, ensuring that readers are told", "", "")]
    [InlineData("As a clerk, I want to see fees, thereby reducing calls", "clerk", "see fees, thereby reducing calls", "", "")]
    [InlineData("As a clerk, I want the ability to see fees", "clerk", "see fees", "", "")]
    [InlineData("As a clerk, I would like to see fees", "clerk", "see fees", "", "")]
    [InlineData("As a clerk, I wish to see fees", "clerk", "see fees", "", "")]
    [InlineData("As a clerk, I should be able to see fees", "clerk", "see fees", "", "")]
    [InlineData("As a clerk I must see fees", "clerk", "see fees", "", "")]
    [InlineData("As a clerk I expect to see fees", "clerk", "see fees", "", "")]
    public void A_ticket_has_a_role_a_wish_a_reason_and_a_purpose(string text, string role, string means, string benefit, string purpose)
    {
        var view = Views.Read(text);

        Views.TextOf(view, view.Clauses.Role).ShouldBe(role);
        Views.TextOf(view, view.Clauses.Means).ShouldBe(means);
        Views.TextOf(view, view.Clauses.Benefit).ShouldBe(benefit);
        Views.TextOf(view, view.Clauses.Purpose).ShouldBe(purpose);
    }

    [Theory]
    [InlineData("As a reader, I want to extend a loan", true)]
    [InlineData("I want to extend a loan", true)]
    [InlineData("Extend a loan", false)]
    [InlineData("Loan list\nAs a reader, I want to extend a loan", true)]
    public void A_story_is_told_from_a_plain_title(string text, bool story) => Views.Read(text).Clauses.IsStory.ShouldBe(story);
}
