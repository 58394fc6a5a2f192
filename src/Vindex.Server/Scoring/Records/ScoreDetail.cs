using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Server.Scoring.Records.Compact;
using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring.Records;

/// <summary>A judgement besides its scores as JSON: in archives, and in scores that earlier versions stored.</summary>
/// <param name="Recommendations">By lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="Findings">All contributions to the scores; null if they can be derived from the explanation.</param>
/// <param name="Reading">The reading of the ticket; null for scores of rubric 2.</param>
/// <param name="Explanation">How each score was computed; null for scores of rubric 2.</param>
/// <param name="RecommendationDetails">The recommendations with their lifts; null for scores of rubric 2.</param>
/// <param name="Confidence">The confidence in the scores; null for scores of rubric 2.</param>
/// <param name="Run">The model that was asked; null if none was.</param>
internal sealed record ScoreDetail(
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    IReadOnlyList<Finding>? Findings = null,
    StoredReading? Reading = null,
    IReadOnlyDictionary<Dimension, StoredExplanation>? Explanation = null,
    IReadOnlyList<RecommendationDetail>? RecommendationDetails = null,
    Confidence? Confidence = null,
    ModelRun? Run = null)
{
    /// <summary>The JSON of a judgement.</summary>
    public static string Write(Judgement judgement, TicketTexts texts)
    {
        var advice = judgement.Explanation is { } all ? FindingAdvice.Of(all, judgement.Findings) : null;
        var detail = new ScoreDetail(
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            advice is null ? judgement.Findings : null,
            judgement.Reading is { } reading ? StoredReading.Of(reading, texts) : null,
            judgement.Explanation is { } explanation ? StoredExplanation.Of(explanation, advice, texts) : null,
            judgement.RecommendationDetails,
            judgement.Confidence,
            judgement.Run);
        return JsonSerializer.Serialize(detail, ScoreDetailJson.Shared.ScoreDetail);
    }

    /// <summary>The judgement of a score that is stored as JSON.</summary>
    public static Judgement Read(StoredScore score)
    {
        var detail = JsonSerializer.Deserialize(score.Detail.Value, ScoreDetailJson.Shared.ScoreDetail) ?? throw new JsonException("It is null.");
        if (detail.Recommendations is null || detail.ContextUsed is null) throw new JsonException("It has no recommendations or no context_used.");
        if (detail.Explanation?.Values.Any(how => how?.Start is null || how.Contributions is null || how.NotEarned is null) == true)
            throw new JsonException("An explanation is incomplete.");
        var texts = TicketTexts.Of(score);
        var explanation = detail.Explanation?.ToDictionary(one => one.Key, one => one.Value.Restored(texts));
        return new Judgement(
            score.Item.Dimensions.ToJudged(),
            detail.Findings ?? FindingsOf(explanation, detail.Explanation),
            detail.Recommendations,
            detail.ContextUsed.ByDimension())
        {
            Reading = detail.Reading?.Restored(texts),
            Explanation = explanation,
            RecommendationDetails = detail.RecommendationDetails ?? [],
            Confidence = detail.Confidence,
            Run = detail.Run,
        };
    }

    private static List<Finding> FindingsOf(
        Dictionary<Dimension, DimensionExplanation>? explanation, IReadOnlyDictionary<Dimension, StoredExplanation>? stored) =>
    [
        .. Dimensions.All.Where(dimension => explanation?.ContainsKey(dimension) == true).SelectMany(dimension => FindingAdvice.Findings(
            dimension, explanation![dimension].Contributions, [.. stored![dimension].Contributions.Select(c => c.Advice)])),
    ];
}

/// <summary>The beginning of <see cref="ScoreDetail"/>; the rest is skipped.</summary>
internal sealed record ScoreRecommendations(IReadOnlyList<string> Recommendations);

/// <summary>A <see cref="ReadingSummary"/> as it is stored.</summary>
internal sealed record StoredReading(TicketKind Kind, KindSource KindSource, string Language, IReadOnlyList<StoredSpan> Spans)
{
    public static StoredReading Of(ReadingSummary reading, TicketTexts texts) => new(
        reading.Kind,
        reading.KindSource,
        reading.Language,
        [.. reading.Spans.Select(span => new StoredSpan(
            span.Type, span.Field, span.Start, span.End, texts.Has(span.Quote, span.Field, span.Start, span.End) ? null : span.Quote))]);

    public ReadingSummary Restored(TicketTexts texts) => new(
        Kind,
        KindSource,
        Language,
        [.. Spans.Select(span => new ReadingSpan(
            span.Type, span.Field, span.Start, span.End, span.Quote ?? texts.Cut(span.Field, span.Start, span.End) ?? ""))]);
}

/// <summary>A span; its quote is null if it equals the stored text from start to end.</summary>
internal sealed record StoredSpan(SpanType Type, TicketField Field, int Start, int End, string? Quote = null);

/// <summary>A <see cref="DimensionExplanation"/> as it is stored.</summary>
internal sealed record StoredExplanation(
    StartingPoint Start, IReadOnlyList<StoredContribution> Contributions, IReadOnlyList<NotEarned> NotEarned, double Sum, int Score)
{
    public static Dictionary<Dimension, StoredExplanation> Of(
        IReadOnlyDictionary<Dimension, DimensionExplanation> explanation, List<string>? advice, TicketTexts texts)
    {
        var stored = new Dictionary<Dimension, StoredExplanation>(explanation.Count);
        var next = 0;
        foreach (var dimension in Dimensions.All)
        {
            if (!explanation.TryGetValue(dimension, out var how)) continue;
            StoredContribution[] contributions = [.. how.Contributions.Select(c => new StoredContribution(
                c.Rule,
                c.Points,
                c.Why,
                c.Field,
                texts.Has(c.Quote, c.Field, c.Start, c.End) ? null : c.Quote,
                c.Start,
                c.End,
                advice?[next++] is { Length: > 0 } text ? text : null))];
            stored[dimension] = new StoredExplanation(how.Start, contributions, how.NotEarned, how.Sum, how.Score);
        }

        return stored;
    }

    public DimensionExplanation Restored(TicketTexts texts) => new(
        Start,
        [.. Contributions.Select(c => new Contribution(
            c.Rule, c.Points, c.Field, c.Quote ?? texts.Cut(c.Field, c.Start, c.End), c.Start, c.End, c.Why))],
        NotEarned,
        Sum,
        Score);
}

/// <summary>A contribution with its finding's advice; its quote is null if it equals the stored text from start to end.</summary>
internal sealed record StoredContribution(
    string Rule, double Points, string Why, TicketField? Field = null, string? Quote = null, int? Start = null, int? End = null, string? Advice = null);

/// <summary>The stored form of details; null members are omitted.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ScoreDetail))]
[JsonSerializable(typeof(ScoreRecommendations))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ScoreDetailJson : JsonSerializerContext
{
    public static ScoreDetailJson Shared { get; } = new(WireFormat.Options(JsonIgnoreCondition.WhenWritingNull));
}
