using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class ConfidenceTests
{
    [Fact]
    public void A_ticket_in_another_language_is_judged_by_its_structure_and_says_so()
    {
        var judgement = Judged.Of(
            "Als Leser möchte ich eine Ausleihe verlängern, damit ich das Buch zu Ende lesen kann",
            "Die Ausleihliste zeigt für jede Ausleihe eine Schaltfläche. Nach dem Klick verschiebt sich das Rückgabedatum um 14 Tage, und das neue Datum wird angezeigt.");

        judgement.Reading!.Language.ShouldBe("de");
        judgement.Reading.Spans.ShouldBeEmpty();
        judgement.Confidence!.Level.ShouldBe(ConfidenceLevel.Low);
        judgement.Confidence.Reasons.ShouldContain(
            "The ticket is in German, which this judge does not support: the scores are based on structure and length only.");
        judgement.Findings.ShouldNotContain(f => f.Rule.EndsWith(".wording", StringComparison.Ordinal));
    }

    [Fact]
    public void Hardly_any_text_is_low_and_a_full_ticket_is_not()
    {
        Judged.Of("Export button").Confidence!.ShouldSatisfyAllConditions(
            confidence => confidence.Level.ShouldBe(ConfidenceLevel.Low),
            confidence => confidence.Reasons.ShouldContain("The ticket has almost no text."));
        Judged.Of(Judged.BugSummary, Judged.BugText).Confidence!.Level.ShouldNotBe(ConfidenceLevel.Low);
        Judged.Of("Show the export button on the loan list for all readers").Confidence!.Reasons.ShouldContain("The ticket has little text.");
    }

    [Fact]
    public void Every_language_that_is_detected_has_a_name()
    {
        foreach (var code in new[]
        {
            "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sv", "da", "no", "fi", "tr", "ru", "uk", "ja", "zh", "ko", "ar", "he", "el", "hi"
        })
        {
            LanguageNames.Of(code).ShouldNotBe(code);
        }
    }
}
