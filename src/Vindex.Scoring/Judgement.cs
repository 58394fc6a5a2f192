using System.Text.Json.Serialization;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring;

/// <summary>Which text of the ticket a finding is about.</summary>
[JsonConverter(typeof(WireNames<TicketField>))]
public enum TicketField
{
    /// <summary>The one-line title.</summary>
    Summary,

    /// <summary>The description.</summary>
    Description,

    /// <summary>The acceptance criteria, where they have a field of their own.</summary>
    AcceptanceCriteria,

    /// <summary>A context item (linked issue, comment, …).</summary>
    Context,
}

/// <summary>One observation that moved one dimension: a point lost or won is explained by one of these.</summary>
/// <param name="Rule">Id of the rule, for example <c>small.joined-actions</c>.</param>
/// <param name="Dimension">The dimension.</param>
/// <param name="Points">How far, in points of 0–10 before rounding; negative lowers the score.</param>
/// <param name="Field">Where the quote stands; null for an absence.</param>
/// <param name="Quote">The quote, verbatim from the field's text; null if something is missing.</param>
/// <param name="Start">First UTF-16 unit of the quote in the field's text; null if something is missing.</param>
/// <param name="End">One past the last UTF-16 unit of the quote; null if something is missing.</param>
/// <param name="Why">One sentence: what this means.</param>
/// <param name="Advice">Advice; empty for findings that raise a score.</param>
public sealed record Finding(
    string Rule, Dimension Dimension, double Points, TicketField? Field, string? Quote, int? Start, int? End, string Why, string Advice);

/// <summary>A judged ticket.</summary>
/// <param name="Scores">The six scores; the overall score follows from them.</param>
/// <param name="Findings">Everything that moved a score, worst first within a dimension, in the order of <see cref="Dimensions.All"/>.</param>
/// <param name="Recommendations">At most five sentences of plain English, by expected lift to the overall score, descending.</param>
/// <param name="ContextUsed">Short statements of evidence; only dimensions with evidence appear.</param>
public sealed record Judgement(
    InvestScores Scores,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Recommendations,
    IReadOnlyDictionary<Dimension, IReadOnlyList<string>> ContextUsed)
{
    /// <summary>What was read in the ticket; null for rubric 2.</summary>
    public ReadingSummary? Reading { get; init; }

    /// <summary>How each score was computed; null for rubric 2.</summary>
    public IReadOnlyDictionary<Dimension, DimensionExplanation>? Explanation { get; init; }

    /// <summary>The recommendations with dimension, lift and rule, in the same order.</summary>
    public IReadOnlyList<RecommendationDetail> RecommendationDetails { get; init; } = [];

    /// <summary>The confidence in the scores; null for rubric 2.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>The model that was asked and what that took; null if none was.</summary>
    public ModelRun? Run { get; init; }
}

/// <summary>What a judge that asks a model used for one ticket.</summary>
/// <param name="Provider">The provider, such as <c>openai</c>.</param>
/// <param name="Model">The model's name.</param>
/// <param name="PromptHash">SHA-256 of the prompt's files, in hexadecimal.</param>
/// <param name="Parameters">What was asked for beside the prompt, such as <c>mode=model runs=1</c>; never the temperature.</param>
/// <param name="Calls">Answers that the model gave.</param>
/// <param name="InputTokens">Tokens sent, as the endpoint counted them.</param>
/// <param name="OutputTokens">Tokens received, as the endpoint counted them.</param>
/// <param name="Cost">What the tokens cost, by the prices in the settings.</param>
/// <param name="DurationMs">From the first call to the last answer, in milliseconds.</param>
/// <param name="Failure">Why the model gave no score and the offline judge stood in, such as <c>timed_out</c>; null if the model scored.</param>
public sealed record ModelRun(
    string Provider,
    string Model,
    string PromptHash,
    string Parameters,
    int Calls,
    long InputTokens,
    long OutputTokens,
    decimal Cost,
    double DurationMs,
    string? Failure = null);
