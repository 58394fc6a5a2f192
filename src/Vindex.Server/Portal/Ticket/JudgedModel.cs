using Vindex.Scoring;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A judgement as shown on pages: the reading, how each score adds up, and recommendations.</summary>
/// <param name="Reading">The reading; null for judges without one.</param>
/// <param name="Fields">The scored text with marks.</param>
/// <param name="Faults">Findings that lower the score, the most expensive first.</param>
/// <param name="Merits">Findings that raise the score.</param>
/// <param name="Recommendations">Recommendations, by lift.</param>
/// <param name="Sums">How each score adds up; empty for judges without explanations.</param>
public sealed record JudgedModel(
    ReadingFacts? Reading,
    IReadOnlyList<MarkedField> Fields,
    IReadOnlyList<FindingModel> Faults,
    IReadOnlyList<FindingModel> Merits,
    IReadOnlyList<RecommendationModel> Recommendations,
    IReadOnlyDictionary<Dimension, SumModel> Sums);

/// <summary>The reading of a ticket.</summary>
/// <param name="Kind">The kind and how it was recognized, for example <c>Bug report, by its text</c>.</param>
/// <param name="Language">Name of the language.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>low</c>; null for judges without one.</param>
/// <param name="Reasons">Why the confidence is not higher.</param>
/// <param name="Parts">The recognized parts, by kind.</param>
/// <param name="SetApart">Templates, logs and code, which were not scored.</param>
public sealed record ReadingFacts(
    string Kind, string Language, string? Confidence, IReadOnlyList<string> Reasons, IReadOnlyList<PartModel> Parts, IReadOnlyList<string> SetApart);

/// <summary>The recognized parts of one kind.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Quotes">Quotes.</param>
public sealed record PartModel(string Name, IReadOnlyList<string> Quotes);

/// <summary>A card: all findings about the same quote.</summary>
/// <param name="Number">Number on the page.</param>
/// <param name="Quote">The quote; null if something is missing.</param>
/// <param name="IsMarked">Whether the quote is marked in the text.</param>
/// <param name="Total">Points of all dimensions together, with sign.</param>
/// <param name="Reasons">The affected dimensions with points and reasons.</param>
/// <param name="Advice">Advice that is not among the recommendations; empty for findings that raise the score.</param>
public sealed record FindingModel(int Number, string? Quote, bool IsMarked, string Total, IReadOnlyList<ReasonModel> Reasons, IReadOnlyList<string> Advice);

/// <summary>Why a dimension is affected.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Points">Points, with sign.</param>
/// <param name="Why">Reason.</param>
public sealed record ReasonModel(string Dimension, string Points, string Why);

/// <summary>A recommendation.</summary>
/// <param name="Text">Text.</param>
/// <param name="Lift">Its lift, for example <c>+0.8</c>; null if unknown.</param>
public sealed record RecommendationModel(string Text, string? Lift);

/// <summary>How a score adds up.</summary>
/// <param name="Start">Where the dimension starts for this kind of ticket.</param>
/// <param name="Contributions">The contributions, largest first.</param>
/// <param name="Sum">The sum.</param>
/// <param name="NotEarned">Points not earned.</param>
public sealed record SumModel(SumLine Start, IReadOnlyList<SumLine> Contributions, SumLine Sum, IReadOnlyList<NotEarnedModel> NotEarned);

/// <summary>A line of the sum.</summary>
/// <param name="Points">Points; with sign for contributions.</param>
/// <param name="Why">Reason.</param>
/// <param name="Quote">The quote; null if something is missing.</param>
/// <param name="Mark">Number of the quote's mark; null if it is not marked.</param>
public sealed record SumLine(string Points, string Why, string? Quote = null, int? Mark = null);

/// <summary>Points not earned.</summary>
/// <param name="Points">Points, with sign.</param>
/// <param name="Why">What is missing.</param>
/// <param name="Advice">Advice; null if it would repeat what is missing.</param>
public sealed record NotEarnedModel(string Points, string Why, string? Advice);
