using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Tickets in languages that the judge does not know.</summary>
public sealed class LanguageJudgingTests
{
    public static TheoryData<string, string, string, string> Foreign => new()
    {
        {
            "de", "German", "Rückgabedatum fehlt in der Liste",
            "Wenn eine Leserin die Liste der Ausleihen öffnet, fehlt das Rückgabedatum bei Büchern, die verlängert wurden. Es soll in jeder Zeile angezeigt werden."
        },
        {
            "fr", "French", "La date de retour n'apparaît pas",
            "Quand une lectrice ouvre la liste des prêts, la date de retour n'apparaît pas pour les livres prolongés. Elle doit être affichée sur chaque ligne."
        },
        {
            "es", "Spanish", "No aparece la fecha de devolución",
            "Cuando una lectora abre la lista de préstamos, no aparece la fecha de devolución de los libros renovados. Debe mostrarse en todas las filas."
        },
        {
            "ru", "Russian", "Дата возврата не показана",
            "Когда читатель открывает список выданных книг, дата возврата не показана, если книга продлена. Она должна быть в каждой строке."
        },
        { "zh", "Chinese", "不显示归还日期", "读者打开借阅列表时，已续借的图书不显示归还日期。每一行都应显示该日期。" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void They_are_judged_by_structure_alone_and_say_so(string code, string name, string summary, string description)
    {
        var judgement = Judged.Of(summary, description);

        judgement.Reading!.Language.ShouldBe(code);
        judgement.Reading.Spans.ShouldBeEmpty();
        judgement.Confidence!.Level.ShouldBe(ConfidenceLevel.Low);
        judgement.Confidence.Reasons.ShouldContain(
            $"The ticket is in {name}, which this judge does not support: the scores are based on structure and length only.");
        judgement.Findings.ShouldNotContain(finding => finding.Rule.EndsWith(".wording", StringComparison.Ordinal));
        judgement.Findings.ShouldNotContain(finding =>
            finding.Rule.EndsWith(".criteria", StringComparison.Ordinal) || finding.Rule.EndsWith(".reason", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Their_structure_counts(string code, string name, string summary, string description)
    {
        var (plain, listed) = (Judged.Of(summary, description).Scores, Judged.Of(summary, $"{description}\n\n1. {description}\n2. {summary} 4.2.1").Scores);

        listed.Estimable.ShouldBeGreaterThanOrEqualTo(plain.Estimable, $"{code} {name}");
        listed.OverallTenths.ShouldBeGreaterThan(Judged.Of(summary).Scores.OverallTenths);
    }

    [Fact]
    public void The_trackers_type_still_tells_the_kind() =>
        Judged.Of(
            "Rückgabedatum fehlt in der Liste",
            "Wenn eine Leserin die Liste der Ausleihen öffnet, fehlt das Rückgabedatum bei Büchern, die verlängert wurden.",
            "Bug").Reading!
            .ShouldSatisfyAllConditions(reading => reading.Kind.ShouldBe(TicketKind.Bug), reading => reading.KindSource.ShouldBe(KindSource.Tracker));

    [Fact]
    public void A_quoted_word_of_another_language_does_not_make_it_foreign()
    {
        var judgement = Judged.Of(
            "The German label is cut off", "The label \"Bitte nicht vergessen\" is longer than the button, so the last word is cut off on the page of a loan.");

        judgement.Reading!.Language.ShouldBe("en");
        judgement.Confidence!.Reasons.ShouldNotContain(reason => reason.Contains("does not support", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_little_text_is_taken_for_English() => Judged.Of("Kolibri").Reading!.Language.ShouldBe("en");

    [Theory]
    [InlineData("ar", "Arabic")]
    [InlineData("bg", "Bulgarian")]
    [InlineData("cs", "Czech")]
    [InlineData("da", "Danish")]
    [InlineData("de", "German")]
    [InlineData("el", "Greek")]
    [InlineData("en", "English")]
    [InlineData("es", "Spanish")]
    [InlineData("fa", "Persian")]
    [InlineData("fi", "Finnish")]
    [InlineData("fr", "French")]
    [InlineData("he", "Hebrew")]
    [InlineData("hi", "Hindi")]
    [InlineData("hu", "Hungarian")]
    [InlineData("it", "Italian")]
    [InlineData("ja", "Japanese")]
    [InlineData("ko", "Korean")]
    [InlineData("nl", "Dutch")]
    [InlineData("no", "Norwegian")]
    [InlineData("pl", "Polish")]
    [InlineData("pt", "Portuguese")]
    [InlineData("ro", "Romanian")]
    [InlineData("ru", "Russian")]
    [InlineData("sv", "Swedish")]
    [InlineData("th", "Thai")]
    [InlineData("tr", "Turkish")]
    [InlineData("uk", "Ukrainian")]
    [InlineData("vi", "Vietnamese")]
    [InlineData("zh", "Chinese")]
    [InlineData("xx", "xx")]
    public void Languages_have_English_names(string code, string name) => LanguageNames.Of(code).ShouldBe(name);
}
