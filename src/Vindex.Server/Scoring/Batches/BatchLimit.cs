using System.ComponentModel.DataAnnotations;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Scoring.Batches;

/// <summary>The limit of <c>POST /v1/score/batch</c>: the section <c>Limits:Batch</c>.</summary>
internal sealed record BatchLimit
{
    /// <summary>Maximum number of tickets; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public required int Tickets { get; init; }

    /// <summary>The window in seconds.</summary>
    [Range(1, 86_400)]
    public required int WindowSeconds { get; init; }

    /// <summary>The limit, counted in tickets.</summary>
    internal RateLimit Limit => new() { Requests = Tickets, WindowSeconds = WindowSeconds, Unit = "tickets" };
}
