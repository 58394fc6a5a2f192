using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Evaluations;

/// <summary>Settings of the evaluation queue: the section <c>Evaluations</c>.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>Tickets scored at the same time.</summary>
    [Range(1, 1024)]
    public required int Parallelism { get; init; }

    /// <summary>How long a worker keeps a ticket without renewing its lease.</summary>
    [DurationRange("1s", "1h")]
    public required Duration Lease { get; init; }

    /// <summary>Delays before a failed ticket is scored again; after the last one the job has failed.</summary>
    [Durations(20, "1ms", "1d")]
    public required DurationList Schedule { get; init; }

    /// <summary>Maximum number of queued tickets; beyond it callers get 503.</summary>
    [Range(1, 10_000_000)]
    public required int MaxWaiting { get; init; }

    /// <summary>Maximum age of the oldest queued ticket; beyond it callers get 503.</summary>
    [DurationRange("1s", "7d")]
    public required Duration MaxAge { get; init; }

    /// <summary>The <c>Retry-After</c> of that 503.</summary>
    [DurationRange("1s", "1h")]
    public required Duration RetryAfter { get; init; }

    /// <summary>How long jobs without a score (failed, superseded) are kept.</summary>
    [DurationRange("1h", "3650d")]
    public required Duration Kept { get; init; }
}
