using System.Globalization;
using Shouldly;
using Vindex.Scoring.Rubric.Signals;
using Vindex.Scoring.Tests.Rubric.Outline;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Signals;

/// <summary>Joined actions are told from joined things, with how clearly (0 to 1) they belong to the wish.</summary>
public sealed class JoinTests
{
    [Theory]
    [InlineData("As a clerk I want to create and edit loans", "actions 1: create and edit loans")]
    [InlineData("As a clerk I want to create or edit loans", "actions 1: create or edit loans")]
    [InlineData("As a clerk I want to create, edit and delete loans", "actions 1: create, edit and delete; actions 1: create, edit and delete loans")]
    [InlineData("As a clerk I want to create/edit loans", "actions 0.85: create/edit loans")]
    [InlineData("As a clerk I want to create & edit loans", "actions 1: create & edit loans")]
    [InlineData("As a clerk I want to see the name and address", "things 1: see the name and address")]
    [InlineData("As a clerk I want to see the name or address", "things 1: see the name or address")]
    [InlineData("As a clerk I want to see the name, address and phone of readers", "things 1: name, address and phone of readers")]
    [InlineData("As a clerk I want to search and find books", "actions 1: search and find books")]
    [InlineData("As a clerk I want to print and then send receipts", "actions 1: print and then send receipts")]
    [InlineData("As a clerk I want to know whether a book is lent or not", "")]
    [InlineData("As a clerk I want to sort by title and date", "things 0.8: sort by title and date")]
    [InlineData("As a clerk I want to see loans using a table and a chart", "")]
    [InlineData("As a clerk I want to see loans of readers and guests", "things 0.8: loans of readers and guests")]
    [InlineData("As a clerk I want to see loans that are late and lost", "things 0.6: that are late and lost")]
    [InlineData("As a clerk I want to see books which are new and old", "things 0.6: which are new and old")]
    [InlineData("As a clerk I want to edit the first and last name", "things 1: edit the first and last name")]
    [InlineData("As a clerk I want a red and green label", "things 1: red and green label")]
    [InlineData("As a clerk I want to show and quickly hide loans", "actions 1: show and quickly hide loans")]
    [InlineData("As a clerk I want to view loans and to print receipts", "actions 0.5: view loans and to print receipts")]
    [InlineData("As a clerk I want to view loans and receipts", "things 1: view loans and receipts")]
    [InlineData("As a clerk I want terms and conditions", "things 1: terms and conditions")]
    [InlineData("Create and edit loans", "actions 1: Create and edit loans")]
    [InlineData("Name and address of readers", "things 1: Name and address of readers")]
    [InlineData("Show loans", "")]
    [InlineData("Search by title/date", "things 0.32: Search by title/date")]
    [InlineData("As a clerk I want to import books from lists and files", "things 0.8: books from lists and files")]
    [InlineData("As a clerk I want to import and export books", "actions 1: import and export books")]
    [InlineData("As a clerk I want to list posts and comments", "things 1: list posts and comments")]
    public void Words_around_a_connective_are_joined(string text, string joins)
    {
        var view = Views.Read(text);

        string.Join(
            "; ",
            Joins.Find(view, view.Clauses.Means)
                .Select(join =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(join.IsAction ? "actions" : "things")} {Math.Round(join.Strength, 2)}: {Views.TextOf(view, join.Text)}"))).ShouldBe(joins);
    }
}
