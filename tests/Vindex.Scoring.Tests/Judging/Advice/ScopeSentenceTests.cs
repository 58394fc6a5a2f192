using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Sentences of advice about its bounds, an example or two for each line of <c>advice.txt</c>.</summary>
public sealed class ScopeSentenceTests
{
    [Theory]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Several),
        "Refactor the loan service",
        "Also move the fees.",
        "Also move the fees",
        "Can “move the fees” be done and released without the rest of the loan service? Then make it a ticket of its own.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Several),
        "Improve the loan history",
        "We should also print receipts.",
        "also print receipts",
        "Can “print receipts” be done and released without the rest of the loan history? Then make it a ticket of its own.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Several),
        "Exception on renewal",
        "1. Open the list\n2. Press renew\n3. Wait",
        null,
        "If the 3 points about the exception on renewal have different causes, give each its own ticket.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Several),
        "???",
        "1. Open the list\n2. Press renew\n3. Wait",
        null,
        "If the 3 points about the list have different causes, give each its own ticket.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Several),
        "New member portal",
        "- login\n- loans\n- fees\n- messages",
        null,
        "Choose the first of the 4 points that is useful by itself, and give each of the others its own ticket.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Several),
        "???",
        "- open the list\n- press renew\n- wait",
        null,
        "Which of the 3 points about the list is useful by itself? Start with that one and move the rest to follow-ups.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Several),
        "Redesign of the whole catalogue",
        null,
        null,
        "Name the first part of the whole catalogue that people could use by itself, and make it the first ticket.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Several),
        "New member portal",
        "- login",
        null,
        "Name the first part of the member portal that people could use by itself, and make it the first ticket.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Several),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Into which parts of Lucene can the work be cut, so that each can be merged by itself?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Several),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Into which parts of Gradle 8.5 can the work be cut, so that each can be merged by itself?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Several),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Which part of the loans in bulk is useful by itself? Start with that one and move the rest to follow-ups.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Several),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Which part of the article is useful by itself? Start with that one and move the rest to follow-ups.")]
    public void Joined_deliverables_are_divided(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Prescribed),
        "Use a queue for reminders",
        "Use a queue table with a status column.",
        "Use a queue table",
        "Why “Use a queue table”? Say what the queue for reminders must achieve and leave the way open, unless this one is required.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Prescribed),
        "???",
        "Use a queue table with a status column.",
        "Use a queue table",
        "Why “Use a queue table”? Say what the queue table must achieve and leave the way open, unless this one is required.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Prescribed),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Say what the work on Lucene must achieve, and which steps are only a suggestion.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Prescribed),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Say what the work on Gradle 8.5 must achieve, and which steps are only a suggestion.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Prescribed),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say what the loans in bulk must achieve, and which parts of the solution are only a suggestion.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Prescribed),
        "Cannot log in",
        null,
        null,
        "Say what must be achieved, and which parts of the solution are only a suggestion.")]
    public void A_laid_down_solution_is_questioned(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Dependency),
        "Loan history",
        "Once LIB-7 is merged we can start.",
        "Once LIB-7 is merged",
        "What can be done on the Loan history before LIB-7 is finished? Make that this ticket, or plan it after LIB-7.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Dependency),
        "???",
        "Once LIB-7 is merged we can start.",
        "Once LIB-7 is merged",
        "What can be done before LIB-7 is finished? Make that this ticket, or plan it after LIB-7.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Dependency),
        "???",
        "Once the new cards are there we can start.",
        "Once the new cards are there",
        "“Once the new cards are there”: what can be done before that, and until when does the rest wait?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Dependency),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Which other work has to be finished before the loans in bulk can start, and what can be done without it?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Dependency),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Which other work has to be finished before the article can start, and what can be done without it?")]
    public void What_it_waits_for_is_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.References),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say what the tickets mentioned here mean for the loans in bulk: needed first, done already, or only related?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.References),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Say what the tickets mentioned here mean for the article: needed first, done already, or only related?")]
    public void Other_tickets_are_to_be_explained(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Links),
        "Export button does nothing",
        null,
        null,
        "Say in a sentence what the linked page shows about the export button, so that the ticket can be read without it.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Links),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Say in a sentence what the linked page shows about the draft, so that the ticket can be read without it.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Links),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say in a sentence what the linked page adds about the loans in bulk, so that the ticket can be read without it.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Links),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Say in a sentence what the linked page adds about the article, so that the ticket can be read without it.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Links),
        "Cannot log in",
        null,
        null,
        "Say in a sentence what the linked page adds, so that the ticket can be read without it.")]
    public void Linked_pages_are_to_be_told(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);
}
