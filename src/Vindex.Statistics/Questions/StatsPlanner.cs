using System.Collections.Frozen;
using NodaTime;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Questions;

/// <summary>Checks a question and resolves its defaults, buckets and time zone into a plan.</summary>
public static class StatsPlanner
{
    private const int MaxFilterValues = 1000;
    private const int ShortestWeek = 7;
    private const int ShortestMonth = 28;
    private static readonly FrozenSet<string> s_zones = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);
    private static readonly string[] s_columns = ["feedback_type", "trigger_ref"];

    /// <summary>Plans a question whose buckets follow from its range.</summary>
    /// <param name="request">The question.</param>
    /// <param name="now">The end of a question that has none.</param>
    public static PlannedQuestion Plan(StatsRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (start, end) = (request.Start.ToUniversalTime(), (request.End ?? now).ToUniversalTime());
        var timezone = request.Timezone.Length == 0 ? "UTC" : request.Timezone;
        if (CheckRange(request, start, end) is { } range)
            return new PlannedQuestion.Refused(range);
        if (!s_zones.Contains(timezone) || DateTimeZoneProviders.Tzdb.GetZoneOrNull(timezone) is not { } zone)
            return new PlannedQuestion.Refused(new StatsRefusal.UnknownTimeZone(timezone));
        if ((MetricPlanner.Plan(request.Metrics, out var metrics) ?? CheckOptions(request, end - start)) is { } refusal)
            return new PlannedQuestion.Refused(refusal);
        zone = zone.MinOffset == Offset.Zero && zone.MaxOffset == Offset.Zero ? DateTimeZone.Utc : zone;
        var granularity = Granularity(request, end - start, metrics.Count);
        return Accept(new StatsPlan
        {
            ProjectId = request.ProjectId,
            Start = start,
            End = end,
            Granularity = granularity,
            Timezone = timezone,
            Calendar = request.Calendar,
            Zone = zone,
            Metrics = metrics,
            Filter = Filter(request),
            GroupBy = request.GroupBy ?? [],
            Window = Window(start, end),
            Previous = request.CompareOffsetSeconds is { } offset ? Window(start.AddSeconds(-offset), end.AddSeconds(-offset)) : null,
        });

        Window Window(DateTimeOffset from, DateTimeOffset to) =>
            new(from, to, metrics.Count == 0 ? [] : Starts(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()));

        long[] Starts(long from, long to) =>
            request.Calendar is { } unit ? BucketEdges.Starts(from, to, unit, zone) : BucketEdges.Starts(from, to, granularity!.Value, zone);
    }

    /// <summary>Plans a question whose buckets are given: bucket i is [edges[i], edges[i + 1]). Its range, zone and granularity are ignored.</summary>
    /// <param name="request">Metrics, filters and groups.</param>
    /// <param name="edges">Two or more whole seconds, ascending.</param>
    public static PlannedQuestion Plan(StatsRequest request, IReadOnlyList<DateTimeOffset> edges)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(edges);
        var range = request with
        {
            Start = edges[0],
            End = edges[^1],
            Granularity = Buckets.Granularity.Longest,
            Timezone = "UTC",
            Calendar = null,
            CompareOffsetSeconds = null,
        };
        var planned = Plan(range, edges[^1]);
        if (planned is not PlannedQuestion.Accepted { Plan: var plan })
            return planned;
        var starts = edges.Take(edges.Count - 1).Select(edge => edge.ToUnixTimeSeconds()).ToArray();
        return Accept(plan with { Granularity = null, Window = new Window(edges[0], edges[^1], starts) });
    }

    private static PlannedQuestion Accept(StatsPlan plan)
    {
        var cells = (long)plan.Window.Starts.Length * plan.KeysPerBucket;
        return cells > StatsPlan.MaxCells
            ? new PlannedQuestion.Refused(new StatsRefusal.TooManyCells(cells, StatsPlan.MaxCells))
            : new PlannedQuestion.Accepted(plan);
    }

    private static StatsRefusal? CheckRange(StatsRequest request, DateTimeOffset start, DateTimeOffset end)
    {
        if (end < start)
            return new StatsRefusal.EndBeforeStart();
        return request.Granularity switch
        {
            < 0 => new StatsRefusal.NegativeGranularity(),
            > Buckets.Granularity.Longest => new StatsRefusal.GranularityTooLong(Buckets.Granularity.Longest),
            _ => null,
        };
    }

    private static StatsRefusal? CheckOptions(StatsRequest request, TimeSpan range) =>
        CheckCalendar(request) ?? CheckCompare(request) ?? CheckGroups(request.GroupBy) ?? CheckFilters(request.Filter) ?? CheckCalendarBuckets(request, range);

    private static StatsRefusal.CalendarAndGranularity? CheckCalendar(StatsRequest request) =>
        request.Calendar is not null && request.Granularity is not (null or 0) ? new StatsRefusal.CalendarAndGranularity() : null;

    private static StatsRefusal? CheckCompare(StatsRequest request)
    {
        if (request.CompareOffsetSeconds is not { } offset)
            return null;
        if (offset <= 0)
            return new StatsRefusal.CompareOffsetNotPositive(offset);
        return offset > (request.Start - DateTimeOffset.MinValue).TotalSeconds ? new StatsRefusal.CompareOffsetTooLarge(offset) : null;
    }

    private static StatsRefusal? CheckGroups(IReadOnlyList<string>? fields)
    {
        if (fields is null)
            return null;
        if (fields.Count is not (1 or 2))
            return new StatsRefusal.GroupFieldCount(fields.Count);
        if (fields is [var first, var second] && first == second)
            return new StatsRefusal.DuplicateGroupField(first);
        foreach (var field in fields)
        {
            if (!s_columns.Contains(field) && JsonPath.Check(field) is { } error)
                return new StatsRefusal.InvalidPath(field, error);
        }
        return null;
    }

    private static StatsRefusal? CheckFilters(IReadOnlyList<PathFilter> filters)
    {
        foreach (var filter in filters)
        {
            if (JsonPath.Check(filter.JsonPath) is { } error)
                return new StatsRefusal.InvalidPath(filter.JsonPath, error);
            if (filter.Values.Count > MaxFilterValues)
                return new StatsRefusal.TooManyFilterValues(filter.JsonPath, filter.Values.Count, MaxFilterValues);
        }
        return null;
    }

    // Checked before the buckets are computed: the shortest week and month bound their number from above.
    private static StatsRefusal.TooManyCalendarBuckets? CheckCalendarBuckets(StatsRequest request, TimeSpan range) =>
        request.Calendar is { } unit && range.TotalDays / (unit == CalendarUnit.Week ? ShortestWeek : ShortestMonth) > Buckets.Granularity.MaxBuckets
            ? new StatsRefusal.TooManyCalendarBuckets(unit, Buckets.Granularity.MaxBuckets)
            : null;

    private static long? Granularity(StatsRequest request, TimeSpan range, int metrics) =>
        request.Calendar is not null ? null : metrics == 0 ? Buckets.Granularity.Hour : Buckets.Granularity.Resolve(request.Granularity, range);

    private static RowFilter Filter(StatsRequest request)
    {
        var prefix = request.TriggerRef is { } trigger && trigger.EndsWith(":*", StringComparison.Ordinal) ? trigger[..^2] : null;
        return new RowFilter(request.FeedbackType, prefix is null ? request.TriggerRef : null, prefix, request.Filter);
    }
}
