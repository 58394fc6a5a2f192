using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Sentences of advice about who wants it and why, an example or two for each line of <c>advice.txt</c>.</summary>
public sealed class GoalSentenceTests
{
    [Theory]
    [InlineData(TicketKind.NotATicket, nameof(AdviceGroup.Role), "test", null, null, "Describe what is wanted and who needs it.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Role),
        "Spike: Compare queue libraries",
        null,
        null,
        "Who needs the answer about the queue libraries, and what will they decide with it?")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Role),
        "How should we store scans?",
        null,
        null,
        "Who needs the answer about the scans, and what will they decide with it?")]
    [InlineData(TicketKind.Spike, nameof(AdviceGroup.Role), "???", null, null, "Who needs the answer, and what will they decide with it?")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Role),
        "New member portal",
        "- login\n- loans\n- fees\n- messages",
        null,
        "Who is the member portal for, and what will they be able to do that they can't do today?")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Role),
        "Redesign of the whole catalogue",
        null,
        null,
        "Who is the whole catalogue for, and what will they be able to do that they can't do today?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Role),
        "Nightly build is broken",
        null,
        null,
        "Who is held up by the problem with the build: everyone who merges, or one team?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Role),
        "Pipeline for the nightly build does not start",
        null,
        null,
        "Who is held up by the problem with the pipeline: everyone who merges, or one team?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Role),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "Who runs into the problem with the NullReferenceException in LoanService.Renew, and what can they not do because of it?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Role),
        "Export button does nothing",
        null,
        null,
        "Who notices that the export button does nothing, and what can they not do because of it?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Role),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Who notices that you can’t save the draft, and what can they not do because of it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Role),
        "The importer should skip empty rows",
        null,
        null,
        "The importer should skip empty rows: who is waiting for that, and why?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Role),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Who is waiting for the work on Lucene, and what does it make possible for them?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Role),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Who is waiting for the work on Gradle 8.5, and what does it make possible for them?")]
    [InlineData(TicketKind.Task, nameof(AdviceGroup.Role), "a", null, null, "Who is waiting for this work, and what does it make possible for them?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Role),
        "Button to extend a loan",
        null,
        null,
        "The button should extend a loan: who needs that, and what do they do today instead?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Role),
        "Command to list loans",
        null,
        null,
        "The command should list loans: who needs that, and what do they do today instead?")]
    [InlineData(TicketKind.Feature, nameof(AdviceGroup.Role), "Remove the wishlist", null, null, "Who still uses the wishlist, and who is bothered by it?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Role),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Who needs to renew the loans in bulk, and what do they do today instead?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Role),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Who needs to pin the article, and what do they do today instead?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Role),
        "Add a Filter to the Loan Overview",
        null,
        null,
        "Who will use the Filter, and what do they do today without it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Role),
        "Support barcode scanners",
        null,
        null,
        "Who will use the barcode scanners, and what do they do today without them?")]
    [InlineData(TicketKind.Feature, nameof(AdviceGroup.Role), "it", null, null, "Who needs this, and what do they do today instead?")]
    public void Who_wants_it_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(TicketKind.NotATicket, nameof(AdviceGroup.Reason), "test", null, null, "Say what should change and what is gained by it.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Reason),
        "Spike: Compare queue libraries",
        null,
        null,
        "Which decision depends on what you find out about the queue libraries?")]
    [InlineData(
        TicketKind.Spike, nameof(AdviceGroup.Reason), "How should we store scans?", null, null, "Which decision depends on what you find out about the scans?")]
    [InlineData(TicketKind.Spike, nameof(AdviceGroup.Reason), "???", null, null, "Which decision depends on the answer?")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Reason),
        "New member portal",
        "- login\n- loans\n- fees\n- messages",
        null,
        "What will people be able to do once the member portal is done, and by which figure will you know?")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Reason),
        "Redesign of the whole catalogue",
        null,
        null,
        "What will people be able to do once the whole catalogue is done, and by which figure will you know?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "Test suite for loans is red",
        null,
        null,
        "Say whether the problem with the test suite for loans points to a fault in the product, or only holds up the build.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "500 on upload",
        "2026-03-01 10:11:12 ERROR upload failed\n2026-03-01 10:11:13 ERROR retry",
        null,
        "What does the 500 on upload cost users: lost data, a blocked step, or only a confusing display?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "Deadlock in the loan queue",
        null,
        null,
        "What does the deadlock in the loan queue cost users: lost data, a blocked step, or only a confusing display?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "Export button does nothing",
        null,
        null,
        "The export button does nothing: what can people not do because of that, and how many are affected?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "You can’t save the draft: what can people not do because of that, and how many are affected?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "NullReferenceException in LoanService.Renew",
        "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```",
        null,
        "What does the problem with the NullReferenceException in LoanService.Renew cost users: wrong data, a blocked step, or only a confusing display?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Reason),
        "Die Suche ist kaputt und das Ergebnis fehlt",
        null,
        null,
        "What does this problem cost users: wrong data, a blocked step, or only a confusing display?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "The importer should skip empty rows",
        null,
        null,
        "The importer should skip empty rows: what goes wrong today while this isn't so?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Popover > Update docs",
        null,
        null,
        "Who needs the change to the Popover docs, and what do they get wrong with the current version?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Update the user guide",
        null,
        null,
        "Who needs the change to the user guide, and what do they get wrong with the current version?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Which fix or feature do you need from the new version of Lucene, and what goes wrong with the old one?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Which fix or feature do you need from the new version of Gradle 8.5, and what goes wrong with the old one?")]
    [InlineData(TicketKind.Task, nameof(AdviceGroup.Reason), "Bump version", null, null, "What is out of date in the version, and who is held up by it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Remove the legacy importer",
        null,
        null,
        "What does keeping the legacy importer cost, and is anyone still using it?")]
    [InlineData(TicketKind.Task, nameof(AdviceGroup.Reason), "Rename Patron to Member", null, null, "What goes wrong with Patron as it is now, and for whom?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Migrate reports from Jasper to our own renderer",
        null,
        null,
        "What gets better once you migrate the reports: run time, upkeep, or something that is impossible today?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Replace the cron job with a worker",
        null,
        null,
        "What gets better once you replace the cron job: run time, upkeep, or something that is impossible today?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Refactor the loan calculator",
        null,
        null,
        "Which change is slow or risky today because of the way the loan calculator is built?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Clean up old feature flags",
        null,
        null,
        "Which change is slow or risky today because of the way the old feature flags are built?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Improve the loan calculator",
        null,
        null,
        "What is wrong with the loan calculator today, and who is held up by it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Reduce the size of the start page",
        null,
        null,
        "What is wrong with the size of the start page today, and who is held up by it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Investigate the shelf scanners",
        null,
        null,
        "Which decision depends on the result for the shelf scanners?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Nightly build pipeline",
        null,
        null,
        "What is slow, manual or failing today that the pipeline will put right?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Create a mockup of the kiosk screen",
        null,
        null,
        "What do designers or users have to work around until the mockup of the kiosk screen is done?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Write docs for the plugin interface",
        null,
        null,
        "What goes wrong or takes too long today without the docs for the plugin interface?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Set up monitoring for the print server",
        null,
        null,
        "What goes wrong or takes too long today without the monitoring for the print server?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Button to extend a loan",
        null,
        null,
        "The button should extend a loan: who needs that, and what do they have to do as things are?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Command to list loans",
        null,
        null,
        "The command should list loans: who needs that, and what do they have to do as things are?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Remove the wishlist",
        null,
        null,
        "Who is bothered by the wishlist today, and what do they gain once it is gone?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Improve the layout of the loan list",
        null,
        null,
        "What is hard to see or do with the layout of the loan list today, and for whom?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Replace the loan list with cards",
        null,
        null,
        "What is wrong with the loan list today, and what will people gain from the change?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Rename the shelf page",
        null,
        null,
        "What is wrong with the shelf page today, and what will people gain from the change?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "REST endpoint for loans",
        null,
        null,
        "What could people build or automate with the REST endpoint for loans, and how do they manage today?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Access for guests",
        null,
        null,
        "Who needs the access for guests, and what goes wrong or stays open today without it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Login for members",
        null,
        null,
        "Who needs the login for members, and what goes wrong or stays open today without it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Reminder mail before the due date",
        null,
        null,
        "What do people miss today without the reminder mail, and what will they do once they get it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Expose loan statistics as an API",
        null,
        null,
        "Who will look at the loan statistics, and which question or decision will they help with?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Reason),
        "As Rosa, I want to see which shelves are empty",
        null,
        null,
        "What do people miss or get wrong today without the shelves?")]
    [InlineData(
        TicketKind.Story, nameof(AdviceGroup.Reason), "As a clerk I need to see fees", null, null, "What do people miss or get wrong today without the fees?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Reason),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "What will people gain once they can renew the loans in bulk, and what do they do instead today?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Reason),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "What will people gain once they can pin the article, and what do they do instead today?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Add a Filter to the Loan Overview",
        null,
        null,
        "Who needs the Filter, and what do they have to do without it today?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Reason),
        "Support barcode scanners",
        null,
        null,
        "Who needs the barcode scanners, and what do they have to do without them today?")]
    [InlineData(TicketKind.Feature, nameof(AdviceGroup.Reason), "it", null, null, "What will people gain from this, and what do they do instead today?")]
    public void The_reason_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);
}
