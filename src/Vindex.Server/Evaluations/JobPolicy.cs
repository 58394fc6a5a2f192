using Vindex.Server.Background;

namespace Vindex.Server.Evaluations;

/// <summary>Decisions about jobs as pure functions: the server calls them around its store, and simulations call them by the million.</summary>
internal static class JobPolicy
{
    /// <summary>A job leased this often without ending was running each time when its server died, and may be the cause.</summary>
    private const int MaxLeases = 25;

    /// <summary>How the queue is worked on. Asks for work when less than half busy, so that one query leases several jobs; if scoring is slow, polling is
    /// frequent enough.</summary>
    public static LeasedWorkOptions Work(EvaluationOptions options) => new(
        "evaluations", options.Parallelism, options.Lease.Value / 3, Poll: TimeSpan.FromSeconds(1), Grace: TimeSpan.FromSeconds(15),
        SignalBelow: options.Parallelism / 2);

    /// <summary>When a job is due again after an attempt failed; null after the last attempt of the schedule.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="failures">Failed attempts before this one.</param>
    /// <param name="now">When it failed.</param>
    public static DateTimeOffset? RetryAt(EvaluationOptions options, int failures, DateTimeOffset now) =>
        failures < options.Schedule.Count ? now + options.Schedule[failures] : null;

    /// <summary>Whether a job is given up because no lease of it has ended.</summary>
    /// <param name="taken">How often it was leased.</param>
    public static bool IsGivenUp(int taken) => taken > MaxLeases;

    /// <summary>After how many seconds events may come again that are refused because the queue is too full or too old; null if there is room.</summary>
    public static int? RetryAfter(EvaluationOptions options, long waiting, TimeSpan age) =>
        waiting >= options.MaxWaiting || age > options.MaxAge ? (int)Math.Ceiling(options.RetryAfter.Value.TotalSeconds) : null;
}
