using Vindex.Server.Configuration;

namespace Vindex.Server.Evaluations;

/// <summary>How queued tickets are judged.</summary>
/// <param name="Parallelism">Tickets that are judged at one time.</param>
/// <param name="Lease">How long a worker that says nothing keeps a ticket.</param>
/// <param name="Schedule">The waits before a failed judging is tried again; after as many the evaluation has failed.</param>
/// <param name="MaxWaiting">Tickets in the queue; past it callers are asked to come back.</param>
/// <param name="MaxAge">How long the oldest may have waited; past it callers are asked to come back.</param>
/// <param name="RetryAfter">When callers are asked to come back.</param>
/// <param name="Kept">How long evaluations without a score (failed, superseded) are kept.</param>
internal sealed record EvaluationOptions(
    int Parallelism, TimeSpan Lease, IReadOnlyList<TimeSpan> Schedule, int MaxWaiting, TimeSpan MaxAge, TimeSpan RetryAfter, TimeSpan Kept)
{
    public static EvaluationOptions Read(SettingsReader settings) => new(
        settings.Integer("Evaluations:Parallelism", 1, 1024),
        settings.Duration("Evaluations:Lease", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        settings.DurationList("Evaluations:Schedule", 20, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)),
        settings.Integer("Evaluations:MaxWaiting", 1, 10_000_000),
        settings.Duration("Evaluations:MaxAge", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
        settings.Duration("Evaluations:RetryAfter", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        settings.Duration("Evaluations:Kept", TimeSpan.FromHours(1), TimeSpan.FromDays(3650)));
}
