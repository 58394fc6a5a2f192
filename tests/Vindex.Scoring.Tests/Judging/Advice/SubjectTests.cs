using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>What a ticket is about is found in its summary, or else in its description.</summary>
public sealed class SubjectTests
{
    [Theory]
    [InlineData("Export button does nothing", "the export button")]
    [InlineData("Add a Filter to the Loan Overview", "the Filter")]
    [InlineData("Android: Loan list is empty after sync", "the Loan list")]
    [InlineData("[UX] Make the checkout button more visible", "the checkout button")]
    [InlineData("feat(cart): remember the last voucher", "the last voucher")]
    [InlineData("As a librarian I want to renew loans in bulk so that the Friday queue shrinks", "the loans in bulk")]
    [InlineData("As a cook I would like the ability to scale a recipe", "the recipe")]
    [InlineData("Unable to save a draft", "the draft")]
    [InlineData("Add support for e-ink tablets", "the e-ink tablets")]
    [InlineData("Upgrade Lucene to 9.7", "Lucene")]
    [InlineData("Popover > Update docs", "the Popover docs")]
    [InlineData("Please add \"Renew all\" to the menu", "“Renew all”")]
    [InlineData("LIB-12: Wrong total on the invoice page", "the wrong total on the invoice page")]
    [InlineData("Users should be able to rate a book", "the book")]
    [InlineData("Do not show archived shelves", "the archived shelves")]
    [InlineData("Login page not loading", "the login page")]
    [InlineData("Deleting shelves leaves orphaned books", "deleting shelves")]
    [InlineData("Set up monitoring for the print server", "the monitoring for the print server")]
    [InlineData("How should we store scans?", "the scans")]
    [InlineData("Crash when the shelf list is empty", "the crash when the shelf list is empty")]
    public void The_summary_names_the_subject(string summary, string subject) => Find(summary).Subject.ShouldBe(subject);

    [Theory]
    [InlineData("Add a loan export", true)]
    [InlineData("Add the loan export to the menu", true)]
    [InlineData("[UX] Loan export", true)]
    [InlineData("Cart: loan export", true)]
    [InlineData("Loan export", true)]
    [InlineData("Loan export fails", false)]
    [InlineData("Export", false)]
    [InlineData("Add an export to the menu", false)]
    [InlineData("Add the loan export (again) to the menu", false)]
    [InlineData("Add the lucene 9 index", false)]
    [InlineData("Add Lucene", false)]
    [InlineData("Cart > Add the loan export", false)]
    [InlineData("Detect the loan export", false)]
    [InlineData("Make the loan export", false)]
    public void A_subject_is_certain_where_the_summary_changes_just_that(string summary, bool isSure) => Find(summary).IsSure.ShouldBe(isSure);

    [Theory]
    [InlineData("it")]
    [InlineData("NULL")]
    [InlineData("test")]
    [InlineData("???")]
    [InlineData("Bug")]
    [InlineData("检索结果应当按日期排序")]
    [InlineData("Die Suche ist kaputt")]
    [InlineData("😀")]
    [InlineData("Remove the sidebar and the footer")]
    public void A_summary_without_a_subject_has_none(string summary) => Find(summary).Subject.ShouldBeNull();

    [Theory]
    [InlineData("Add the ability to archive loans")]
    [InlineData("Add an option to archive loans")]
    [InlineData("Add the possibility to archive loans")]
    [InlineData("Add a way to archive loans")]
    [InlineData("Add a feature to archive loans")]
    [InlineData("Add support to archive loans")]
    [InlineData("Make it possible to archive loans")]
    [InlineData("Allow members to archive loans")]
    public void What_people_do_something_to_is_not_the_subject(string summary) => Find(summary).Subject.ShouldBeNull();

    [Fact]
    public void A_summary_that_names_nothing_has_no_subject() => Find("???", "The order of loans is wrong.").Subject.ShouldBeNull();

    [Theory]
    [InlineData("Sort the global statuses by name", "sort the global statuses")]
    [InlineData("Clean up old feature flags", "clean up the old feature flags")]
    public void An_imperative_names_the_action(string summary, string action) => Find(summary).Action.ShouldBe(action);

    [Theory]
    [InlineData("Export button does nothing", "the export button does nothing")]
    [InlineData("Printed receipts missing in the archive", "the printed receipts are missing in the archive")]
    [InlineData("Unable to save a draft", "you can’t save the draft")]
    public void A_failure_is_told_as_a_clause(string summary, string clause) => Find(summary).Clause.ShouldBe(clause);

    [Theory]
    [InlineData("Add filters", true)]
    [InlineData("Add a filter", false)]
    [InlineData("Fix the status", false)]
    [InlineData("Merge shelves and boxes", true)]
    public void Number_follows_the_head(string summary, bool isPlural) => Find(summary).IsPlural.ShouldBe(isPlural);

    [Fact]
    public void Capitals_of_names_stay()
    {
        Find("Add Kafka consumer").Subject.ShouldBe("the Kafka consumer");
        Find("iPad layout is broken").Subject.ShouldBe("the iPad layout");
    }

    [Theory]
    [InlineData("Loan list (crashes on phones)")]
    [InlineData("Loan list [should be sorted]")]
    [InlineData("Loan list (is empty")]
    [InlineData("Loan list ()fails")]
    public void What_stands_in_brackets_is_no_clause(string summary)
    {
        Find(summary).Subject.ShouldBe("the Loan list");
        Find(summary).Clause.ShouldBeNull();
    }

    private static TicketSubject Find(string summary, string? description = null) => new SubjectFinder().Find(AdviceExample.Read(summary, description));
}
