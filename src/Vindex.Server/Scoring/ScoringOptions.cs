using System.ComponentModel.DataAnnotations;

namespace Vindex.Server.Scoring;

/// <summary>Settings of <c>POST /v1/score</c> and <c>POST /v1/score/batch</c>: the section <c>Scoring</c>.</summary>
internal sealed record ScoringOptions
{
    /// <summary>Maximum number of concurrent requests; beyond it callers get 503.</summary>
    [Range(1, 100_000)]
    public required int MaxConcurrent { get; init; }

    /// <summary>For how many hours the response to an idempotency key is kept.</summary>
    [Range(1, 168)]
    public required int IdempotencyHours { get; init; }

    /// <summary><see cref="IdempotencyHours"/>.</summary>
    internal TimeSpan IdempotencyKept => TimeSpan.FromHours(IdempotencyHours);
}
