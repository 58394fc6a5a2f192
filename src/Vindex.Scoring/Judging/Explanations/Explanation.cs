using System.Text.Json.Serialization;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>Where a dimension starts for a ticket of this kind.</summary>
/// <param name="Points">Points.</param>
/// <param name="Why">One sentence.</param>
public sealed record StartingPoint(double Points, string Why);

/// <summary>Something that moved a dimension.</summary>
/// <param name="Rule">Id of the rule, such as <c>testable.criteria</c>.</param>
/// <param name="Points">How far; negative lowers.</param>
/// <param name="Field">Where the quote is; null for an absence.</param>
/// <param name="Quote">Verbatim words; null for an absence.</param>
/// <param name="Start">First UTF-16 unit of the quote.</param>
/// <param name="End">One past the last.</param>
/// <param name="Why">One sentence.</param>
public sealed record Contribution(string Rule, double Points, TicketField? Field, string? Quote, int? Start, int? End, string Why);

/// <summary>Points that the ticket could still earn.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Points">How many.</param>
/// <param name="Why">What is missing, in one sentence.</param>
/// <param name="Advice">What would earn them.</param>
public sealed record NotEarned(string Rule, double Points, string Why, string Advice);

/// <summary>
/// How a dimension's score was computed: the start and the contributions add up to the sum, the sum rounded half away from zero and kept within 0–10 is the
/// score.
/// </summary>
public sealed record DimensionExplanation(
    StartingPoint Start, IReadOnlyList<Contribution> Contributions, IReadOnlyList<NotEarned> NotEarned, double Sum, int Score);

/// <summary>A recommendation with what it would bring.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Dimension">The dimension it serves most.</param>
/// <param name="Lift">What the overall score would gain.</param>
/// <param name="Rule">The rule behind it.</param>
public sealed record RecommendationDetail(string Text, Dimension Dimension, double Lift, string Rule);

/// <summary>How far a score can be relied on.</summary>
[JsonConverter(typeof(WireNames<ConfidenceLevel>))]
public enum ConfidenceLevel
{
    /// <summary>Hardly.</summary>
    Low,

    /// <summary>With some care.</summary>
    Medium,

    /// <summary>As far as this judge goes.</summary>
    High,
}

/// <summary>How far a score can be relied on, and why.</summary>
public sealed record Confidence(ConfidenceLevel Level, IReadOnlyList<string> Reasons);
