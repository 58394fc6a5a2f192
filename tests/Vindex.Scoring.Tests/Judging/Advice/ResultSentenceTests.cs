using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Sentences of advice about what can be checked when it is done, an example or two for each line of <c>advice.txt</c>.</summary>
public sealed class ResultSentenceTests
{
    [Theory]
    [InlineData(TicketKind.NotATicket, nameof(AdviceGroup.Criteria), "test", null, null, "Describe one result that would show that this is done.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Criteria),
        "Spike: Compare queue libraries",
        null,
        null,
        "What should be on the table at the end of the work on the queue libraries: a decision, a comparison or a prototype, and by when?")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Criteria),
        "Investigate offline sync",
        "Find out whether it works.",
        null,
        "What should be on the table at the end of the work on the offline sync: a decision, a comparison or a prototype, and by when?")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Criteria),
        "How should we store scans?",
        null,
        null,
        "What should come out of the work on the scans: a decision, a comparison or a prototype, and by when?")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Criteria),
        "???",
        null,
        null,
        "What should come out of this, a decision, a comparison or a prototype, and by when?")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Criteria),
        "New member portal",
        "- login\n- loans\n- fees\n- messages",
        null,
        "Say by which result or figure you will know that the member portal is done.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Criteria),
        "Redesign of the whole catalogue",
        null,
        null,
        "Say by which result or figure you will know that the whole catalogue is done.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Test suite for loans is red",
        null,
        null,
        "Say what must pass for the test suite for loans to count as fixed: which tests, in which environment, and how many runs in a row.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Nightly build is broken",
        null,
        null,
        "Say what must work again for the build, and how someone can check it.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Pipeline for the nightly build does not start",
        null,
        null,
        "Say what must work again for the pipeline, and how someone can check it.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Deleting a shelf leaves orphaned books",
        null,
        null,
        "Say what should happen after deleting a shelf, so that the fix can be checked.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "500 on upload",
        "2026-03-01 10:11:12 ERROR upload failed\n2026-03-01 10:11:13 ERROR retry",
        null,
        "Say what should happen instead of the 500 on upload: what works again, or which message appears?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Deadlock in the loan queue",
        null,
        null,
        "Say what should happen instead of the deadlock in the loan queue: what works again, or which message appears?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Search by author finds nothing",
        null,
        null,
        "Give one example for the search: what is entered or chosen, what appears now, and what should appear.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Wrong total on the invoice page",
        null,
        null,
        "Say what the wrong total on the invoice page should show instead, with one concrete example.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Login page not loading",
        "## Steps to reproduce\n1. Open the login page\n2. Wait\n\n## Expected\n\n## Actual\nA white page.",
        null,
        "Say what the login page should show instead, with one concrete example.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Export button does nothing",
        null,
        null,
        "Say how the export button should react instead, step by step for one case.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "CSV export has wrong columns",
        null,
        null,
        "Say what should come out of the CSV export instead, with one short example.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Reminder mail shows the wrong date",
        null,
        null,
        "Say what the reminder mail should say instead, or whether it should not appear at all.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "REST endpoint for loans returns nothing",
        null,
        null,
        "Say what the REST endpoint for loans should do or return instead, with one example.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Timeout setting is ignored",
        null,
        null,
        "Say what the timeout setting should do or return instead, with one example.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "User guide shows the wrong menu",
        null,
        null,
        "Give the correct text for the user guide, or what a reader should find there.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Say what should happen instead when someone tries to save the draft.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Cannot print the receipt",
        null,
        null,
        "Say what should happen instead when someone tries to print the receipt.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Cannot log in",
        null,
        null,
        "You can’t log: say what should happen instead, so that the fix can be checked.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "LoanServiceTest fails sometimes",
        "Since yesterday.",
        null,
        "The LoanServiceTest fails sometimes: say what should happen instead, so that the fix can be checked.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "Say what the NullReferenceException in LoanService.Renew should do instead, so that the fix can be checked.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Die Suche ist kaputt und das Ergebnis fehlt",
        null,
        null,
        "Say what should happen instead, so that the fix can be checked.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Remove the legacy importer",
        null,
        null,
        "Where must the legacy importer no longer appear, and what has to keep working without it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Rename Patron to Member",
        null,
        null,
        "Say where the new name must appear, and whether the old name of Patron keeps working.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Migrate reports from Jasper to our own renderer",
        null,
        null,
        "How will you check that nothing is lost when you migrate the reports, and what happens to the old version?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Migrate the old cards to the new table",
        null,
        null,
        "How will you check that nothing is lost when you migrate the old cards, and what happens to the old version?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Replace the cron job with a worker",
        null,
        null,
        "What must work as before once you replace the cron job, and where must the old way be gone?")]
    [InlineData(
        TicketKind.Task, nameof(AdviceGroup.Criteria), "Popover > Update docs", null, null, "What must the Popover docs say once updated, and who checks it?")]
    [InlineData(
        TicketKind.Task, nameof(AdviceGroup.Criteria), "Update the user guide", null, null, "What must the user guide say once updated, and who checks it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Which builds and tests must pass with the new version of Lucene, and what is to be checked by hand?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Which builds and tests must pass with the new version of Gradle 8.5, and what is to be checked by hand?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Bump version",
        null,
        null,
        "What must be different in the version once updated, and how can someone check it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Refactor the loan calculator",
        null,
        null,
        "What must be gone or simpler in the loan calculator afterwards, and which tests show that nothing else changed?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Clean up old feature flags",
        null,
        null,
        "What must be gone or simpler in the old feature flags afterwards, and which tests show that nothing else changed?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Improve the loan calculator",
        null,
        null,
        "By which figure or example will you see that the loan calculator has got better?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Reduce the size of the start page",
        null,
        null,
        "By which figure or example will you see that the size of the start page has got better?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Investigate the shelf scanners",
        null,
        null,
        "What should come out of the work on the shelf scanners: a written decision, a list, or a change?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Create a mockup of the kiosk screen",
        null,
        null,
        "What must be in the mockup of the kiosk screen when it is finished: which states and sizes, and who approves it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Nightly build pipeline",
        null,
        null,
        "What must run or be deployed at the end, and how can someone check that the pipeline does what it should?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Set up monitoring for the print server",
        null,
        null,
        "What must the monitoring for the print server show when finished, and for which period or part of the system?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Set up monitoring for the desk",
        null,
        null,
        "What must the monitoring for the desk show when finished, and for which period or part of the system?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Write docs for the plugin interface",
        null,
        null,
        "Say what someone can see or run at the end to tell that the work on the docs for the plugin interface is finished.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Add integration tests for returns",
        null,
        null,
        "Say what someone can see or run at the end to tell that the work on the integration tests is finished.")]
    [InlineData(
        TicketKind.Task, nameof(AdviceGroup.Criteria), "a", null, null, "Say what someone can see or run at the end to tell that this work is finished.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Remove the wishlist",
        null,
        null,
        "Where must the wishlist no longer appear, and what should people see or do instead?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "[UX] Make the checkout button more visible",
        null,
        null,
        "What should be better about the checkout button, and how will you see it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Improve the search",
        "It should be faster and more intuitive.",
        null,
        "What should be better about the search, and how will you see it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Filter loans by shelf",
        null,
        null,
        "Give two examples of what happens when people filter the loans: what they pick and what appears, also when nothing matches.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Add a Filter to the Loan Overview",
        null,
        null,
        "Give two examples for the Filter: what someone enters or picks and what appears, and what they see when nothing matches.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Search for readers by card",
        null,
        null,
        "Give two examples for the search for readers: what someone enters or picks and what appears, and what they see when nothing matches.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Access for guests",
        null,
        null,
        "Who may use the access for guests and who may not, and what do the latter see?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Login for members",
        null,
        null,
        "Who may use the login for members and who may not, and what do the latter see?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Reminder mail before the due date",
        null,
        null,
        "Say when the reminder mail must appear, to whom and with which text, and when it must not.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Form for new members",
        null,
        null,
        "What must the form for new members accept and refuse, and what happens on save and on cancel?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Button to extend a loan",
        null,
        null,
        "What should happen when someone uses the button, and in which cases should it be hidden or disabled?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Expose loan statistics as an API",
        null,
        null,
        "How are the loan statistics worked out, and where do people see the result? Give one example with figures.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Allow members to export their reading list",
        "As CSV, maybe as PDF too.",
        null,
        "What must the reading list show, in which order, and what appears when there is nothing to show?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Replace the loan list with cards",
        null,
        null,
        "What must the loan list show, in which order, and what appears when there is nothing to show?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "CSV export of loans",
        null,
        null,
        "Give one example of what goes into the CSV export of loans and what must come out, and say what happens with invalid data.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Command to list loans",
        null,
        null,
        "Give one example run of the command with its output, and say what it prints when something is wrong.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "REST endpoint for loans",
        null,
        null,
        "Give one example of the REST endpoint for loans in use with its result, and say what happens with wrong or missing input.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Criteria),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "What must a reader find in the article, and where?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Dark mode",
        null,
        null,
        "What should look different about the dark mode, on which screens, and who approves it?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Criteria),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Describe what happens when someone tries to renew the loans in bulk: one case that works and one that must be refused.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Criteria),
        "As Rosa, I want to see which shelves are empty",
        null,
        null,
        "Describe what happens when someone tries to see the shelves: one case that works and one that must be refused.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Fix the date on receipts",
        null,
        null,
        "Say in one example what happens with the date on receipts today, and what must happen instead.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Support barcode scanners",
        null,
        null,
        "Give an example of the barcode scanners with real values: what goes in, what people see or get, and one case that must not work.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "Android: offline mode",
        null,
        null,
        "Give an example of the offline mode with real values: what goes in, what people see or get, and one case that must not work.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Criteria),
        "it",
        null,
        null,
        "Give two examples: one case that must work, and one at the edge with what should happen then.")]
    public void What_can_be_checked_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Exception on renewal",
        "1. Open the list\n2. Press renew\n3. Wait",
        null,
        "The steps are there; say what should happen in place of the exception on renewal.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Timeout error on renewal",
        "1. Open the list\n2. Press renew",
        null,
        "The steps are there; say what should happen in place of the timeout error on renewal.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "The steps are there; say what should happen instead when someone tries to save the draft.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "???",
        "1. Open the list\n2. Press renew\n3. Wait",
        null,
        "The steps are there; say what should happen instead when someone tries to open the list.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Login page not loading",
        "## Steps to reproduce\n1. Open the login page\n2. Wait\n\n## Expected\n\n## Actual\nA white page.",
        null,
        "The steps are there; say what the login page should do instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "The error output is there; say what the NullReferenceException in LoanService.Renew should do instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "500 on upload",
        "2026-03-01 10:11:12 ERROR upload failed\n2026-03-01 10:11:13 ERROR retry",
        null,
        "The error output is there; say what the 500 on upload should do instead.")]
    [InlineData(
        TicketKind.Bug, nameof(AdviceGroup.Expected), "Deleting a shelf leaves orphaned books", null, null, "Say what should happen after deleting a shelf.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Test suite for loans is red",
        null,
        null,
        "Say which result the test suite for loans should give, and in which environment.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Deadlock in the loan queue",
        null,
        null,
        "Say what should happen instead of the deadlock in the loan queue: what works, or which message appears?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Exception in the loan list",
        null,
        null,
        "Say what should happen instead of the exception in the loan list: what works, or which message appears?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "No way to close the help panel",
        null,
        null,
        "Say what the help panel should show instead, with one concrete example.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Missing icons in the toolbar",
        null,
        null,
        "Say what the missing icons in the toolbar should show instead, with one concrete example.")]
    [InlineData(
        TicketKind.Bug, nameof(AdviceGroup.Expected), "Unable to save a draft", null, null, "Say what should happen when someone tries to save the draft.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Cannot print the receipt",
        null,
        null,
        "Say what should happen when someone tries to print the receipt.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Expected), "Export button does nothing", null, null, "Say what the export button should do instead.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Expected), "Cannot log in", null, null, "Say what should happen instead.")]
    [InlineData(
        TicketKind.Feature, nameof(AdviceGroup.Expected), "Remove the wishlist", null, null, "Say what people see or do in place of the wishlist afterwards.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Expected),
        "Remove the legacy importer",
        null,
        null,
        "Say what people see or do in place of the legacy importer afterwards.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Expected),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say what result you expect from the loans in bulk, with one example.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Expected),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Say what result you expect from the article, with one example.")]
    [InlineData(TicketKind.NotATicket, nameof(AdviceGroup.Expected), "test", null, null, "Say what result you expect, with one example.")]
    public void The_expected_result_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);
}
