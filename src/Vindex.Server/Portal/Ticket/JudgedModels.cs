using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Server.Languages;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Ticket;

/// <summary>Creates models of judgements for pages.</summary>
internal static class JudgedModels
{
    /// <summary>Creates the model from a judgement and the scored texts; missing texts are null or empty.</summary>
    public static JudgedModel Of(Judgement judgement, string summary, string? description, string? criteria)
    {
        var groups = Grouped(judgement.Findings);
        IReadOnlyList<ReadingSpan> apart = [.. (judgement.Reading?.Spans ?? []).Where(span => span.Type == SpanType.Boilerplate)];
        List<MarkedField> fields = [MarkedText.Of(T("ticket.summary"), TicketField.Summary, summary, groups, apart)];
        if (description is { Length: > 0 }) fields.Add(MarkedText.Of(T("ticket.description"), TicketField.Description, description, groups, apart));
        if (criteria is { Length: > 0 }) fields.Add(MarkedText.Of(T("ticket.criteria"), TicketField.AcceptanceCriteria, criteria, groups, apart));
        var marked = fields.SelectMany(field => field.Pieces).SelectMany(piece => piece.Findings).ToHashSet();
        var said = judgement.Recommendations.ToHashSet(StringComparer.Ordinal);
        return new JudgedModel(
            Reading(judgement),
            fields,
            Cards(groups, marked, said, faults: true),
            Cards(groups, marked, said, faults: false),
            Recommendations(judgement.Recommendations, judgement.RecommendationDetails),
            (judgement.Explanation ?? new Dictionary<Dimension, DimensionExplanation>())
                .ToDictionary(one => one.Key, one => Sum(one.Key, one.Value, groups, marked)));
    }

    private static ReadingFacts? Reading(Judgement judgement)
    {
        if (judgement.Reading is not { } reading) return null;
        var parts = reading.Spans.Where(span => span.Type != SpanType.Boilerplate).GroupBy(span => span.Type).OrderBy(group => group.Key)
            .Select(group => new PartModel(T($"ticket.part.{group.Key.Name()}"), Quotes(group)));
        return new ReadingFacts(
            KindOf(reading),
            LanguageOf(reading.Language),
            judgement.Confidence is { } confidence ? JudgementJson.Name(confidence.Level) : null,
            [.. (judgement.Confidence?.Reasons ?? []).Select(Translated)],
            [.. parts],
            Quotes(reading.Spans.Where(span => span.Type == SpanType.Boilerplate)));
    }

    private static string KindOf(ReadingSummary reading) =>
        T(reading.KindSource == KindSource.Tracker ? "ticket.kind-by-tracker" : "ticket.kind-by-text", ("kind", T($"ticket.kind.{reading.Kind.Name()}")));

    /// <summary>The name of a language by its code; the code itself if it is not known.</summary>
    public static string LanguageOf(string code) => LanguageNames.Of(code) == code ? code : T($"ticket.language.{code}");

    private static IReadOnlyList<string> Quotes(IEnumerable<ReadingSpan> spans) => [.. spans.Select(span => span.Quote).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Groups the findings by quote (without a quote: by advice), one number per group: largest losses first, then largest gains.
    /// </summary>
    private static IReadOnlyList<FindingGroup> Grouped(IReadOnlyList<Finding> all) =>
    [
        .. all.GroupBy(finding => (Fault: finding.Points < 0, finding.Field, finding.Start, finding.End, finding.Quote, About: About(finding)))
            .Select(group => (group.Key.Fault, Findings: group.OrderBy(finding => finding.Points).ToList()))
            .OrderByDescending(group => group.Fault).ThenByDescending(group => Math.Abs(group.Findings.Sum(finding => finding.Points)))
            .Select((group, index) => new FindingGroup(index + 1, group.Findings)),
    ];

    private static string About(Finding finding) => finding.Quote is not null ? "" : finding.Advice.Length > 0 ? finding.Advice : finding.Why;

    // Advice that is a recommendation stands above the cards already.
    private static IReadOnlyList<FindingModel> Cards(IReadOnlyList<FindingGroup> groups, HashSet<int> marked, HashSet<string> said, bool faults) =>
    [
        .. groups.Where(group => group.IsFault == faults).Select(group => new FindingModel(
            group.Number,
            group.First.Quote,
            marked.Contains(group.Number),
            Hundredths(group.Points),
            [.. group.Findings.Select(finding => new ReasonModel(Wording.Of(finding.Dimension), Hundredths(finding.Points), Translated(finding.Why)))],
            [
                .. group.Findings.Select(finding => finding.Advice).Where(advice => advice.Length > 0 && !said.Contains(advice))
                    .Distinct(StringComparer.Ordinal).Select(Translated)
            ])),
    ];

    /// <summary>The recommendations, with their lift if there is one.</summary>
    /// <param name="texts">Recommendations.</param>
    /// <param name="details">The same with lifts; null or empty if the judge gave none.</param>
    public static IReadOnlyList<RecommendationModel> Recommendations(IReadOnlyList<string> texts, IReadOnlyList<RecommendationDetail>? details) =>
        details is { Count: > 0 }
        ? [.. details.Select(detail => new RecommendationModel(Translated(detail.Text), Tenths(detail.Lift)))]
        : [.. texts.Select(text => new RecommendationModel(Translated(text), null))];

    private static SumModel Sum(Dimension dimension, DimensionExplanation how, IReadOnlyList<FindingGroup> groups, HashSet<int> marked)
    {
        return new SumModel(
            new SumLine(Text(how.Start.Points), Translated(how.Start.Why)),
            [.. how.Contributions.Select(c => new SumLine(Hundredths(c.Points), Translated(c.Why), c.Quote, MarkOf(c)))],
            new SumLine(Text(how.Sum), T(how.Sum is < 0 or > 10 ? "ticket.sum-kept" : "ticket.sum-rounded", ("score", how.Score))),
            [.. how.NotEarned.Select(NotEarned)]);

        int? MarkOf(Contribution c) => c.Quote is null ? null : groups
            .Where(group => marked.Contains(group.Number) && group.First.Field == c.Field && group.First.Start == c.Start && group.First.End == c.End)
            .Where(group => group.Findings.Any(finding => finding.Dimension == dimension && finding.Rule == c.Rule))
            .Select(group => (int?)group.Number).FirstOrDefault();
    }

    private static NotEarnedModel NotEarned(NotEarned missing)
    {
        var why = missing.Why.TrimEnd('.');
        return new NotEarnedModel(
            Hundredths(missing.Points), Translated(missing.Why).TrimEnd('.') + ".", missing.Advice.TrimEnd('.') == why ? null : Translated(missing.Advice));
    }

    private static string Text(double points) => (points < 0 ? "−" : "") + Math.Abs(points).ToString("0.00", Language.Current.Culture);

    private static string Tenths(double points) => Sign(points) + Math.Abs(points).ToString("0.0", Language.Current.Culture);

    private static string Hundredths(double points) => Sign(points) + Math.Abs(points).ToString("0.00", Language.Current.Culture);

    private static string Sign(double points) => points < 0 ? "−" : "+";
}

/// <summary>Findings with the same quote.</summary>
/// <param name="Number">Number on the page.</param>
/// <param name="Findings">One or more, the most expensive first.</param>
internal sealed record FindingGroup(int Number, IReadOnlyList<Finding> Findings)
{
    public Finding First => Findings[0];

    public double Points => Findings.Sum(finding => finding.Points);

    public bool IsFault => First.Points < 0;
}
