namespace Vindex.Storage.Scores;

/// <summary>The six scores as stored, each 0–10.</summary>
public readonly record struct StoredDimensions(int Independent, int Negotiable, int Valuable, int Estimable, int Small, int Testable)
{
    /// <summary>Their names, which are also the names of their columns, in their usual order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["independent", "negotiable", "valuable", "estimable", "small", "testable"];

    /// <summary>The scores in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<int> Values => [Independent, Negotiable, Valuable, Estimable, Small, Testable];

    /// <summary>The scores from a list in the order of <see cref="Names"/>.</summary>
    public static StoredDimensions Of(IReadOnlyList<int> values) => new(values[0], values[1], values[2], values[3], values[4], values[5]);
}

/// <summary>A score as lists show it.</summary>
/// <param name="Id">Time-ordered id: 32 hexadecimal digits of a UUIDv7.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="TicketId">The ticket, unique within the customer.</param>
/// <param name="TicketKey">The key shown.</param>
/// <param name="Title">The ticket's summary.</param>
/// <param name="Dimensions">The six scores.</param>
/// <param name="OverallTenths">The overall score in tenths, 0–100.</param>
/// <param name="CreatedAt">When it was stored.</param>
public sealed record ScoreItem(
    string Id,
    string CompanyId,
    string CustomerId,
    string TicketId,
    string TicketKey,
    string Title,
    StoredDimensions Dimensions,
    int OverallTenths,
    DateTimeOffset CreatedAt);

/// <summary>A score with everything that is stored of it.</summary>
/// <param name="Item">What lists show.</param>
/// <param name="JobId">The job that created it.</param>
/// <param name="IssueType">The tracker's type; null if unknown.</param>
/// <param name="SnapshotAt">When the text was taken.</param>
/// <param name="Description">Text as judged; null if the ticket had none.</param>
/// <param name="AcceptanceCriteria">Text as judged; null if the ticket had none.</param>
/// <param name="Source">Where it came from: <c>api</c>, <c>cli</c>, <c>jiraforge</c>, ….</param>
/// <param name="Profile">The <c>system_type</c>.</param>
/// <param name="Provider">The judge's provider.</param>
/// <param name="Model">The judge's model name, with its version.</param>
/// <param name="StartedAt">When judging began.</param>
/// <param name="CompletedAt">When judging ended.</param>
/// <param name="DurationMs">How long judging took, in milliseconds.</param>
/// <param name="Detail">Recommendations, evidence, findings: bytes that the store does not look into.</param>
public sealed record StoredScore(
    ScoreItem Item,
    string JobId,
    string? IssueType,
    DateTimeOffset SnapshotAt,
    string? Description,
    string? AcceptanceCriteria,
    string Source,
    string Profile,
    string Provider,
    string Model,
    DateTimeOffset StartedAt,
    DateTimeOffset CompletedAt,
    double DurationMs,
    OpaqueBytes Detail)
{
    /// <summary>It without its texts.</summary>
    public ScoreSummary Summary => new(Item, Source, Profile, Provider, Model, DurationMs);

    /// <summary>Tells whether the same text was judged by the same judge; null if unknown. Opaque to the store.</summary>
    public string? ContentHash { get; init; }

    /// <summary>JSON that the store does not look into: what was judged beside the text (context, cut fields); null if nothing was.</summary>
    public string? Inputs { get; init; }

    /// <summary>Whether the ticket has no later score. Read only: the store keeps it.</summary>
    public bool IsLatest { get; init; } = true;
}

/// <summary>A score without its texts; see <see cref="StoredScore"/>.</summary>
/// <param name="Item">What lists show.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Profile">The <c>system_type</c>.</param>
/// <param name="Provider">The judge's provider.</param>
/// <param name="Model">The judge's model name, with its version.</param>
/// <param name="DurationMs">How long judging took, in milliseconds.</param>
public sealed record ScoreSummary(ScoreItem Item, string Source, string Profile, string Provider, string Model, double DurationMs);

/// <summary>How many scores there are, and the sum of their overall scores.</summary>
/// <param name="Count">Scores.</param>
/// <param name="OverallTenthsSum">Sum of the overall scores, in tenths.</param>
public readonly record struct ScoreTotals(long Count, long OverallTenthsSum);
