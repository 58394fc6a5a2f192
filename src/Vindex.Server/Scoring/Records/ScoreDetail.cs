using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring.Records;

/// <summary>The stored part of a judgement besides its numbers; opaque to the store. <see cref="StoredJudgement"/> converts it.</summary>
/// <param name="Recommendations">By lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="Findings">All contributions to the scores; null if they can be derived from the explanation.</param>
/// <param name="Reading">The reading of the ticket; null for scores of rubric 2.</param>
/// <param name="Explanation">How each score was computed; null for scores of rubric 2.</param>
/// <param name="RecommendationDetails">The recommendations with their lifts; null for scores of rubric 2.</param>
/// <param name="Confidence">The confidence in the scores; null for scores of rubric 2.</param>
internal sealed record ScoreDetail(
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    IReadOnlyList<Finding>? Findings = null,
    StoredReading? Reading = null,
    IReadOnlyDictionary<Dimension, StoredExplanation>? Explanation = null,
    IReadOnlyList<RecommendationDetail>? RecommendationDetails = null,
    Confidence? Confidence = null);

/// <summary>The beginning of <see cref="ScoreDetail"/>; the rest is skipped.</summary>
internal sealed record ScoreRecommendations(IReadOnlyList<string> Recommendations);

/// <summary>A <see cref="ReadingSummary"/> as it is stored.</summary>
internal sealed record StoredReading(TicketKind Kind, KindSource KindSource, string Language, IReadOnlyList<StoredSpan> Spans);

/// <summary>A span; its quote is null if it equals the stored text from start to end.</summary>
internal sealed record StoredSpan(SpanType Type, TicketField Field, int Start, int End, string? Quote = null);

/// <summary>A <see cref="DimensionExplanation"/> as it is stored.</summary>
internal sealed record StoredExplanation(
    StartingPoint Start, IReadOnlyList<StoredContribution> Contributions, IReadOnlyList<NotEarned> NotEarned, double Sum, int Score);

/// <summary>A contribution with its finding's advice; its quote is null if it equals the stored text from start to end.</summary>
internal sealed record StoredContribution(
    string Rule, double Points, string Why, TicketField? Field = null, string? Quote = null, int? Start = null, int? End = null, string? Advice = null);

/// <summary>The stored form of details; null members are omitted.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ScoreDetail))]
[JsonSerializable(typeof(ScoreRecommendations))]
internal sealed partial class ScoreDetailJson : JsonSerializerContext
{
    public static ScoreDetailJson Shared { get; } = new(WireFormat.Options(JsonIgnoreCondition.WhenWritingNull));
}
