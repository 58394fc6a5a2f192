using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric;

/// <summary>All rules that fire for a title alone, with their direction.</summary>
public sealed class RuleFiringTests
{
    [Theory]
    [InlineData(
        "As a reader, I want to extend a loan in the app so that I can finish the book",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria +valuable.benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a reader, I want to extend a loan",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria -valuable.bare -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a developer, I want to refactor the loan service so that the code is cleaner",
        "+estimable.concrete -estimable.no-description +independent.stands-alone -negotiable.build-verb -negotiable.builder-builds +negotiable.concrete -negotiable.technical-role +small.one-action +testable.concrete -testable.no-criteria +valuable.benefit -valuable.builder-builds -valuable.technical-role -valuable.vague-benefit")]
    [InlineData(
        "As a system, I want to store loans in a table",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete -negotiable.technical-noun +small.one-action +testable.concrete -testable.no-criteria +testable.observable -valuable.no-benefit -valuable.system-role")]
    [InlineData(
        "As a user, I want a feature so that it works",
        "-estimable.abstract -estimable.no-description -testable.abstract -testable.no-criteria +valuable.benefit +valuable.role")]
    [InlineData(
        "As a reader, I want to extend a loan so that I can extend the loan",
        "+estimable.concrete -estimable.no-description +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria -valuable.echo +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to create and edit loans so that the desk is fast",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms -small.joined-actions +testable.concrete -testable.no-criteria +testable.observable +valuable.benefit +valuable.role +valuable.usable -valuable.vague-benefit")]
    [InlineData(
        "As a clerk, I want to see name and address of readers so that I can call them",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms -small.joined-things +testable.concrete -testable.no-criteria +testable.observable +valuable.benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to manage everything about loans",
        "-estimable.no-description -estimable.unbounded -independent.epic +independent.stands-alone -negotiable.absolute +negotiable.user-terms -small.absolute -small.epic -small.unbounded -testable.absolute -testable.no-criteria -valuable.no-benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want loans to be handled properly",
        "-estimable.no-description -estimable.vague-quality +independent.stands-alone +negotiable.user-terms +small.one-action -testable.no-criteria -testable.passive -testable.vague-quality -valuable.no-benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want a fast and user-friendly loan list",
        "-estimable.no-description -estimable.vague-quality +independent.stands-alone +negotiable.user-terms +small.one-action -testable.no-criteria +testable.observable -testable.vague-quality -valuable.no-benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want all loans to be visible at any time",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want the best loan list ever",
        "-estimable.no-description +independent.stands-alone +negotiable.user-terms +small.one-action -testable.no-criteria +testable.observable -testable.superlative -valuable.no-benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want to see loans if possible",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.loophole -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to see title, date etc.",
        "+estimable.concrete -estimable.filler -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria +testable.observable -testable.open-end -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I maybe want to see loans",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria +testable.observable -testable.uncertain -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to see more loans than today",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to see at most 20 loans a page so that I find them within 5 seconds",
        "+estimable.figure -estimable.no-description -estimable.vague-amount +negotiable.user-terms +small.one-action +testable.bounded-wish +testable.figure -testable.no-criteria +testable.observable +valuable.benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want to see an error when the card cannot be read",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.bounded-wish +testable.concrete -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to press a red button in the top right corner to print",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete -negotiable.look -negotiable.widget +small.one-action +testable.concrete -testable.no-criteria -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want loans to be stored in PostgreSQL using a JSON column",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete -negotiable.how-clause -negotiable.technical-noun -negotiable.technology +small.one-action +testable.concrete -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to call the REST API of the card service",
        "+estimable.concrete -estimable.no-description +independent.stands-alone +negotiable.concrete -negotiable.technical-noun -negotiable.technology +small.one-action +testable.concrete -testable.no-criteria -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want a redesign of the whole catalogue",
        "+estimable.concrete -estimable.no-description -independent.epic +independent.stands-alone +negotiable.concrete +negotiable.user-terms -small.epic +testable.concrete -testable.no-criteria -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to understand how readers use the list",
        "-estimable.explore -estimable.no-description +independent.stands-alone +negotiable.user-terms +small.one-action -testable.explore -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want to explore whether cards can be read",
        "-estimable.explore -estimable.no-description +independent.stands-alone +negotiable.user-terms +small.one-action -testable.explore -testable.no-criteria -valuable.no-benefit +valuable.role")]
    [InlineData(
        "As a clerk, I want to print receipts after LIB-12 is done",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare -independent.dependency -independent.reference -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to print receipts, which depends on the new printer",
        "+estimable.concrete -estimable.no-description -independent.dependency +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to see LIB-12 in the list",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare -independent.reference -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "As a clerk, I want to print receipts as shown in https://example.com/receipt",
        "+estimable.concrete -estimable.no-description -independent.reference +independent.stands-alone +negotiable.concrete +negotiable.user-terms +small.one-action +testable.concrete -testable.no-criteria +testable.observable -valuable.no-benefit +valuable.role +valuable.usable")]
    [InlineData(
        "Extend a loan",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria -valuable.bare -valuable.no-benefit +valuable.usable")]
    [InlineData(
        "Extend",
        "-estimable.bare -estimable.no-description -independent.bare -negotiable.bare -small.bare -testable.bare -testable.no-criteria -valuable.bare -valuable.no-benefit")]
    [InlineData(
        "Loan list",
        "-estimable.bare +estimable.behaviour +estimable.concrete -estimable.no-description -estimable.no-request -independent.bare -independent.no-request -negotiable.bare +negotiable.concrete -negotiable.no-request +negotiable.user-terms -small.bare -small.no-request +small.one-action -testable.bare +testable.behaviour +testable.concrete -testable.no-criteria -testable.no-request +testable.observable -valuable.bare -valuable.no-benefit -valuable.no-request +valuable.usable")]
    [InlineData(
        "Loans are lost when the card is read twice",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare +independent.stands-alone -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.concrete -valuable.bare -valuable.no-benefit +valuable.pain +valuable.usable")]
    [InlineData(
        "Add an index to the loans table",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare +independent.stands-alone -negotiable.bare +negotiable.concrete -negotiable.technical-noun -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit -valuable.technical-work +valuable.usable")]
    [InlineData(
        "Upgrade the database to version 9",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare -negotiable.bare -negotiable.build-verb +negotiable.concrete -negotiable.technical-noun -small.bare +small.one-action -testable.bare +testable.concrete -testable.no-criteria -valuable.bare -valuable.no-benefit -valuable.technical-work")]
    [InlineData(
        "Improve the performance of the loan list",
        "-estimable.abstract -estimable.bare -estimable.no-description -estimable.unbounded -independent.bare +independent.stands-alone -negotiable.bare +negotiable.user-terms -small.bare +small.one-action -small.unbounded -testable.abstract -testable.bare -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit")]
    [InlineData(
        "Make the loan list faster and nicer",
        "-estimable.bare -estimable.comparison -estimable.no-description -independent.bare +independent.stands-alone -negotiable.bare +negotiable.user-terms -small.bare -small.joined-things -testable.bare -testable.comparison -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit")]
    [InlineData(
        "Print receipts and send them by mail",
        "-estimable.bare +estimable.concrete -estimable.no-description -independent.bare +independent.stands-alone -negotiable.bare +negotiable.concrete +negotiable.user-terms -small.bare -small.joined-actions -testable.bare +testable.concrete -testable.no-criteria +testable.observable -valuable.bare -valuable.no-benefit +valuable.usable")]
    [InlineData(
        "Support barcode scanners",
        "-estimable.abstract -estimable.bare -estimable.no-description -estimable.unbounded -independent.bare -negotiable.bare +negotiable.user-terms -small.bare +small.one-action -small.unbounded -testable.abstract -testable.bare -testable.no-criteria -valuable.bare -valuable.no-benefit")]
    [InlineData(
        "Revolutionise the loan experience",
        "-estimable.abstract -estimable.bare -estimable.no-description -estimable.no-request -independent.bare -independent.no-request -negotiable.bare -negotiable.no-request +negotiable.user-terms -small.bare -small.no-request +small.one-action -testable.abstract -testable.bare -testable.no-criteria -testable.no-request -valuable.bare -valuable.no-benefit -valuable.no-request")]
    [InlineData(
        "Some loans are wrong",
        "-estimable.bare -estimable.no-description -estimable.vague-amount -independent.bare -negotiable.bare +negotiable.user-terms -small.bare +small.one-action -testable.bare +testable.bounded-wish -valuable.bare -valuable.no-benefit +valuable.pain")]
    [InlineData(
        "???",
        "-estimable.bare -estimable.no-description -estimable.no-request -estimable.open-question -independent.bare -independent.no-request -negotiable.bare -negotiable.no-request -small.bare -small.no-request -testable.bare -testable.no-criteria -testable.no-request -valuable.bare -valuable.no-benefit -valuable.no-request")]
    [InlineData(
        "TBD",
        "-estimable.bare -estimable.filler -estimable.no-description -estimable.no-request -estimable.open-question -independent.bare -independent.no-request -negotiable.bare -negotiable.no-request -small.bare -small.no-request -testable.bare -testable.no-criteria -testable.no-request -valuable.bare -valuable.no-benefit -valuable.no-request")]
    public void Rules_fire_for_what_they_are_about_and_no_others(string summary, string rules) =>
        string.Join(
            ' ',
            Example.Judge(summary).Findings.GroupBy(finding => finding.Rule)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Sum(finding => finding.Points) < 0 ? "-" : "+") + group.Key)).ShouldBe(rules);
}
