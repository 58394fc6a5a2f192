using Vindex.Scoring;
using Vindex.Server.Portal.Tickets;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A scored ticket with everything that explains its score.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Ticket">The score.</param>
/// <param name="GateTenths">The company's quality gate.</param>
/// <param name="Customer">Whose ticket, by name.</param>
/// <param name="Judge">Who judged, and with which profile.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Fields">The text as it was judged, marked.</param>
/// <param name="Faults">What cost points, dearest first.</param>
/// <param name="Merits">What gave points.</param>
/// <param name="Recommendations">What to do, by lift.</param>
/// <param name="Dimensions">The six.</param>
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

/// <summary>Findings beside their words: those about the same words with the same advice are one card.</summary>
/// <param name="Number">Names it on the page.</param>
/// <param name="Points">What they come to, with the sign.</param>
/// <param name="Quote">The words; null for an absence.</param>
/// <param name="IsMarked">Whether they are marked in the text.</param>
/// <param name="Reasons">Each dimension that is moved, how far, and why.</param>
/// <param name="Advice">What to do; empty for merits.</param>
public sealed record FindingModel(int Number, string Points, string? Quote, bool IsMarked, IReadOnlyList<ReasonModel> Reasons, string Advice);

/// <summary>Why a dimension is moved.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Points">How far, with its sign.</param>
/// <param name="Why">What this means.</param>
public sealed record ReasonModel(string Dimension, string Points, string Why);

/// <summary>Something to do.</summary>
/// <param name="Text">What.</param>
/// <param name="Lift">By how much it can raise the overall score, for example <c>+0.8</c>; null where that is not known.</param>
public sealed record RecommendationModel(string Text, string? Lift);

/// <summary>One of the six.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Value">0–10.</param>
/// <param name="Agreement">What people say to it.</param>
public sealed record DimensionModel(Dimension Dimension, int Value, AgreementModel Agreement)
{
    /// <summary>A fail lies below 5.</summary>
    public bool Fails => Value < 5;
}

/// <summary>What people say to a dimension of a score.</summary>
/// <param name="Address">Where one's own word is sent; null when the reader's role may not.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Agree">How many agree.</param>
/// <param name="Disagree">How many do not.</param>
/// <param name="Own">The reader's own word; null for none.</param>
public sealed record AgreementModel(string? Address, string Token, int Agree, int Disagree, bool? Own);

/// <summary>A score in the ticket's history.</summary>
/// <param name="Href">Its page.</param>
/// <param name="OverallTenths">Its overall score.</param>
/// <param name="At">When.</param>
/// <param name="IsShown">Whether it is the one on the page.</param>
/// <param name="Changes">What changed against the one before, for example <c>Testable 3 → 7</c>; empty for nothing, or the first.</param>
/// <param name="IsFirst">Whether none came before it.</param>
public sealed record HistoryModel(string Href, int OverallTenths, Moment At, bool IsShown, IReadOnlyList<string> Changes, bool IsFirst);
