using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring.Records;

/// <summary>
/// Converts judgements to and from their stored form. A judgement is stored completely and never recomputed: the judge, the profile and the context may have
/// changed since, and an explanation must add up to the stored score. To keep rows small, quotes are taken from the stored text, and findings from the
/// explanation: they are its contributions, worst first within a dimension.
/// </summary>
internal static class StoredJudgement
{
    /// <summary>Converts a judgement to its stored form.</summary>
    public static string Write(Judgement judgement, Ticket ticket)
    {
        var texts = new Texts(ticket.Summary.Source, ticket.Description.Source, ticket.AcceptanceCriteria.Source);
        var explanation = Explain(judgement, texts);
        var detail = new ScoreDetail(
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            explanation is null ? judgement.Findings : null,
            judgement.Reading is { } reading ? Stored(reading, texts) : null,
            explanation,
            judgement.RecommendationDetails,
            judgement.Confidence);
        return JsonSerializer.Serialize(detail, ScoreDetailJson.Shared.ScoreDetail);
    }

    /// <summary>The details without quotes and findings.</summary>
    public static ScoreDetail Detail(StoredScore score) => JsonSerializer.Deserialize(score.Detail, ScoreDetailJson.Shared.ScoreDetail)!;

    /// <summary>The recommendations alone, several times as fast.</summary>
    public static IReadOnlyList<string> Recommendations(StoredScore score) =>
        JsonSerializer.Deserialize(score.Detail, ScoreDetailJson.Shared.ScoreRecommendations)!.Recommendations;

    /// <summary>Restores the judgement of a stored score.</summary>
    public static Judgement Read(StoredScore score)
    {
        var detail = Detail(score);
        var texts = new Texts(score.Item.Title, score.Description ?? "", score.AcceptanceCriteria ?? "");
        return new Judgement(
            score.Item.Dimensions.ToJudged(),
            detail.Findings ?? Findings(detail, texts),
            detail.Recommendations,
            detail.ContextUsed.ByDimension())
        {
            Reading = detail.Reading is { } reading ? Restored(reading, texts) : null,
            Explanation = detail.Explanation?.ToDictionary(one => one.Key, one => Restored(one.Value, texts)),
            RecommendationDetails = detail.RecommendationDetails ?? [],
            Confidence = detail.Confidence,
        };
    }

    private static StoredReading Stored(ReadingSummary reading, Texts texts) => new(
        reading.Kind,
        reading.KindSource,
        reading.Language,
        [.. reading.Spans.Select(span =>
            new StoredSpan(span.Type, span.Field, span.Start, span.End, texts.Keep(span.Quote, span.Field, span.Start, span.End)))]);

    private static ReadingSummary Restored(StoredReading reading, Texts texts) => new(
        reading.Kind,
        reading.KindSource,
        reading.Language,
        [.. reading.Spans.Select(span =>
            new ReadingSpan(span.Type, span.Field, span.Start, span.End, span.Quote ?? texts.Cut(span.Field, span.Start, span.End) ?? ""))]);

    private static DimensionExplanation Restored(StoredExplanation how, Texts texts) => new(
        how.Start,
        [.. how.Contributions.Select(c => new Contribution(c.Rule, c.Points, c.Field, texts.QuoteOf(c), c.Start, c.End, c.Why))],
        how.NotEarned,
        how.Sum,
        how.Score);

    /// <summary>The explanation with the advice of the findings; null if there is none or the findings are not its contributions.</summary>
    private static Dictionary<Dimension, StoredExplanation>? Explain(Judgement judgement, Texts texts)
    {
        if (judgement.Explanation is not { } explanation) return null;
        var stored = new Dictionary<Dimension, StoredExplanation>(explanation.Count);
        var next = 0;
        foreach (var dimension in Dimensions.All)
        {
            if (!explanation.TryGetValue(dimension, out var how)) continue;
            var contributions = new StoredContribution[how.Contributions.Count];
            foreach (var i in Enumerable.Range(0, contributions.Length).OrderBy(i => how.Contributions[i].Points))
            {
                var c = how.Contributions[i];
                if (next == judgement.Findings.Count) return null;
                var finding = judgement.Findings[next++];
                if (finding with { Advice = "" } != AsFinding(dimension, c)) return null;
                var advice = finding.Advice.Length == 0 ? null : finding.Advice;
                contributions[i] = new StoredContribution(
                    c.Rule, c.Points, c.Why, c.Field, texts.Keep(c.Quote, c.Field, c.Start, c.End), c.Start, c.End, advice);
            }

            stored[dimension] = new StoredExplanation(how.Start, contributions, how.NotEarned, how.Sum, how.Score);
        }

        return next == judgement.Findings.Count ? stored : null;
    }

    private static List<Finding> Findings(ScoreDetail detail, Texts texts)
    {
        var findings = new List<Finding>();
        foreach (var (dimension, how) in (detail.Explanation ?? new Dictionary<Dimension, StoredExplanation>()).OrderBy(one => one.Key))
        {
            findings.AddRange(how.Contributions.OrderBy(stored => stored.Points).Select(stored => new Finding(
                stored.Rule, dimension, stored.Points, stored.Field, texts.QuoteOf(stored), stored.Start, stored.End, stored.Why, stored.Advice ?? "")));
        }

        return findings;
    }

    private static Finding AsFinding(Dimension dimension, Contribution c) => new(c.Rule, dimension, c.Points, c.Field, c.Quote, c.Start, c.End, c.Why, "");

    /// <summary>The texts that quotes are taken from.</summary>
    private readonly record struct Texts(string Summary, string Description, string AcceptanceCriteria)
    {
        /// <summary>The quote to store; null if it equals the text.</summary>
        public string? Keep(string? quote, TicketField? field, int? start, int? end) => quote == Cut(field, start, end) ? null : quote;

        public string? QuoteOf(StoredContribution stored) => stored.Quote ?? Cut(stored.Field, stored.Start, stored.End);

        public string? Cut(TicketField? field, int? start, int? end)
        {
            var text = field switch
            {
                TicketField.Summary => Summary,
                TicketField.Description => Description,
                TicketField.AcceptanceCriteria => AcceptanceCriteria,
                _ => null,
            };
            return text is not null && start is { } from && end is { } to && from >= 0 && from <= to && to <= text.Length ? text[from..to] : null;
        }
    }
}
