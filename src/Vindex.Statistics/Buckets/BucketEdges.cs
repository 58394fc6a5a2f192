using NodaTime;

namespace Vindex.Statistics.Buckets;

/// <summary>Calendar units that buckets can follow instead of a number of seconds.</summary>
public enum CalendarUnit
{
    /// <summary>ISO weeks, starting on Monday.</summary>
    Week,

    /// <summary>Calendar months.</summary>
    Month,
}

/// <summary>
/// Computes the starts of the buckets of a range in seconds since 1970 UTC: ascending, without gaps, the first at or before the start of the range.
/// Rules of the contract ("Buckets" and "Time zone"): whole days start at local midnight and are counted from 1970-01-01 in the zone; divisors of a
/// day count elapsed time from each local midnight, and the next midnight ends the last one early; any other length counts from the Unix epoch.
/// </summary>
internal static class BucketEdges
{
    /// <summary>
    /// The starts of all buckets of a half-open range. An empty range inside a bucket gives that bucket, and one at the edge of two gives none.
    /// </summary>
    public static long[] Starts(long from, long to, long granularity, DateTimeZone zone)
    {
        if (zone == DateTimeZone.Utc)
            return Walk(from, to, start => start - Modulo(start, granularity), start => start + granularity);
        var days = new LocalDays(zone);
        if (granularity % Granularity.Day == 0)
        {
            var length = granularity / Granularity.Day;
            return WalkDays(from, to, days, day => day - Modulo(day, length), day => day + length);
        }
        return Granularity.Day % granularity == 0
            ? WithinDays(from, to, granularity, days)
            : Walk(from, to, start => start - Modulo(start, granularity), start => start + granularity);
    }

    /// <summary>The starts of the ISO weeks or months that cover a range.</summary>
    public static long[] Starts(long from, long to, CalendarUnit unit, DateTimeZone zone)
    {
        // 1970-01-01 was a Thursday.
        if (unit == CalendarUnit.Week)
            return WalkDays(from, to, new LocalDays(zone), day => day - Modulo(day + 3, 7), day => day + 7);
        return WalkDays(
            from,
            to,
            new LocalDays(zone),
            day => LocalDays.Number(LocalDays.Date(day).With(DateAdjusters.StartOfMonth)),
            LocalDays.NextMonth);
    }

    private static long[] Walk(long from, long to, Func<long, long> first, Func<long, long> next)
    {
        var starts = new List<long>();
        var start = first(from);
        do
        {
            if (start < to || (start < from && from == to))
                starts.Add(start);
            start = next(start);
        }
        while (start < to);
        return [.. starts];
    }

    private static long[] WalkDays(long from, long to, LocalDays days, Func<long, long> first, Func<long, long> next)
    {
        var day = first(days.Containing(from));
        // A bucket is empty when the zone skipped all its days: the next one starts at the same instant.
        return Walk(from, to, _ => days.Start(day), start =>
        {
            do
                day = next(day);
            while (days.Start(day) == start);
            return days.Start(day);
        });
    }

    private static long[] WithinDays(long from, long to, long granularity, LocalDays days)
    {
        var day = days.Containing(from);
        var midnight = days.Start(day);
        var nextMidnight = days.Start(day + 1);
        return Walk(from, to, _ => from - Modulo(from - midnight, granularity), start =>
        {
            if (start + granularity < nextMidnight)
                return start + granularity;
            midnight = nextMidnight;
            day++;
            while ((nextMidnight = days.Start(day + 1)) == midnight)
                day++;
            return midnight;
        });
    }

    private static long Modulo(long value, long divisor) => value - (LocalDays.Floor(value, divisor) * divisor);
}
