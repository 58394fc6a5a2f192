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
/// <param name="Judged">What the judge says.</param>
/// <param name="Dimensions">The six dimensions.</param>
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

/// <summary>One of the six dimensions.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Value">0–10.</param>
/// <param name="Sum">How it came about; null where the judge did not say.</param>
/// <param name="Agreement">Agreement; null in the public evaluator.</param>
public sealed record DimensionModel(Dimension Dimension, int Value, SumModel? Sum, AgreementModel? Agreement)
{
    /// <summary>Scores below 5 fail.</summary>
    public bool Fails => Value < InvestScores.FailBelow;
}

/// <summary>Agreement with a dimension of a score.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Value">Its score.</param>
/// <param name="Address">URL for answering; null if the user's role does not allow it.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Agree">Number of people who agree.</param>
/// <param name="Disagree">Number of people who disagree.</param>
/// <param name="Own">The user's own answer; null for none.</param>
public sealed record AgreementModel(Dimension Dimension, int Value, string? Address, string Token, int Agree, int Disagree, bool? Own);

/// <summary>A score in the ticket's history.</summary>
/// <param name="Href">Its page.</param>
/// <param name="OverallTenths">Its overall score.</param>
/// <param name="At">Time.</param>
/// <param name="IsShown">Whether it is the score on the page.</param>
/// <param name="Changes">Changes from the previous score, for example <c>Testable 3 → 7</c>; empty for none or the first score.</param>
/// <param name="IsFirst">Whether it is the first score.</param>
public sealed record HistoryModel(string Href, int OverallTenths, Moment At, bool IsShown, IReadOnlyList<string> Changes, bool IsFirst);
