using Vindex.Scoring;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Portal.Versions;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A scored ticket with everything that explains its score.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Neighbors">The tickets before and after it in the list from which it was opened.</param>
/// <param name="Ticket">The score.</param>
/// <param name="GateTenths">The company's quality gate.</param>
/// <param name="Customer">Name of the customer.</param>
/// <param name="Judge">Judge and profile.</param>
/// <param name="Source">Source.</param>
/// <param name="Judged">The judgement, as shown.</param>
/// <param name="Dimensions">The six dimensions.</param>
/// <param name="Versions">The versions of the ticket.</param>
public sealed record TicketModel(
    PortalFrame Frame,
    Neighbors Neighbors,
    TicketRow Ticket,
    int GateTenths,
    string Customer,
    string Judge,
    string Source,
    JudgedModel Judged,
    IReadOnlyList<DimensionModel> Dimensions,
    TicketVersions Versions);

/// <summary>One of the six dimensions.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Value">0–10.</param>
/// <param name="Sum">How it adds up; null for judges without explanations.</param>
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
