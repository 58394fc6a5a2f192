using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

/// <summary>A ticket's score.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="ScoreId">The stored score: <c>GET /portal/scores/{id}</c>.</param>
/// <param name="OverallScore">Mean of the six dimensions, rounded half away from zero to one decimal; 0.0 to 10.0.</param>
/// <param name="IndividualScores">The six INVEST dimensions.</param>
/// <param name="Recommendations">At most five, by expected lift to the overall score, descending.</param>
/// <param name="ContextUsed">Evidence; only dimensions with evidence appear.</param>
internal sealed record ScoreAnswer(
    string JobId, string ScoreId, decimal OverallScore, InvestScoresBody IndividualScores, IReadOnlyList<string> Recommendations, EvidenceBody ContextUsed);

/// <summary>The six INVEST dimensions, each 0 to 10.</summary>
internal sealed record InvestScoresBody(int Independent, int Negotiable, int Valuable, int Estimable, int Small, int Testable)
{
    public static InvestScoresBody Of(StoredDimensions stored) =>
        new(stored.Independent, stored.Negotiable, stored.Valuable, stored.Estimable, stored.Small, stored.Testable);
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
}

/// <summary>One observation that changed the score of one dimension.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Dimension">The dimension.</param>
/// <param name="Points">Points on the 0–10 scale before rounding; negative points lower the score.</param>
/// <param name="Field"><c>summary</c>, <c>description</c>, <c>acceptance_criteria</c> or <c>context</c>; null if something is missing.</param>
/// <param name="Quote">The quote, verbatim from the field's text; null if something is missing.</param>
/// <param name="Start">First UTF-16 unit of the quote in the field's text; null if something is missing.</param>
/// <param name="End">One past the last UTF-16 unit of the quote; null if something is missing.</param>
/// <param name="Why">The reason.</param>
/// <param name="Advice">Advice; empty for findings that raise a score.</param>
internal sealed record FindingBody(
    string Rule, string Dimension, double Points, string? Field, string? Quote, int? Start, int? End, string Why, string Advice)
{
    private static readonly string[] s_fields = ["summary", "description", "acceptance_criteria", "context"];

    public static FindingBody Of(Finding finding) => new(
        finding.Rule,
        finding.Dimension.Name(),
        finding.Points,
        finding.Field is { } field ? s_fields[(int)field] : null,
        finding.Quote,
        finding.Start,
        finding.End,
        finding.Why,
        finding.Advice);
}

/// <summary>The stored details of a judgement; opaque to the store.</summary>
internal sealed record ScoreDetail(IReadOnlyList<string> Recommendations, EvidenceBody ContextUsed, IReadOnlyList<FindingBody> Findings);
