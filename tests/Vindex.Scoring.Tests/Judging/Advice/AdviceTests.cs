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
    [Fact]
    public void A_bug_is_not_asked_who_gains()
    {
        foreach (var (_, summary, description) in AdviceExample.All)
        {
            foreach (var group in new[] { AdviceGroup.Reason, AdviceGroup.Criteria })
            {
                var advice = AdviceExample.Write(TicketKind.Bug, group, summary, description);
                advice!.ShouldNotContain("gain", Case.Insensitive, summary);
                advice!.ShouldNotContain("will use", Case.Insensitive, summary);
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
    public void Any_text_gets_a_sentence_or_none() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            1000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<int>(), (summary, description, seed) =>
        {
            var text = AdviceExample.Read("Note " + summary, description);
            var n = Math.Abs(seed % 1000);
            var group = (AdviceGroup)(n % Enum.GetValues<AdviceGroup>().Length);
            var kind = (TicketKind)(n % Enum.GetValues<TicketKind>().Length);
            ShouldBeWellFormed(
                new AdviceWriter().Write(new(text, kind, group, new AdviceQuote((TicketField)(n % 4), seed % 50, n % 60))).Text, summary ?? "");
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
                ShouldBeWellFormed(writer.Write(new(text, (TicketKind)(seed % 7), group, quote)).Text, summary);
        }));
    }

    [Fact]
    public void A_subject_that_begins_with_an_article_gets_no_second_one()
    {
        const string summary = "Note - - \"a\tb\"does nothing: on Mondays";
        var text = AdviceExample.Read(summary, "The shelf list, etc.");
        foreach (var kind in Enum.GetValues<TicketKind>())
        {
            foreach (var group in Enum.GetValues<AdviceGroup>()) ShouldBeWellFormed(new AdviceWriter().Write(new(text, kind, group)).Text, summary);
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
                var request = new AdviceRequest(text, kind, group);
                writer.Write(request).Text.ShouldBe(AdviceExample.Write(kind, group, summary, description));
            }
        }
    }

    [Fact]
    public void What_may_be_missing_has_a_line_for_every_kind_that_needs_nothing_of_the_ticket()
    {
        // What a ticket does without is asked about only where there is something to point at.
        foreach (var group in new[]
        {
            AdviceGroup.Role, AdviceGroup.Reason, AdviceGroup.Criteria, AdviceGroup.Expected, AdviceGroup.Steps, AdviceGroup.Environment, AdviceGroup.Detail
        })
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
    [InlineData("Loan history", "", false)]
    [InlineData("Loan history", "The cart is red and lists all books of the shop by title.", true)]
    public void A_hint_is_marked_as_one(string summary, string description, bool isHint)
    {
        var text = AdviceExample.Read(summary, description);

        new AdviceWriter().Write(new(text, TicketKind.Spike, AdviceGroup.Detail)).IsHint.ShouldBeFalse();
        new AdviceWriter().Write(new(text, TicketKind.Epic, AdviceGroup.Reason)).IsHint.ShouldBeTrue();
        new AdviceWriter().Write(new(text, TicketKind.Story, AdviceGroup.Detail)).IsHint.ShouldBe(isHint);
    }

    [Theory]
    [InlineData("role | bug | Say it.")]
    [InlineData("colour | bug | | Say it.")]
    [InlineData("role | cat | | Say it.")]
    [InlineData("role | bug | v:fly | Say it.")]
    public void A_broken_line_is_refused(string line) => Should.Throw<Exception>(() => AdviceTexts.Parse(line));

    private static void ShouldBeWellFormed(string? advice, string summary)
    {
        if (advice is null) return;
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
