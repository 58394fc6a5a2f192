using Vindex.Scoring;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A judgement as pages show it: what was read, how each score came about, what to do.</summary>
/// <param name="Reading">What was read in the ticket; null where the judge did not say.</param>
/// <param name="Fields">The scored text with marks.</param>
/// <param name="Faults">Findings that lower the score, the most expensive first.</param>
/// <param name="Merits">Findings that raise the score.</param>
/// <param name="Recommendations">Recommendations, by lift.</param>
/// <param name="Sums">How each score came about; empty for judges without lifts.</param>
public sealed record JudgedModel(
    ReadingFacts? Reading,
    IReadOnlyList<MarkedField> Fields,
    IReadOnlyList<FindingModel> Faults,
    IReadOnlyList<FindingModel> Merits,
    IReadOnlyList<RecommendationModel> Recommendations,
    IReadOnlyDictionary<Dimension, SumModel> Sums);

/// <summary>What was read in a ticket.</summary>
/// <param name="Kind">What it is and how that was recognised, for example <c>Bug report, by its text</c>.</param>
/// <param name="Language">The language in English.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>low</c>; null where the judge did not say.</param>
/// <param name="Reasons">Why the confidence is not higher.</param>
/// <param name="Parts">The pieces that were recognised, by what they are.</param>
/// <param name="SetApart">Templates, logs and code, which were not judged.</param>
public sealed record ReadingFacts(
    string Kind, string Language, string? Confidence, IReadOnlyList<string> Reasons, IReadOnlyList<PartModel> Parts, IReadOnlyList<string> SetApart);

/// <summary>The pieces of one kind.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Quotes">The words.</param>
public sealed record PartModel(string Name, IReadOnlyList<string> Quotes);

/// <summary>Findings beside their words: those about the same words are one card.</summary>
/// <param name="Number">Number on the page.</param>
/// <param name="Quote">The quote; null if something is missing.</param>
/// <param name="IsMarked">Whether the quote is marked in the text.</param>
/// <param name="Reasons">The affected dimensions with points and reasons.</param>
/// <param name="Advice">Advice; empty for findings that raise the score.</param>
public sealed record FindingModel(int Number, string? Quote, bool IsMarked, IReadOnlyList<ReasonModel> Reasons, IReadOnlyList<string> Advice);

/// <summary>Why a dimension is affected.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Points">Points, with sign.</param>
/// <param name="Why">Reason.</param>
public sealed record ReasonModel(string Dimension, string Points, string Why);

/// <summary>A recommendation.</summary>
/// <param name="Text">Text.</param>
/// <param name="Lift">Its lift, for example <c>+0.8</c>; null if unknown.</param>
public sealed record RecommendationModel(string Text, string? Lift);

/// <summary>How a score came about: the lines add up to the sum.</summary>
/// <param name="Start">Where the dimension starts for this kind of ticket.</param>
/// <param name="Contributions">What moved it, furthest first.</param>
/// <param name="Sum">What they come to.</param>
/// <param name="NotEarned">What would earn more.</param>
public sealed record SumModel(SumLine Start, IReadOnlyList<SumLine> Contributions, SumLine Sum, IReadOnlyList<NotEarnedModel> NotEarned);

/// <summary>A line of a sum.</summary>
/// <param name="Points">The points; with their sign for contributions.</param>
/// <param name="Why">What they are for.</param>
/// <param name="Quote">The quote; null if something is missing.</param>
/// <param name="Mark">The number of the mark on these words; null where they are not marked.</param>
public sealed record SumLine(string Points, string Why, string? Quote = null, int? Mark = null);

/// <summary>Points that the ticket could still earn.</summary>
/// <param name="Points">How many, with the sign.</param>
/// <param name="Why">What is missing.</param>
/// <param name="Advice">What would earn them; null where that says the same.</param>
public sealed record NotEarnedModel(string Points, string Why, string? Advice);
