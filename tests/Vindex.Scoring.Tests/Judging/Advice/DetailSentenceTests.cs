using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Sentences of advice about what the ticket leaves out, an example or two for each line of <c>advice.txt</c>.</summary>
public sealed class DetailSentenceTests
{
    [Theory]
    [InlineData(
        TicketKind.NotATicket, nameof(AdviceGroup.Detail), "test", null, null, "Say what should change, where, and for whom; the ticket doesn't tell yet.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Detail),
        "Spike: Compare queue libraries",
        null,
        null,
        "Write down the questions to answer about the queue libraries, and how much time they may take.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Detail),
        "How should we store scans?",
        null,
        null,
        "Write down the questions to answer about the scans, and how much time they may take.")]
    [InlineData(TicketKind.Spike, nameof(AdviceGroup.Detail), "???", null, null, "Write down the questions to answer, and how much time they may take.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Detail),
        "New member portal",
        "- login\n- loans\n- fees\n- messages",
        null,
        "List the pieces that make up the member portal, and say which comes first.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Detail),
        "Redesign of the whole catalogue",
        null,
        null,
        "List the pieces that make up the whole catalogue, and say which comes first.")]
    [InlineData(TicketKind.Epic, nameof(AdviceGroup.Detail), "???", null, null, "List the pieces of this work, and say which comes first.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Test suite for loans is red",
        null,
        null,
        "Name the failing cases of the test suite for loans, and paste the assertion or error with the commit.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Which version and environment show the problem with the draft, and does it happen every time?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Login page not loading",
        "## Steps to reproduce\n1. Open the login page\n2. Wait\n\n## Expected\n\n## Actual\nA white page.",
        null,
        "Which version and environment show the problem with the login page, and does it happen every time?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "500 on upload",
        "2026-03-01 10:11:12 ERROR upload failed\n2026-03-01 10:11:13 ERROR retry",
        null,
        "The output is there; say what leads to the 500 on upload, step by step, and since which version.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Exception on renewal",
        "2031-03-02 10:11:12 ERROR loans lost\n\n2031-03-02 10:11:13 ERROR loans lost",
        null,
        "The output is there; say what leads to the exception on renewal, step by step, and since which version.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Deadlock in the loan queue",
        null,
        null,
        "Give the steps that lead to the deadlock in the loan queue, the full error text and the version.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Exception in the loan list",
        null,
        null,
        "Give the steps that lead to the exception in the loan list, the full error text and the version.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "The output is there; say which version it comes from, and what was done just before.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Export button does nothing",
        null,
        null,
        "Give the steps after which the export button does nothing, and the version.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Detail), "Cannot log in", null, null, "Give the steps after which you can’t log, and the version.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Detail),
        "Die Suche ist kaputt und das Ergebnis fehlt",
        null,
        null,
        "In which cases does this happen, and in which doesn't it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Remove the legacy importer",
        null,
        null,
        "Where is the legacy importer used today, and what happens to existing data, settings or callers?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Rename Patron to Member",
        null,
        null,
        "List the places of Patron that change, with the old and the new name or location.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Migrate reports from Jasper to our own renderer",
        null,
        null,
        "From what to what do the reports go, which parts are included, and how much is there?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Migrate the old cards to the new table",
        null,
        null,
        "From what to what do the old cards go, which parts are included, and how much is there?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Replace the cron job with a worker",
        null,
        null,
        "What takes the place of the cron job, and in how many places is it used?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Popover > Update docs",
        null,
        null,
        "Which pages or sections of the Popover docs change, and what should they say?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Update the user guide",
        null,
        null,
        "Which pages or sections of the user guide change, and what should they say?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Which version of Lucene is in use now, and which breaking changes on the way need work here?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Which version of Gradle 8.5 is in use now, and which breaking changes on the way need work here?")]
    [InlineData(TicketKind.Task, nameof(AdviceGroup.Detail), "Bump version", null, null, "Which parts of the version have to change, and to what?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Refactor the loan calculator",
        null,
        null,
        "Which files or classes of the loan calculator are meant, and what must behave as before?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Clean up old feature flags",
        null,
        null,
        "Which files or classes of the old feature flags are meant, and what must behave as before?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Improve the loan calculator",
        null,
        null,
        "Which parts of the loan calculator are to be improved, and what is wrong with each today?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Reduce the size of the start page",
        null,
        null,
        "Which parts of the size of the start page are to be improved, and what is wrong with each today?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Investigate the shelf scanners",
        null,
        null,
        "Which questions about the shelf scanners should be answered, and how much time may it take?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Create a mockup of the kiosk screen",
        null,
        null,
        "Which states, sizes and variants of the mockup of the kiosk screen are needed, and where is it used?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Nightly build pipeline",
        null,
        null,
        "Which systems and environments does the pipeline concern, and what is in place already?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Set up monitoring for the print server",
        null,
        null,
        "Which figures must the monitoring for the print server cover, and where do they come from?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Set up monitoring for the desk",
        null,
        null,
        "Which figures must the monitoring for the desk cover, and where do they come from?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Write docs for the plugin interface",
        null,
        null,
        "List what belongs to the work on the docs for the plugin interface: which files, pages or systems change, and how?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Add integration tests for returns",
        null,
        null,
        "List what belongs to the work on the integration tests: which files, pages or systems change, and how?")]
    [InlineData(TicketKind.Task, nameof(AdviceGroup.Detail), "a", null, null, "List what belongs to this work, and what is left out on purpose.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Remove the wishlist",
        null,
        null,
        "Where is the wishlist used today, and what happens to existing data or settings?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "[UX] Make the checkout button more visible",
        null,
        null,
        "Which part of the checkout button is to be better, how is it today, and what would be good enough?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Improve the search",
        "It should be faster and more intuitive.",
        null,
        "Which part of the search is to be better, how is it today, and what would be good enough?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Add a Filter to the Loan Overview",
        null,
        null,
        "Which fields does the Filter look at, how do several conditions combine, and how many entries can there be?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Search for readers by card",
        null,
        null,
        "Which fields does the search for readers look at, how do several conditions combine, and how many entries can there be?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Access for guests",
        null,
        null,
        "Which roles does the access for guests concern, what may each of them do, and what holds for existing accounts?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Login for members",
        null,
        null,
        "Which roles does the login for members concern, what may each of them do, and what holds for existing accounts?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Reminder mail before the due date",
        null,
        null,
        "Which events lead to the reminder mail, who gets it, and what does the text say?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Form for new members",
        null,
        null,
        "Which fields does the form for new members have, which are required, and what are the limits?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Button to extend a loan",
        null,
        null,
        "Where exactly should the button appear, for whom, and what happens on use?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Expose loan statistics as an API",
        null,
        null,
        "Which data goes into the loan statistics, over which period, and where do people see them?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Allow members to export their reading list",
        "As CSV, maybe as PDF too.",
        null,
        "Which information does the reading list hold, where does it come from, and how many entries can there be?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Replace the loan list with cards",
        null,
        null,
        "Which information does the loan list hold, where does it come from, and how many entries can there be?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "CSV export of loans",
        null,
        null,
        "Which format and fields does the CSV export of loans use, how large can it get, and what happens when it fails halfway?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Command to list loans",
        null,
        null,
        "Which arguments does the command take, and what should it print?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "REST endpoint for loans",
        null,
        null,
        "Which inputs does the REST endpoint for loans take, what comes back, and which errors are possible?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Detail),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Which topics must the article cover, and for which reader?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Dark mode",
        null,
        null,
        "Which screens and states does the dark mode concern, and is there a draft to look at?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Detail),
        "As Rosa, I want to see which shelves are empty",
        null,
        null,
        "What exactly should people see when they see the shelves, and where does the data come from?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Detail),
        "As a clerk I need to see fees",
        null,
        null,
        "What exactly should people see when they see the fees, and where does the data come from?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Detail),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Where do people start when they want to renew the loans in bulk, what do they have to give, and what are the limits?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Detail),
        "As a cook I would like the ability to scale a recipe",
        "Some recipes have odd amounts.",
        null,
        "Where do people start when they want to scale the recipe, what do they have to give, and what are the limits?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Support barcode scanners",
        null,
        null,
        "Describe what the barcode scanners should do, from what starts them to what people see at the end, and what is left out.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Android: offline mode",
        null,
        null,
        "Describe what the offline mode should do, from what starts it to what people see at the end, and what is left out.")]
    [InlineData(
        TicketKind.Feature, nameof(AdviceGroup.Detail), "it", null, null, "Describe where this starts, what happens then, and which cases are left out.")]
    public void Details_are_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Test suite for loans is red",
        null,
        null,
        "Name the failing cases of the test suite for loans, and give the command, branch and commit that show the failure.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Nightly build is broken",
        null,
        null,
        "Give the command, version and configuration that show the problem with the build.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Pipeline for the nightly build does not start",
        null,
        null,
        "Give the command, version and configuration that show the problem with the pipeline.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "The error output is there; add what someone did just before, step by step, and with which data.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Deadlock in the loan queue",
        null,
        null,
        "Give the steps that lead to the deadlock in the loan queue, with the data used, and say whether it happens every time.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Exception on renewal",
        "1. Open the list\n2. Press renew\n3. Wait",
        null,
        "Give the steps that lead to the exception on renewal, with the data used, and say whether it happens every time.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Export button does nothing",
        null,
        null,
        "Give the steps after which the export button does nothing, and say whether it happens every time.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Give the steps after which you can’t save the draft, and say whether it happens every time.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Die Suche ist kaputt und das Ergebnis fehlt",
        null,
        null,
        "Give the steps and the data with which someone can see the problem.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Steps),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Walk through the loans in bulk step by step: what someone does, and what happens then.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Steps),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Walk through the article step by step: what someone does, and what happens then.")]
    public void Steps_are_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Environment),
        "Export button does nothing",
        null,
        null,
        "In which browser and version does this happen, and is the export button affected for every account?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Environment),
        "Wrong total on the invoice page",
        null,
        null,
        "In which browser and version does this happen, and is the wrong total on the invoice page affected for every account?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Environment),
        "Nightly build is broken",
        null,
        null,
        "On which branch, commit and system does the problem with the build occur, and since when?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Environment),
        "Pipeline for the nightly build does not start",
        null,
        null,
        "On which branch, commit and system does the problem with the pipeline occur, and since when?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Environment),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "In which version and on which system does the problem with the draft occur, and since when?")]
    [InlineData(
        TicketKind.Bug, nameof(AdviceGroup.Environment), "Cannot log in", null, null, "In which version and on which system does this happen, and since when?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Environment),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Which versions and platforms do the loans in bulk have to work on?")]
    public void The_environment_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Trace),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "The log is there; say what someone was doing, and what should have happened instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Trace),
        "Deadlock in the loan queue",
        null,
        null,
        "Paste the full text of the deadlock in the loan queue with the lines around it.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Trace),
        "Exception on renewal",
        "1. Open the list\n2. Press renew\n3. Wait",
        null,
        "Paste the full text of the exception on renewal with the lines around it.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Trace),
        "Export button does nothing",
        null,
        null,
        "Paste the error text or log lines that go with the problem with the export button.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Trace),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Paste the error text or log lines that go with the problem with the draft.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Trace), "Cannot log in", null, null, "Paste the error text or log lines, with what was done just before.")]
    [InlineData(
        TicketKind.NotATicket,
        nameof(AdviceGroup.Trace),
        "[ERROR] worker died",
        "2026-03-01 10:11:12 ERROR worker died",
        null,
        "Say in a sentence what the pasted output shows about the worker died, and what should be different.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Trace),
        "Loan history",
        "2031-03-02 10:11:12 ERROR loans lost\n\n2031-03-02 10:11:13 ERROR loans lost",
        null,
        "Say in a sentence what the pasted output shows about the Loan history, and what should be different.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Trace),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Add an example of what the loans in bulk gives today and what it should give.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Trace),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Add an example of what the article gives today and what it should give.")]
    [InlineData(TicketKind.NotATicket, nameof(AdviceGroup.Trace), "test", null, null, "Add an example of what happens today and what should happen.")]
    public void The_error_text_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Numbers),
        "Export button does nothing",
        null,
        null,
        "Give figures for the problem with the export button: how often, since when, with how much data?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Numbers),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Give figures for the problem with the draft: how often, since when, with how much data?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Numbers),
        "Improve the loan calculator",
        null,
        null,
        "How long does the loan calculator take or how large is it today, and what should it come down to?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Numbers),
        "Reduce the size of the start page",
        null,
        null,
        "How long does the size of the start page take or how large is it today, and what should it come down to?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Numbers),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Give figures for the loans in bulk: how many, how large or how fast at most?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Numbers),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Give figures for the article: how many, how large or how fast at most?")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Numbers), "Cannot log in", null, null, "Give figures: how many, how large or how fast at most?")]
    public void Figures_are_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Lists),
        "Export button does nothing",
        null,
        null,
        "List the cases in which the export button is affected, one a line, each with what should happen.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Lists),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "List the cases in which the draft is affected, one a line, each with what should happen.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Lists),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "List the single changes to Lucene, one a line, so that each can be ticked off.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Lists),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "List the single changes to Gradle 8.5, one a line, so that each can be ticked off.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Lists),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "List the cases for the loans in bulk, one a line, each with what should happen.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Lists),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "List the cases for the article, one a line, each with what should happen.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Lists), "Cannot log in", null, null, "List the cases, one a line, each with what should happen.")]
    public void Lists_are_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);
}
