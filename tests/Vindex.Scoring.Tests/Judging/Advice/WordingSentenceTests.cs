using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Sentences of advice about its words, an example or two for each line of <c>advice.txt</c>.</summary>
public sealed class WordingSentenceTests
{
    [Theory]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Vague),
        "As a cook I would like the ability to scale a recipe",
        "Some recipes have odd amounts.",
        null,
        "Which recipes exactly? “Some recipes” leaves it open.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Vague),
        "Users get logged out",
        "Some users get logged out randomly.",
        null,
        "Which users exactly? “Some users” leaves it open.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "The order is TBD.",
        "TBD",
        "Settle “The order is TBD” first: what is decided about the Loan history, and what is still open?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "???",
        "The order is TBD.",
        "TBD",
        "Settle “The order is TBD” first: what is decided about the order, and what is still open?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Vague),
        "Loan list",
        "It sometimes shows nothing. The text should be proper.",
        "sometimes",
        "How often does this happen (“sometimes shows nothing”), and what do the cases have in common?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "It sometimes shows nothing.",
        "sometimes",
        "When exactly does “sometimes shows nothing” apply?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "It must be faster.",
        "faster",
        "How fast is fast enough for the Loan history, and how long does it take today?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "Show title, date etc.",
        "etc",
        "List what else belongs to the Loan history; “date etc” leaves it open.")]
    [InlineData(TicketKind.Feature, nameof(AdviceGroup.Vague), "???", "Show title, date etc.", "etc", "List what else is meant; “date etc” leaves it open.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Vague),
        "Improve the loan calculator",
        null,
        null,
        "What should be better about the loan calculator, and how will you see it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Improve the layout of the loan list",
        null,
        null,
        "What should be better about the layout of the loan list, and how will you see it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Vague),
        "Improve the speed of the loan calculator from 10 s",
        null,
        null,
        "What exactly should be better than today (“Improve the speed”), and how will you see it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "It should be intuitive.",
        "intuitive",
        "Which step is hard with the Loan history today, and which one should go away?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "???",
        "It should be intuitive.",
        "intuitive",
        "Which step is hard with the intuitive today, and which one should go away?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Vague),
        "Loan list",
        "The text should be proper.",
        "proper",
        "What would “proper” be for the Loan list? Give one example with the result you expect.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "Handle errors properly.",
        "properly",
        "What counts as “properly” for the Loan history? Give one example that does, and one that doesn't.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "???",
        "Handle errors properly.",
        "properly",
        "What counts as “properly”? Give one example that does, and one that doesn't.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Allow members to export their reading list",
        "As CSV, maybe as PDF too.",
        null,
        "Is “as PDF too” part of this ticket, or only an idea? Decide it, or say who will.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "Ideally with a second column.",
        "Ideally with a second column",
        "Is “with a second column” part of this ticket, or only an idea? Decide it, or say who will.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "Colours come later.",
        "later",
        "Is “Colours come later” part of this ticket, or work for another one?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Vague),
        "Loan history",
        "Keep the totals if possible.",
        "if possible",
        "“if possible” leaves it open: say in which cases this is required, and in which it isn't.")]
    [InlineData(
        TicketKind.Feature, nameof(AdviceGroup.Vague), "Loan history", "Show something there.", "something", "What exactly is meant by “Show something”?")]
    public void Vague_words_are_questioned(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Wording),
        "Loan list",
        "It sometimes shows nothing. The text should be proper.",
        "sometimes",
        "What exactly does “sometimes” mean for the Loan list?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Wording),
        "Export button does nothing",
        null,
        null,
        "Say in plain words what happens with the export button and what should happen instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Wording),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Say in plain words what happens with the draft and what should happen instead.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Wording),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say in plain words what should be different about the loans in bulk afterwards.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Wording),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Say in plain words what should be different about the article afterwards.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Wording), "Cannot log in", null, null, "Say in plain words what should be different afterwards.")]
    public void Plain_words_are_asked(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Title),
        "Export button does nothing",
        null,
        null,
        "Say in the title what goes wrong with the export button and when.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Title),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Say in the title what goes wrong with the draft and when.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Title), "Cannot log in", null, null, "Say in the title what goes wrong and when.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Title),
        "Spike: Compare queue libraries",
        null,
        null,
        "Put the question about the queue libraries into the title.")]
    [InlineData(TicketKind.Spike, nameof(AdviceGroup.Title), "How should we store scans?", null, null, "Put the question about the scans into the title.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Title),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say in the title what should change about the loans in bulk.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Title),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Say in the title what should change about the article.")]
    [InlineData(TicketKind.NotATicket, nameof(AdviceGroup.Title), "test", null, null, "Say in the title what should change, and about what.")]
    public void The_title_is_to_say_it(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Kind),
        "New member portal",
        "- login\n- loans\n- fees\n- messages",
        null,
        "Make tickets of the 4 points, beginning with the first that people could use by itself.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Kind),
        "Redesign of the whole catalogue",
        null,
        null,
        "Name the first part of the whole catalogue that people could use by itself, and what it leaves out.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Kind),
        "New member portal",
        "- login",
        null,
        "Name the first part of the member portal that people could use by itself, and what it leaves out.")]
    [InlineData(TicketKind.Epic, nameof(AdviceGroup.Kind), "???", null, null, "Name the first part that people could use by itself, and what it leaves out.")]
    [InlineData(
        TicketKind.NotATicket,
        nameof(AdviceGroup.Kind),
        "[ERROR] worker died",
        "2026-03-01 10:11:12 ERROR worker died",
        null,
        "Say what someone was doing when this was logged, and what should have happened instead.")]
    [InlineData(
        TicketKind.NotATicket,
        nameof(AdviceGroup.Kind),
        "Loan history",
        null,
        null,
        "Say what should change about the Loan history, or close the ticket if there is nothing to do.")]
    [InlineData(
        TicketKind.NotATicket, nameof(AdviceGroup.Kind), "test", null, null, "Say what should change and why, or close the ticket if there is nothing to do.")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Kind),
        "Spike: Compare queue libraries",
        null,
        null,
        "Which question about the queue libraries must be answered, in what form, and how much time may it take?")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Kind),
        "How should we store scans?",
        null,
        null,
        "Which question about the scans must be answered, in what form, and how much time may it take?")]
    [InlineData(TicketKind.Spike, nameof(AdviceGroup.Kind), "???", null, null, "Which question must be answered, in what form, and how much time may it take?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Kind),
        "Export button does nothing",
        null,
        null,
        "Say what happens with the export button today, and what should happen instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Kind),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Say what happens with the draft today, and what should happen instead.")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Kind), "Cannot log in", null, null, "Say what happens today, and what should happen instead.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Kind),
        "Upgrade Lucene to 9.7",
        null,
        null,
        "Say what is different about Lucene when the work is finished, and who benefits.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Kind),
        "Upgrade to Gradle 8.5",
        null,
        null,
        "Say what is different about Gradle 8.5 when the work is finished, and who benefits.")]
    [InlineData(TicketKind.Task, nameof(AdviceGroup.Kind), "a", null, null, "Say what is different when the work is finished, and who benefits.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Kind),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Say who needs the loans in bulk, and what they will be able to do.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Kind),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Say who needs the article, and what they will be able to do.")]
    public void What_it_is_is_to_be_said(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Template),
        "Login page not loading",
        "## Steps to reproduce\n1. Open the login page\n2. Wait\n\n## Expected\n\n## Actual\nA white page.",
        null,
        "Fill in “Expected”; until then it is unclear when the problem with the login page occurs.")]
    [InlineData(
        TicketKind.NotATicket,
        nameof(AdviceGroup.Template),
        "test",
        "## Steps\n\n## Notes\n\nN/A",
        null,
        "Fill in “Steps” and “Notes”, or close the ticket if there is nothing to do.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Template),
        "Loan history",
        "## Steps\n\n## Notes\n\nN/A",
        null,
        "Fill in “Steps” and “Notes” for the Loan history, or delete what doesn't apply.")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Template),
        "???",
        "## Steps\n\n## Notes\n\nN/A",
        null,
        "Fill in “Steps” and “Notes”, or delete what doesn't apply.")]
    [InlineData(TicketKind.Spike, nameof(AdviceGroup.Template), "???", "## Steps\n\nN/A", null, "Fill in “Steps”, or delete what doesn't apply.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Template),
        "Export button does nothing",
        null,
        null,
        "Replace the template's hints by what happens with the export button and what should happen instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Template),
        "Unable to save a draft",
        "1. Open a draft\n2. Press save\n\nNothing is saved.",
        null,
        "Replace the template's hints by what happens with the draft and what should happen instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Template),
        "Cannot log in",
        null,
        null,
        "Replace the template's hints by what happens and what should happen instead.")]
    [InlineData(
        TicketKind.NotATicket,
        nameof(AdviceGroup.Template),
        "test",
        null,
        null,
        "Replace the template's hints by what should change and why, or close the ticket.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Template),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Replace the template's hints by what you know about the loans in bulk, and delete the rest.")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Template),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Replace the template's hints by what you know about the article, and delete the rest.")]
    [InlineData(
        TicketKind.Feature, nameof(AdviceGroup.Template), "it", null, null, "Replace the template's hints by what should change and why, and delete the rest.")]
    public void Template_text_is_to_be_filled_in(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);

    [Theory]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Questions),
        "As a librarian I want to renew loans in bulk so that the Friday queue shrinks",
        null,
        null,
        "Which questions about the loans in bulk are still open, and who decides them?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Questions),
        "As an editor, I'd like to be able to pin an article",
        "Readers overlook the notice about the strike.",
        null,
        "Which questions about the article are still open, and who decides them?")]
    [InlineData(TicketKind.Bug, nameof(AdviceGroup.Questions), "Cannot log in", null, null, "Which questions are still open, and who decides them?")]
    public void Open_questions_are_to_be_answered(TicketKind kind, string group, string summary, string? description, string? quote, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description, quote).ShouldBe(advice);
}
