using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Server.Scoring.Records;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

/// <summary>A ticket's score.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="ScoreId">The stored score: <c>GET /portal/scores/{id}</c>.</param>
/// <param name="OverallScore">Mean of the six dimensions, rounded half away from zero to one decimal; 0.0 to 10.0.</param>
/// <param name="IndividualScores">The six INVEST dimensions.</param>
/// <param name="Recommendations">At most five, by expected lift to the overall score, descending.</param>
/// <param name="ContextUsed">Evidence; only dimensions with evidence appear.</param>
/// <param name="Reading">The reading of the ticket: kind, language and spans. Only with <c>details=true</c>, like the members below.</param>
/// <param name="Explanation">How each score was computed, by dimension: start, contributions, points not earned, sum, score.</param>
/// <param name="RecommendationDetails">The recommendations with dimension, lift and rule, in the same order.</param>
/// <param name="Confidence">The confidence in the scores.</param>
/// <param name="Findings">All contributions in one list, with advice.</param>
internal sealed record ScoreAnswer(
    string JobId,
    string ScoreId,
    decimal OverallScore,
    InvestScoresBody IndividualScores,
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReadingSummary? Reading = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<Dimension, DimensionExplanation>? Explanation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RecommendationDetail>? RecommendationDetails = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Confidence? Confidence = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Finding>? Findings = null)
{
    /// <summary>The response with its explanation.</summary>
    public ScoreAnswer WithDetails(Judgement judgement) => this with
    {
        Reading = judgement.Reading,
        Explanation = judgement.Explanation,
        RecommendationDetails = judgement.RecommendationDetails,
        Confidence = judgement.Confidence,
        Findings = judgement.Findings,
    };
}

/// <summary>The six INVEST dimensions, each 0 to 10.</summary>
internal sealed record InvestScoresBody(int Independent, int Negotiable, int Valuable, int Estimable, int Small, int Testable)
{
    public static InvestScoresBody Of(InvestScores six) => Of(six.ToStored());

    public static InvestScoresBody Of(StoredDimensions stored) =>
        new(stored.Independent, stored.Negotiable, stored.Valuable, stored.Estimable, stored.Small, stored.Testable);

    /// <summary>The scores in the order of <see cref="Dimensions.All"/>.</summary>
    public IReadOnlyList<int> Values() => [Independent, Negotiable, Valuable, Estimable, Small, Testable];
}

/// <summary>Short statements of evidence by dimension; only dimensions with evidence appear.</summary>
internal sealed record EvidenceBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Independent = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Negotiable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Valuable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Estimable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Small = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Testable = null)
{
    public static EvidenceBody Of(IReadOnlyDictionary<Dimension, IReadOnlyList<string>> evidence) => new(
        evidence.GetValueOrDefault(Dimension.Independent),
        evidence.GetValueOrDefault(Dimension.Negotiable),
        evidence.GetValueOrDefault(Dimension.Valuable),
        evidence.GetValueOrDefault(Dimension.Estimable),
        evidence.GetValueOrDefault(Dimension.Small),
        evidence.GetValueOrDefault(Dimension.Testable));

    /// <summary>Converts the judge's evidence.</summary>
    public IReadOnlyDictionary<Dimension, IReadOnlyList<string>> ByDimension()
    {
        IReadOnlyList<string>?[] statements = [Independent, Negotiable, Valuable, Estimable, Small, Testable];
        return Dimensions.All.Where(dimension => statements[(int)dimension] is not null)
            .ToDictionary(dimension => dimension, dimension => statements[(int)dimension]!);
    }
}
