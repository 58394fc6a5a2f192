using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Trackers.Sync;
using Vindex.Storage.Trackers;
using Vindex.Trackers;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>Which pass begins, where one is after a page, and when a connection that failed is tried again.</summary>
public sealed class SyncPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_sweep = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(2);

    [Fact]
    public void The_first_pass_is_full_the_next_reads_what_changed_and_after_a_day_all_is_read_again()
    {
        var first = Begin(SyncPosition.Start, s_now);
        (first.IsFull, first.Pass, first.Since).ShouldBe((true, 1, null));
        Begin(first, s_now.AddHours(1)).ShouldBe(first);

        var half = SyncPlan.After(first, Page("next", s_now.AddMinutes(-9)), s_now);
        (half.Cursor, half.StartedAt, half.Mark).ShouldBe(("next", s_now, s_now.AddMinutes(-9)));
        var done = SyncPlan.After(half, Page(null, s_now.AddMinutes(-30)), s_now);
        (done.Cursor, done.StartedAt, done.IsFull, done.SweptAt, done.Mark).ShouldBe((null, null, false, s_now, s_now.AddMinutes(-9)));

        var partial = Begin(done, s_now.AddMinutes(5));
        (partial.IsFull, partial.Pass, partial.Since).ShouldBe((false, 1, s_now.AddMinutes(-11)));
        var sweep = Begin(done, s_now + s_sweep);
        (sweep.IsFull, sweep.Pass, sweep.Since).ShouldBe((true, 2, null));
    }

    [Fact]
    public void Whatever_the_pages_have_the_mark_never_goes_back_and_the_last_page_ends_the_pass() =>
        Prop.ForAll<sbyte[]>(minutes =>
        {
            if (minutes.Length == 0) return;
            var position = Begin(SyncPosition.Start, s_now);
            foreach (var (i, minute) in minutes.Index())
            {
                var before = position.Mark ?? DateTimeOffset.MinValue;
                position = SyncPlan.After(position, Page(i == minutes.Length - 1 ? null : "more", s_now.AddMinutes(minute)), s_now);
                position.Mark!.Value.ShouldBeGreaterThanOrEqualTo(before);
            }

            (position.StartedAt, position.Mark, position.SweptAt).ShouldBe((null, s_now.AddMinutes(minutes.Max()), s_now));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_tracker_s_own_time_counts_and_waits_double_up_to_15_minutes()
    {
        var limited = new TrackerException(TrackerFailure.Limited, "Later.", s_now.AddMinutes(42));
        SyncPlan.After(null, limited, s_now).RetryAt.ShouldBe(s_now.AddMinutes(42));
        TrackerOutage? outage = null;
        List<double> waits = [];
        for (var i = 0; i < 10; i++)
        {
            outage = SyncPlan.After(outage, new TrackerException(TrackerFailure.Unavailable, "Down."), s_now);
            waits.Add((outage.RetryAt - s_now).TotalSeconds);
        }

        waits.ShouldBe([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        (outage!.Count, outage.Since).ShouldBe((10, s_now));
        SyncPlan.After(outage, new TrackerException(TrackerFailure.Unauthorized, "No."), s_now).RetryAt.ShouldBe(s_now.AddHours(1));
    }

    private static SyncPosition Begin(SyncPosition position, DateTimeOffset now) => SyncPlan.Begin(position, now, s_sweep, s_overlap);

    private static TrackerPage<TrackerIssue> Page(string? next, DateTimeOffset changedAt) =>
        new([new TrackerIssue("p", "1", "#1", changedAt, null, default)], next);
}
