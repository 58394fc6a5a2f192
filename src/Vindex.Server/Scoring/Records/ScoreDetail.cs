using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Reading;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring.Records;

/// <summary>What is stored of a judgement beside the numbers; opaque to the store. <see cref="StoredJudgement"/> says how it is made and read.</summary>
/// <param name="Recommendations">By lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="Findings">Everything that moved a score; null where it follows from the explanation.</param>
/// <param name="Reading">What was read in the ticket; null for scores of rubric 2.</param>
/// <param name="Explanation">How each score came about; null for scores of rubric 2.</param>
/// <param name="RecommendationDetails">The recommendations with their lifts; null for scores of rubric 2.</param>
/// <param name="Confidence">How far the scores can be relied on; null for scores of rubric 2.</param>
internal sealed record ScoreDetail(
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    IReadOnlyList<Finding>? Findings = null,
    StoredReading? Reading = null,
    IReadOnlyDictionary<Dimension, StoredExplanation>? Explanation = null,
    IReadOnlyList<RecommendationDetail>? RecommendationDetails = null,
    Confidence? Confidence = null);

/// <summary>A <see cref="ReadingSummary"/> as it is stored.</summary>
internal sealed record StoredReading(TicketKind Kind, KindSource KindSource, string Language, IReadOnlyList<StoredSpan> Spans);

/// <summary>A span; the quote only where it is not the stored text from start to end.</summary>
internal sealed record StoredSpan(SpanType Type, TicketField Field, int Start, int End, string? Quote = null);

/// <summary>A <see cref="DimensionExplanation"/> as it is stored.</summary>
internal sealed record StoredExplanation(
    StartingPoint Start, IReadOnlyList<StoredContribution> Contributions, IReadOnlyList<NotEarned> NotEarned, double Sum, int Score);

/// <summary>A contribution together with its finding's advice; the quote only where it is not the stored text from start to end.</summary>
internal sealed record StoredContribution(
    string Rule, double Points, string Why, TicketField? Field = null, string? Quote = null, int? Start = null, int? End = null, string? Advice = null);

/// <summary>How details are stored: members without a value are left out.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ScoreDetail))]
internal sealed partial class ScoreDetailJson : JsonSerializerContext
{
    public static ScoreDetailJson Shared { get; } = new(WireFormat.Options(JsonIgnoreCondition.WhenWritingNull));
}
