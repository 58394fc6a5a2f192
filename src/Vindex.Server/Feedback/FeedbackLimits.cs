using System.ComponentModel.DataAnnotations;

namespace Vindex.Server.Feedback;

/// <summary>Limits of requests for feedback: the section <c>Feedback</c>.</summary>
internal sealed record FeedbackLimits
{
    /// <summary>The most rows that one batch can have.</summary>
    [Range(1, 1_000_000)]
    public required int BatchItems { get; init; }

    /// <summary>The most work that one query can take: its operations times the rows that it reads.</summary>
    [Range(1, 2_000_000_000)]
    public required int QuerySteps { get; init; }

    /// <summary>The most work that one statistics question can take: rows × (metrics + filters + 1) × (group_by fields + 1).</summary>
    [Range(1, 2_000_000_000)]
    public required int StatsSteps { get; init; }
}
