using NodaTime;

namespace Vindex.Statistics.Buckets;

/// <summary>The days of a time zone, numbered from 1970-01-01, and the instants (seconds since 1970 UTC) at which they start.</summary>
internal sealed class LocalDays(DateTimeZone zone)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);
    private static readonly long LastDay = Period.DaysBetween(Epoch, LocalDate.MaxIsoValue);
    private long _lastDay = long.MinValue;
    private long _lastStart;

    public DateTimeZone Zone { get; } = zone;

    /// <summary>
    /// The first instant of a day. If midnight is skipped, that is the first instant after the gap; if it occurs twice, the first occurrence. A day that
    /// the zone skipped entirely starts where the next one does.
    /// </summary>
    public long Start(long day)
    {
        if (day == _lastDay)
            return _lastStart;
        var start = Find(day);
        (_lastDay, _lastStart) = (day, start);
        return start;
    }

    /// <summary>The last day that has started at an instant: later than the date, once a clock was turned back past midnight.</summary>
    public long Containing(long instant)
    {
        var day = Floor(instant + Offset(instant), Granularity.Day);
        while (Start(day + 1) <= instant)
            day++;
        return day;
    }

    /// <summary>An instant with the zone's offset at that instant.</summary>
    public BucketStart BucketStart(long instant) => new(instant, Zone == DateTimeZone.Utc ? 0 : (int)Offset(instant));

    /// <summary>Offset of the zone from UTC at an instant, in seconds.</summary>
    public long Offset(long instant) => Zone.GetUtcOffset(Instant.FromUnixTimeSeconds(instant)).Seconds;

    public static LocalDate Date(long day) => Epoch.PlusDays((int)Math.Min(day, LastDay));

    /// <summary>The first day of the month after that of a day; past the calendar's end just a later day.</summary>
    public static long NextMonth(long day) => day > LastDay ? day + 31 : Number(Date(day).With(DateAdjusters.EndOfMonth)) + 1;

    public static long Number(LocalDate date) => Period.DaysBetween(Epoch, date);

    /// <summary>Division that rounds towards negative infinity.</summary>
    public static long Floor(long value, long divisor) => value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor);

    private long Find(long day)
    {
        // The calendar ends with the year 9999. No bucket of a question starts later; the value only has to be larger.
        if (day > LastDay)
            return (day * Granularity.Day) - Zone.GetUtcOffset(Instant.MaxValue).Seconds;
        var midnight = Zone.MapLocal(Date(day).AtMidnight());
        var start = midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
        return start.ToUnixTimeSeconds();
    }
}
