namespace Vindex.EndToEnd.Histories;

/// <summary>Everything that clients asked and were told, and everything that the receiver got.</summary>
/// <param name="Operations">Requests, in any order.</param>
/// <param name="Receptions">Callbacks in the order of their arrival.</param>
public sealed record History(IReadOnlyList<Operation> Operations, IReadOnlyList<Reception> Receptions);

/// <summary>A callback that arrived.</summary>
/// <param name="At">When.</param>
/// <param name="Company">Whose endpoint it was sent to.</param>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Job">Its job.</param>
/// <param name="WebhookId">Its delivery.</param>
/// <param name="Body">The body, or a hash of it.</param>
/// <param name="IsSigned">Whether both signatures were valid.</param>
/// <param name="IsAccepted">Whether the receiver answered 200.</param>
public sealed record Reception(
    TimeSpan At, string Company, string Ticket, string Job, string WebhookId, string Body, bool IsSigned = true, bool IsAccepted = true);

/// <summary>What is stored once all clients have ended and nothing is queued any more.</summary>
/// <param name="Scores">All scores.</param>
/// <param name="Rows">All rows of feedback that clients wrote.</param>
/// <param name="Jobs">The state of each acknowledged job.</param>
/// <param name="Deliveries">All callbacks.</param>
/// <param name="Statistics">Statistics of each type.</param>
/// <param name="ScoreCounts">The number of scores of each company, as its summary has it.</param>
public sealed record FinalState(
    IReadOnlyList<FinalScore> Scores,
    IReadOnlyList<FinalRow> Rows,
    IReadOnlyDictionary<string, string> Jobs,
    IReadOnlyList<FinalDelivery> Deliveries,
    IReadOnlyList<FinalStatistics> Statistics,
    IReadOnlyDictionary<string, long> ScoreCounts);

/// <summary>A stored score; its job is one of a client's events, or unknown to clients.</summary>
public sealed record FinalScore(string Company, string ScoreId, string Ticket, string Job);

/// <summary>A stored row.</summary>
public sealed record FinalRow(string Company, string Type, string Row, long Value);

/// <summary>A stored callback: <c>delivered</c>, <c>superseded</c>, or what should not be.</summary>
public sealed record FinalDelivery(string Company, string WebhookId, string Job, string Status);

/// <summary>Statistics of a type.</summary>
public sealed record FinalStatistics(string Company, string Type, long Count, long Sum);
