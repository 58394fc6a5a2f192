using Vindex.Server.Configuration;

namespace Vindex.Server.Evaluations;

/// <summary>Settings of the evaluation queue.</summary>
/// <param name="Parallelism">Tickets scored at the same time.</param>
/// <param name="Lease">How long a worker keeps a ticket without renewing its lease.</param>
/// <param name="Schedule">Delays before a failed ticket is scored again; after the last one the job has failed.</param>
/// <param name="MaxWaiting">Maximum number of queued tickets; beyond it callers get 503.</param>
/// <param name="MaxAge">Maximum age of the oldest queued ticket; beyond it callers get 503.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> of that 503.</param>
/// <param name="Kept">How long jobs without a score (failed, superseded) are kept.</param>
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
