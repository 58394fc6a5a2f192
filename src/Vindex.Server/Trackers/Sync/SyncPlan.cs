using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Sync;

/// <summary>
/// Decisions about reading as pure functions: which pass begins, where one is after a page, and when a connection that failed is tried again.
/// </summary>
internal static class SyncPlan
{
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(15);

    /// <summary>How long a connection waits that does not work until a person changes something; it is tried now and then all the same.</summary>
    private static readonly TimeSpan s_lastingRetry = TimeSpan.FromHours(1);

    /// <summary>The position with a pass under way: the present one, or a new one. Without a known change, and regularly, all issues are read.</summary>
    public static SyncPosition Begin(SyncPosition position, DateTimeOffset now, TimeSpan sweep, TimeSpan overlap)
    {
        if (position.StartedAt is not null) return position;
        var isFull = position.IsFull || position.Mark is null || position.SweptAt is not { } swept || swept + sweep <= now;
        return position with
        {
            Pass = isFull ? position.Pass + 1 : position.Pass,
            IsFull = isFull,
            Cursor = null,
            Since = isFull ? null : position.Mark - overlap,
            StartedAt = now,
            Total = isFull ? null : position.Total,
        };
    }

    /// <summary>The position after a page.</summary>
    public static SyncPosition After(SyncPosition position, TrackerPage<TrackerIssue> page, DateTimeOffset now)
    {
        var mark = page.Items.Select(issue => (DateTimeOffset?)issue.ChangedAt).Append(position.Mark).Max();
        var total = position.IsFull ? page.Total ?? position.Total : position.Total;
        return page.Next is { } next
            ? position with { Cursor = next, Mark = mark, Total = total }
            : position with
            {
                IsFull = false,
                Cursor = null,
                Since = null,
                StartedAt = null,
                Mark = mark,
                Total = total,
                SyncedAt = now,
                SweptAt = position.IsFull ? now : position.SweptAt,
            };
    }

    /// <summary>The state of a connection after a failure.</summary>
    public static TrackerOutage After(TrackerOutage? previous, TrackerException exception, DateTimeOffset now)
    {
        var count = (previous?.Count ?? 0) + 1;
        var backoff = s_firstRetry * Math.Pow(2, Math.Min(count - 1, 10));
        var wait = !exception.MayPass ? s_lastingRetry : backoff < s_longestRetry ? backoff : s_longestRetry;
        var retryAt = exception.RetryAt is { } at && at > now ? at : now + wait;
        return new TrackerOutage(CodeOf(exception.Failure), exception.Message, previous?.Since ?? now, retryAt, count);
    }

    /// <summary>The name of a failure for programs.</summary>
    public static string CodeOf(TrackerFailure failure) => failure switch
    {
        TrackerFailure.AddressRefused => "address_refused",
        TrackerFailure.NotFound => "not_found",
        _ => failure.ToString().ToLowerInvariant(),
    };
}
