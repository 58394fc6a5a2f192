using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging;

/// <summary>The parts of a judgement that explain its scores, as <see cref="JudgementJson"/> writes them and this reads them.</summary>
/// <param name="Findings">Everything that changed a score.</param>
/// <param name="Reading">What was read in the ticket; null where the judge does not say.</param>
/// <param name="Explanation">How each score was computed; null if the judge does not report it.</param>
/// <param name="RecommendationDetails">The recommendations with their lifts.</param>
/// <param name="Confidence">The confidence in the scores; null where the judge does not say.</param>
public sealed record JudgementDetails(
    IReadOnlyList<Finding> Findings,
    ReadingSummary? Reading = null,
    IReadOnlyDictionary<Dimension, DimensionExplanation>? Explanation = null,
    IReadOnlyList<RecommendationDetail>? RecommendationDetails = null,
    Confidence? Confidence = null)
{
    /// <summary>Reads the members of a whole score; null when they do not have the form of the API.</summary>
    public static JudgementDetails? Read(JsonElement score)
    {
        try
        {
            return score.Deserialize(JudgementContract.Default.JudgementDetails);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A judgement with these details in place of its own.</summary>
    public Judgement Of(Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        return judgement with
        {
            Findings = Findings,
            Reading = Reading,
            Explanation = Explanation,
            RecommendationDetails = RecommendationDetails ?? [],
            Confidence = Confidence,
        };
    }
}

/// <summary>The JSON form of a judgement's details: the names of the records in snake case.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JudgementDetails))]
internal sealed partial class JudgementContract : JsonSerializerContext;
