using Vindex.Scoring;
using Vindex.Server.Portal.Tickets;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A scored ticket with everything that explains its score.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Ticket">The score.</param>
/// <param name="GateTenths">The company's quality gate.</param>
/// <param name="Customer">Name of the customer.</param>
/// <param name="Judge">Judge and profile.</param>
/// <param name="Source">Source.</param>
/// <param name="Fields">The scored text with marks.</param>
/// <param name="Faults">Findings that lower the score, the most expensive first.</param>
/// <param name="Merits">Findings that raise the score.</param>
/// <param name="Recommendations">Recommendations, by lift.</param>
/// <param name="Dimensions">The six dimensions.</param>
/// <param name="History">The scores of the ticket, newest first.</param>
public sealed record TicketModel(
    PortalFrame Frame,
    TicketRow Ticket,
    int GateTenths,
    string Customer,
    string Judge,
    string Source,
    IReadOnlyList<MarkedField> Fields,
    IReadOnlyList<FindingModel> Faults,
    IReadOnlyList<FindingModel> Merits,
    IReadOnlyList<RecommendationModel> Recommendations,
    IReadOnlyList<DimensionModel> Dimensions,
    IReadOnlyList<HistoryModel> History);

/// <summary>A card with the findings that quote the same words with the same advice.</summary>
/// <param name="Number">Number on the page.</param>
/// <param name="Points">Sum of their points, with sign.</param>
/// <param name="Quote">The quote; null if something is missing.</param>
/// <param name="IsMarked">Whether the quote is marked in the text.</param>
/// <param name="Reasons">The affected dimensions with points and reasons.</param>
/// <param name="Advice">Advice; empty for findings that raise the score.</param>
public sealed record FindingModel(int Number, string Points, string? Quote, bool IsMarked, IReadOnlyList<ReasonModel> Reasons, string Advice);

/// <summary>Why a dimension is affected.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Points">Points, with sign.</param>
/// <param name="Why">Reason.</param>
public sealed record ReasonModel(string Dimension, string Points, string Why);

/// <summary>A recommendation.</summary>
/// <param name="Text">Text.</param>
/// <param name="Lift">Its lift, for example <c>+0.8</c>; null if unknown.</param>
public sealed record RecommendationModel(string Text, string? Lift);

/// <summary>One of the six dimensions.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Value">0–10.</param>
/// <param name="Agreement">Agreement.</param>
public sealed record DimensionModel(Dimension Dimension, int Value, AgreementModel Agreement)
{
    /// <summary>Scores below 5 fail.</summary>
    public bool Fails => Value < 5;
}

/// <summary>Agreement with a dimension of a score.</summary>
/// <param name="Address">URL for answering; null if the user's role does not allow it.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Agree">Number of people who agree.</param>
/// <param name="Disagree">Number of people who disagree.</param>
/// <param name="Own">The user's own answer; null for none.</param>
public sealed record AgreementModel(string? Address, string Token, int Agree, int Disagree, bool? Own);

/// <summary>A score in the ticket's history.</summary>
/// <param name="Href">Its page.</param>
/// <param name="OverallTenths">Its overall score.</param>
/// <param name="At">Time.</param>
/// <param name="IsShown">Whether it is the score on the page.</param>
/// <param name="Changes">Changes from the previous score, for example <c>Testable 3 → 7</c>; empty for none or the first score.</param>
/// <param name="IsFirst">Whether it is the first score.</param>
public sealed record HistoryModel(string Href, int OverallTenths, Moment At, bool IsShown, IReadOnlyList<string> Changes, bool IsFirst);
