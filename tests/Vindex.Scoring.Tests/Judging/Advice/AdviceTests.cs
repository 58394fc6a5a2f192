using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Advice fits the kind of ticket and names what the ticket is about.</summary>
public sealed partial class AdviceTests
{
    [Theory]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Export button does nothing",
        "1. Open it\n2. Press it\n3. Wait",
        "The steps are there; say what the export button should do instead.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Steps),
        "Export button does nothing",
        null,
        "Give the steps after which the export button does nothing, and say whether it happens every time.")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Criteria),
        "Search page is slow",
        null,
        "How long does the search page take today, with how much data, and how fast must it be?")]
    [InlineData(
        TicketKind.Bug,
        nameof(AdviceGroup.Expected),
        "Unable to save a draft",
        "1. Open it\n2. Press save",
        "The steps are there; say what should happen instead when someone tries to save the draft.")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Detail),
        "Upgrade Lucene to 9.7",
        null,
        "Which version of Lucene is in use now, and which breaking changes on the way need work here?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Remove the legacy importer",
        null,
        "What does keeping the legacy importer cost, and is anyone still using it?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "Remove the feature flags",
        null,
        "What does keeping the feature flags cost, and is anyone still using them?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Criteria),
        "Refactor the loan calculator",
        null,
        "What must be gone or simpler in the loan calculator afterwards, and which tests show that nothing else changed?")]
    [InlineData(
        TicketKind.Task,
        nameof(AdviceGroup.Reason),
        "The importer should skip empty rows",
        null,
        "The importer should skip empty rows: what goes wrong today while this isn't so?")]
    [InlineData(
        TicketKind.Story,
        nameof(AdviceGroup.Reason),
        "As a user I would like the board to show archived cards",
        null,
        "The board should show archived cards: who needs that, and what do they have to do as things are?")]
    [InlineData(
        TicketKind.Spike,
        nameof(AdviceGroup.Detail),
        "Compare queue libraries",
        null,
        "Write down the questions to answer about the queue libraries, and how much time they may take.")]
    [InlineData(
        TicketKind.Epic,
        nameof(AdviceGroup.Kind),
        "New member portal",
        "- login\n- loans\n- fees",
        "Make tickets of the 3 points, beginning with the first that people could use by itself.")]
    [InlineData(
        TicketKind.Feature, nameof(AdviceGroup.Criteria), "Improve the search", null, "What should be better about the search, and how will you see it?")]
    [InlineData(
        TicketKind.Feature,
        nameof(AdviceGroup.Detail),
        "Add an export button",
        null,
        "Where exactly should the export button appear, for whom, and what happens on use?")]
    [InlineData(
        TicketKind.NotATicket, nameof(AdviceGroup.Kind), "test", null, "Say what should change and why, or close the ticket if there is nothing to do.")]
    public void Advice_fits_the_kind(TicketKind kind, string group, string summary, string? description, string advice) =>
        AdviceExample.Write(kind, Enum.Parse<AdviceGroup>(group), summary, description).ShouldBe(advice);

    [Theory]
    [InlineData("Some users lose their cart.", "Some users", "Which users exactly? “Some users” leaves it open.")]
    [InlineData("It must be faster.", "faster", "How fast is fast enough for the cart, and how long does it take today?")]
    [InlineData("The layout could be nicer.", "nicer", "What should be better about the cart, and how will you see it?")]
    [InlineData(
        "Ideally with a second column.",
        "Ideally with a second column",
        "Is “with a second column” part of this ticket, or only an idea? Decide it, or say who will.")]
    [InlineData("The order is TBD.", "TBD", "Settle “The order is TBD” first: what is decided about the cart, and what is still open?")]
    [InlineData("Keep the totals if possible.", "if possible", "“if possible” leaves it open: say in which cases this is required, and in which it isn't.")]
    [InlineData("Handle errors properly.", "properly", "What counts as “properly” for the cart? Give one example that does, and one that doesn't.")]
    public void A_vague_word_is_asked_about(string description, string quote, string advice) =>
        AdviceExample.Write(TicketKind.Feature, AdviceGroup.Vague, "Redo the cart", description, quote).ShouldBe(advice);

    [Fact]
    public void Vague_words_are_found_without_a_quote() =>
        AdviceExample.Write(TicketKind.Feature, AdviceGroup.Vague, "Add a cart", "Several vendors asked for this.")
            .ShouldBe("Which vendors exactly? “Several vendors” leaves it open.");

    [Fact]
    public void A_dependency_is_named_by_its_key() =>
        AdviceExample.Write(TicketKind.Task, AdviceGroup.Dependency, "Move the cart", "Once LIB-7 is merged we can start.", "Once LIB-7 is merged")
            .ShouldBe("What can be done on the cart before LIB-7 is finished? Make that this ticket, or plan it after LIB-7.");

    [Fact]
    public void A_joined_deliverable_is_quoted() =>
        AdviceExample.Write(TicketKind.Feature, AdviceGroup.Several, "Add a cart", "We should also print receipts.", "also print receipts")
            .ShouldBe("Move “print receipts” to a ticket of its own, if the cart can be delivered without it.");

    [Fact]
    public void Empty_sections_are_named() =>
        AdviceExample.Write(
            TicketKind.Bug, AdviceGroup.Template, "Export button does nothing", "## Steps to reproduce\n\n## Expected behaviour\n\n## Version\n1.2")
            .ShouldBe("Fill in “Steps to reproduce” and “Expected behaviour”; until then it is unclear when the problem with the export button occurs.");

    [Fact]
    public void A_bug_is_not_asked_who_gains()
    {
        foreach (var (_, summary, description) in AdviceExample.All)
        {
            foreach (var group in new[] { AdviceGroup.Role, AdviceGroup.Reason })
            {
                var advice = AdviceExample.Write(TicketKind.Bug, group, summary, description);
                advice.ShouldNotContain("gain", Case.Insensitive, summary);
                advice.ShouldNotContain("will use", Case.Insensitive, summary);
            }
        }
    }

    [Fact]
    public void Every_sentence_is_well_formed()
    {
        AdviceExample.All.Length.ShouldBeGreaterThan(60);
        foreach (var (own, summary, description) in AdviceExample.All)
        {
            foreach (var kind in Enum.GetValues<TicketKind>().Append(own))
            {
                foreach (var group in Enum.GetValues<AdviceGroup>()) ShouldBeWellFormed(AdviceExample.Write(kind, group, summary, description), summary);
            }
        }
    }

    [Fact]
    public void Any_text_gets_a_sentence() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            1000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<int>(), (summary, description, seed) =>
        {
            var text = AdviceExample.Read("Note " + summary, description);
            var n = Math.Abs(seed % 1000);
            var group = (AdviceGroup)(n % Enum.GetValues<AdviceGroup>().Length);
            var kind = (TicketKind)(n % Enum.GetValues<TicketKind>().Length);
            ShouldBeWellFormed(
                new AdviceWriter().Write(new(text, kind, Dimension.Small, group, new AdviceQuote((TicketField)(n % 4), seed % 50, n % 60))), summary ?? "");
        }));

    [Fact]
    public void Marks_within_the_words_of_a_ticket_do_not_break_a_sentence()
    {
        string[] pieces =
        [
            "Add ", "an export", " of loans", "\"a\tb\"", "“c\u0001d”", "{subject}", "{", "}", "..", "...", "some us{er}s", "several loans", "maybe with ",
            "if possible", "etc.", "\n", "\t", "\r\n", "  ", "faster", "`x\ty`",
            "does nothing", "fails", "Crash when ", "{code}", ": ", "? ", "! ", "(", ")", "«q»", "LIB-7", "depends on ", "and also ", "\"unclosed",
            "## Steps\n\n", "## {x}\n\n", "- ", "\u200B", "\u2028", "\ud83d\ude42",
        ];
        var texts = Gen.ArrayOf(Gen.Elements(pieces)).Select(chosen => string.Concat(chosen));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            2000), Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), ArbMap.Default.ArbFor<uint>(), (summary, description, seed) =>
        {
            var text = AdviceExample.Read("Note " + summary, description);
            var writer = new AdviceWriter();
            var quote = seed % 3 == 0
                ? default(AdviceQuote?)
                : new AdviceQuote((TicketField)(seed % 2), (int)(seed / 7 % 40), (int)(seed / 7 % 40) + (int)(seed / 300 % 40));
            foreach (var group in Enum.GetValues<AdviceGroup>())
                ShouldBeWellFormed(writer.Write(new(text, (TicketKind)(seed % 7), (Dimension)(seed % 6), group, quote)), summary);
        }));
    }

    [Fact]
    public void A_subject_that_begins_with_an_article_gets_no_second_one()
    {
        const string summary = "Note - - \"a\tb\"does nothing: on Mondays";
        var text = AdviceExample.Read(summary, "The shelf list, etc.");
        foreach (var kind in Enum.GetValues<TicketKind>())
        {
            foreach (var group in Enum.GetValues<AdviceGroup>()) ShouldBeWellFormed(new AdviceWriter().Write(new(text, kind, Dimension.Small, group)), summary);
        }
    }

    [Fact]
    public void The_same_request_gets_the_same_sentence()
    {
        var writer = new AdviceWriter();
        foreach (var (kind, summary, description) in AdviceExample.All)
        {
            var text = AdviceExample.Read(summary, description);
            foreach (var group in Enum.GetValues<AdviceGroup>())
            {
                var request = new AdviceRequest(text, kind, Dimension.Valuable, group);
                writer.Write(request).ShouldBe(AdviceExample.Write(kind, group, summary, description, dimension: Dimension.Valuable));
            }
        }
    }

    [Fact]
    public void Every_group_has_a_line_for_every_kind_that_needs_nothing_of_the_ticket()
    {
        // Without a vague word to point at, the advice is about criteria or detail.
        foreach (var group in Enum.GetValues<AdviceGroup>().Where(group => group != AdviceGroup.Vague))
        {
            foreach (var kind in Enum.GetValues<TicketKind>())
            {
                var lines = AdviceTexts.Of(group).ToArray().Where(line => (line.Kinds & AdviceTexts.Bit(kind)) != 0);
                lines.Any(line => !line.Text.Contains('{') && (line.Verb | line.Topic | line.Vague) == 0 && (line.With | line.Without) == Facts.None)
                    .ShouldBeTrue($"{group} {kind}");
            }
        }
    }

    [Fact]
    public void No_sentence_names_a_criterion_of_the_rubric()
    {
        foreach (var group in Enum.GetValues<AdviceGroup>())
        {
            foreach (var line in AdviceTexts.Of(group)) Criteria().IsMatch(line.Text).ShouldBeFalse(line.Text);
        }
    }

    [Theory]
    [InlineData("role | bug | Say it.")]
    [InlineData("colour | bug | | Say it.")]
    [InlineData("role | cat | | Say it.")]
    [InlineData("role | bug | v:fly | Say it.")]
    public void A_broken_line_is_refused(string line) => Should.Throw<Exception>(() => AdviceTexts.Parse(line));

    private static void ShouldBeWellFormed(string advice, string summary)
    {
        advice.ShouldNotBeNullOrWhiteSpace(summary);
        advice.Length.ShouldBeLessThanOrEqualTo(AdviceWriter.Longest, advice);
        advice[^1].ShouldBeOneOf('.', '?');
        advice.ShouldNotContain("  ", Case.Sensitive, advice);
        advice.AsSpan().IndexOfAny("{}\n\r\t").ShouldBe(-1, advice);
        advice.ShouldNotContain("the the ", Case.Insensitive, advice);
        advice.ShouldNotContain("the a ", Case.Sensitive, advice);
        // Words of the ticket may hold any marks; the sentence itself ends with one.
        advice.AsSpan()[^2..].IndexOfAny(".?!").ShouldBe(1, advice);
    }

    [GeneratedRegex(
        @"\b(independent|negotiable|valuable|estimable|small|testable|INVEST)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Criteria();
}
