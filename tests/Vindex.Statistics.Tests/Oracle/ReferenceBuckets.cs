using NodaTime;
using Vindex.Statistics.Buckets;

namespace Vindex.Statistics.Tests.Oracle;

/// <summary>Bucket edges worked out the slow way, from the zone's intervals alone.</summary>
public static class ReferenceBuckets
{
    private static readonly LocalDate s_epoch = new(1970, 1, 1);

    public static long Granularity(StatsRequest request, DateTimeOffset end)
    {
        var range = (decimal)(end - request.Start).Ticks / 10_000_000m;
        var g = request.Granularity is > 0 and var asked
            ? asked
            : range <= 7200 ? 300 : range <= 43200 ? 3600 : range <= 3 * 86400 ? 21600 : range <= 14 * 86400 ? 43200 : 86400;
        return range / g > 10_000 ? Math.Max(g, (long)Math.Floor(range / 10_000) + 1) : g;
    }

    public static List<long> Starts(long from, long to, long? granularity, CalendarUnit? calendar, DateTimeZone zone)
    {
        var edges = calendar is { } unit ? Days(from, to, zone, 40, date => unit == CalendarUnit.Week ? date.DayOfWeek == IsoDayOfWeek.Monday : date.Day == 1)
            : granularity % 86400 == 0
                ? Days(from, to, zone, (int)(granularity!.Value / 86400) + 3, date => Period.DaysBetween(s_epoch, date) % (granularity.Value / 86400) == 0)
            : 86400 % granularity == 0 ? Parts(from, to, zone, granularity!.Value)
            : Plain(from, to, granularity!.Value);
        var sorted = edges.Distinct().Order().ToList();
        var first = sorted.FindLastIndex(edge => edge <= from);
        return [.. sorted.Skip(first).Where(edge => edge < to || (edge < from && from == to))];
    }

    public static long StartOfDay(LocalDate date, DateTimeZone zone)
    {
        var midnight = Seconds(date);
        var around = new Interval(Instant.FromUnixTimeSeconds(midnight - (3 * 86400)), Instant.FromUnixTimeSeconds(midnight + (3 * 86400)));
        var best = long.MaxValue;
        foreach (var interval in zone.GetZoneIntervals(around))
        {
            var starts = interval.HasStart ? interval.Start.ToUnixTimeSeconds() : long.MinValue;
            var ends = interval.HasEnd ? interval.End.ToUnixTimeSeconds() : long.MaxValue;
            var candidate = Math.Max(starts, midnight - interval.WallOffset.Seconds);
            if (candidate < ends)
                best = Math.Min(best, candidate);
        }
        return best;
    }

    public static string Timestamp(long instant, DateTimeZone zone)
    {
        var offset = zone.GetUtcOffset(Instant.FromUnixTimeSeconds(instant));
        var pattern = offset.Seconds % 60 == 0 ? "+HH:mm" : "+HH:mm:ss";
        return Instant.FromUnixTimeSeconds(instant).WithOffset(offset).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm:ss", null)
            + NodaTime.Text.OffsetPattern.CreateWithInvariantCulture(pattern).Format(offset);
    }

    private static long Seconds(LocalDate date) => Period.DaysBetween(s_epoch, date) * 86400L;

    private static IEnumerable<long> Days(long from, long to, DateTimeZone zone, int margin, Func<LocalDate, bool> starts)
    {
        var last = s_epoch.PlusDays((int)(to / 86400) + 3);
        for (var date = s_epoch.PlusDays((int)(from / 86400) - margin); date <= last; date = date.PlusDays(1))
        {
            if (starts(date))
                yield return StartOfDay(date, zone);
        }
    }

    private static IEnumerable<long> Parts(long from, long to, DateTimeZone zone, long granularity)
    {
        var last = s_epoch.PlusDays((int)(to / 86400) + 3);
        for (var date = s_epoch.PlusDays((int)(from / 86400) - 3); date <= last; date = date.PlusDays(1))
        {
            var next = StartOfDay(date.PlusDays(1), zone);
            for (var edge = StartOfDay(date, zone); edge < next; edge += granularity)
                yield return edge;
        }
    }

    private static IEnumerable<long> Plain(long from, long to, long granularity)
    {
        for (var edge = (long)Math.Floor((decimal)from / granularity) * granularity; edge <= to; edge += granularity)
            yield return edge;
    }
}
