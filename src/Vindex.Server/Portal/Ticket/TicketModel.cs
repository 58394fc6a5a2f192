using Vindex.Scoring;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A scored ticket with everything that explains its score.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Ticket">The score.</param>
/// <param name="GateTenths">The company's quality gate.</param>
/// <param name="Customer">Whose ticket, by name.</param>
/// <param name="Judge">Who judged, and with which profile.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Judged">What the judge says.</param>
/// <param name="Dimensions">The six.</param>
/// <param name="History">The scores of the ticket, newest first.</param>
public sealed record TicketModel(
    PortalFrame Frame,
    TicketRow Ticket,
    int GateTenths,
    string Customer,
    string Judge,
    string Source,
    JudgedModel Judged,
    IReadOnlyList<DimensionModel> Dimensions,
    IReadOnlyList<HistoryModel> History);

/// <summary>One of the six.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Value">0–10.</param>
/// <param name="Sum">How it came about; null where the judge did not say.</param>
/// <param name="Agreement">What people say to it; null where nobody is asked.</param>
public sealed record DimensionModel(Dimension Dimension, int Value, SumModel? Sum, AgreementModel? Agreement)
{
    /// <summary>A fail lies below 5.</summary>
    public bool Fails => Value < InvestScores.FailBelow;
}

/// <summary>What people say to a dimension of a score.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Value">Its score.</param>
/// <param name="Address">Where one's own word is sent; null when the reader's role may not.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Agree">How many agree.</param>
/// <param name="Disagree">How many do not.</param>
/// <param name="Own">The reader's own word; null for none.</param>
public sealed record AgreementModel(Dimension Dimension, int Value, string? Address, string Token, int Agree, int Disagree, bool? Own);

/// <summary>A score in the ticket's history.</summary>
/// <param name="Href">Its page.</param>
/// <param name="OverallTenths">Its overall score.</param>
/// <param name="At">When.</param>
/// <param name="IsShown">Whether it is the one on the page.</param>
/// <param name="Changes">What changed against the one before, for example <c>Testable 3 → 7</c>; empty for nothing, or the first.</param>
/// <param name="IsFirst">Whether none came before it.</param>
public sealed record HistoryModel(string Href, int OverallTenths, Moment At, bool IsShown, IReadOnlyList<string> Changes, bool IsFirst);
