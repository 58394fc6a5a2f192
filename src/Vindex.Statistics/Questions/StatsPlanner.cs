using System.Collections.Frozen;
using NodaTime;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Questions;

/// <summary>Turns a request into a plan, or says why not.</summary>
public static class StatsPlanner
{
    private const int MostFilterValues = 1000;
    private static readonly FrozenSet<string> s_zones = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);
    private static readonly string[] s_columns = ["feedback_type", "trigger_ref"];

    /// <param name="request">The request.</param>
    /// <param name="now">What a missing end stands for.</param>
    public static PlannedQuestion Plan(StatsRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var start = request.Start.ToUniversalTime();
        var end = (request.End ?? now).ToUniversalTime();
        if (end < start)
            return Model("Value error, Feedback request end must be after start", "value_error", "body");
        if (request.Granularity < 0)
            return Model("Input should be greater than or equal to 0", "greater_than_equal", "body", "granularity");
        if (request.Granularity > Granularity.Longest)
            return Model($"Input should be less than or equal to {Granularity.Longest}", "less_than_equal", "body", "granularity");
        var timezone = request.Timezone.Length == 0 ? "UTC" : request.Timezone;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(timezone) is not { } zone || !s_zones.Contains(timezone))
            return Model($"Value error, Unknown timezone: '{timezone}'", "value_error", "body", "timezone");
        if (MetricPlanner.Plan(request.Metrics, out var metrics) is { } refusal)
            return Refuse(refusal);
        if (CheckOptions(request) is { } option)
            return Refuse(option);
        // Before the buckets are worked out: the shortest week and month bound their number.
        if (request.Calendar is { } unit && (end - start).TotalDays / (unit == CalendarUnit.Week ? 7 : 28) > Granularity.MostBuckets)
            return Refuse($"The range has more than {Granularity.MostBuckets} buckets by {unit.ToString().ToLowerInvariant()}");
        var granularity = request.Calendar is null ? Granularity.Resolve(request.Granularity, end - start) : (long?)null;
        if (metrics.Count == 0 && request.Calendar is null)
            granularity = 3600;
        var window = Open(start, end, granularity, request.Calendar, zone, metrics.Count);
        var plan = new StatsPlan
        {
            ProjectId = request.ProjectId,
            Start = start,
            End = end,
            Granularity = granularity,
            Timezone = timezone,
            Calendar = request.Calendar,
            CompareOffsetSeconds = request.CompareOffsetSeconds,
            Zone = IsUtc(zone) ? DateTimeZone.Utc : zone,
            Metrics = metrics,
            Filter = Filter(request),
            GroupBy = request.GroupBy ?? [],
            Window = window,
            Previous = request.CompareOffsetSeconds is { } offset
                ? Open(start.AddSeconds(-offset), end.AddSeconds(-offset), granularity, request.Calendar, zone, metrics.Count)
                : null,
        };
        var cells = (long)window.Starts.Length * plan.Keys;
        return cells > StatsPlan.MostCells ? Refuse(TooManyCells(cells)) : new PlannedQuestion.Accepted(plan);
    }

    /// <summary>Plans a question whose buckets are the caller's own: bucket i is [edges[i], edges[i + 1]). Its range, zone and granularity are left aside.</summary>
    /// <param name="request">Metrics, filters and groups.</param>
    /// <param name="edges">Two or more whole seconds, ascending.</param>
    public static PlannedQuestion Plan(StatsRequest request, IReadOnlyList<DateTimeOffset> edges)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(edges);
        var planned = Plan(request with { Start = edges[0], End = edges[^1], Granularity = Granularity.Longest, Timezone = "UTC", Calendar = null, CompareOffsetSeconds = null }, edges[^1]);
        if (planned is not PlannedQuestion.Accepted { Plan: var plan })
            return planned;
        var starts = edges.Take(edges.Count - 1).Select(edge => edge.ToUnixTimeSeconds()).ToArray();
        var cells = (long)starts.Length * plan.Keys;
        return cells > StatsPlan.MostCells
            ? Refuse(TooManyCells(cells))
            : new PlannedQuestion.Accepted(plan with { Granularity = null, Window = new Window(edges[0], edges[^1], starts) });
    }

    internal static string TooManyCells(long cells) =>
        $"The answer would have {cells} cells (buckets × keys × groups), at most {StatsPlan.MostCells} can be given: ask for longer buckets, fewer metrics or a shorter range";

    private static Window Open(DateTimeOffset start, DateTimeOffset end, long? granularity, CalendarUnit? calendar, DateTimeZone zone, int metrics)
    {
        var (from, to) = (start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds());
        var starts = metrics == 0 ? []
            : calendar is { } unit ? BucketEdges.Starts(from, to, unit, zone)
            : BucketEdges.Starts(from, to, granularity!.Value, IsUtc(zone) ? DateTimeZone.Utc : zone);
        return new Window(start, end, starts);
    }

    private static bool IsUtc(DateTimeZone zone) => zone.MinOffset == Offset.Zero && zone.MaxOffset == Offset.Zero;

    private static string? CheckOptions(StatsRequest request)
    {
        if (request.Calendar is not null && request.Granularity is not (null or 0))
            return "calendar stands in place of granularity: give one of them";
        if (request.CompareOffsetSeconds is { } offset)
        {
            if (offset <= 0)
                return $"compare.offset_seconds must be greater than 0, got {offset}";
            if (offset > (request.Start - DateTimeOffset.MinValue).TotalSeconds)
                return $"compare.offset_seconds {offset} reaches before the year 1";
        }
        if (request.GroupBy is { Count: not (1 or 2) })
            return $"group_by takes one or two fields, got {request.GroupBy.Count}";
        if (request.GroupBy is [var first, var second] && first == second)
            return $"group_by names '{first}' twice";
        foreach (var field in request.GroupBy ?? [])
        {
            if (!s_columns.Contains(field) && JsonPath.Check(field) is { } refusal)
                return refusal;
        }
        foreach (var filter in request.Filter)
        {
            if (JsonPath.Check(filter.JsonPath) is { } refusal)
                return refusal;
            if (filter.Values.Count > MostFilterValues)
                return $"filter takes at most {MostFilterValues} values, got {filter.Values.Count} for '{filter.JsonPath}'";
        }
        return null;
    }

    private static RowFilter Filter(StatsRequest request)
    {
        var prefix = request.TriggerRef is { } trigger && trigger.EndsWith(":*", StringComparison.Ordinal) ? trigger[..^2] : null;
        return new RowFilter(request.FeedbackType, prefix is null ? request.TriggerRef : null, prefix, request.Filter);
    }

    private static PlannedQuestion.Refused Refuse(string reason) => new(400, reason, "ValueError", []);

    private static PlannedQuestion.Refused Model(string message, string type, params object[] location) => new(422, message, type, location);
}
