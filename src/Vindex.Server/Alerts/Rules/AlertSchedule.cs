using NodaTime;
using NodaTime.TimeZones;

namespace Vindex.Server.Alerts.Rules;

/// <summary>
/// When a rule is evaluated, by the clocks of its time zone. Steps of up to an hour follow the clock through every change of it: they run in both passes of a
/// repeated hour, and not in one that is skipped. A daily time that is skipped counts at the end of the gap; one that occurs twice counts the first time.
/// </summary>
/// <param name="EveryMinutes">The step: 1, 5, 10, 15, 30, 60 (an hour) or 1440 (a day).</param>
/// <param name="AtMinute">The minute of the day, or of the hour for hourly steps; not used for shorter ones.</param>
/// <param name="Zone">The IANA time zone.</param>
internal sealed record AlertSchedule(int EveryMinutes, int AtMinute, string Zone)
{
    public const int Hourly = 60;
    public const int Daily = 1440;

    /// <summary>After an interruption, the last so many evaluations are made up for; earlier ones are left out.</summary>
    public const int MostMissed = 60;

    private static readonly ZoneLocalMappingResolver s_resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The zone.</summary>
    private DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>The first evaluation after an instant.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => EveryMinutes == Daily ? NextDay(after) : NextStep(after);

    /// <summary>
    /// The evaluation that is due at <paramref name="now"/> if the earliest one that has not been made was due at <paramref name="due"/>: that one, unless more
    /// than <see cref="MostMissed"/> have been missed since.
    /// </summary>
    public DateTimeOffset Earliest(DateTimeOffset due, DateTimeOffset now)
    {
        var horizon = now - TimeSpan.FromMinutes((double)MostMissed * EveryMinutes);
        return due > horizon ? due : Next(horizon);
    }

    /// <summary>The same local time a number of weeks before an instant.</summary>
    public DateTimeOffset WeeksBefore(DateTimeOffset at, int weeks)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(TimeZone).LocalDateTime;
        return TimeZone.ResolveLocal(local.PlusWeeks(-weeks), s_resolver).ToInstant().ToDateTimeOffset();
    }

    private DateTimeOffset NextDay(DateTimeOffset after)
    {
        var instant = Instant.FromDateTimeOffset(after);
        var time = LocalTime.FromMinutesSinceMidnight(AtMinute);
        var day = instant.InZone(TimeZone).Date.PlusDays(-1);
        while (true)
        {
            var next = TimeZone.ResolveLocal(day + time, s_resolver);
            // A day that the zone skipped (Samoa, 30 December 2011) has no such time.
            if (next.Date == day && next.ToInstant() > instant) return next.ToInstant().ToDateTimeOffset();
            day = day.PlusDays(1);
        }
    }

    // Between two changes of the clock, local time is a constant ahead of UTC, so that the next step is a matter of arithmetic.
    private DateTimeOffset NextStep(DateTimeOffset after)
    {
        var from = after.ToUnixTimeSeconds() + 1;
        var (step, at) = (EveryMinutes * 60L, EveryMinutes == Hourly ? AtMinute % Hourly * 60L : 0);
        while (true)
        {
            var interval = TimeZone.GetZoneInterval(Instant.FromUnixTimeSeconds(from));
            var ahead = interval.WallOffset.Seconds;
            var past = Modulo(from + ahead - at, step);
            var next = past == 0 ? from : from + step - past;
            if (!interval.HasEnd || next < interval.End.ToUnixTimeSeconds()) return DateTimeOffset.FromUnixTimeSeconds(next);
            from = interval.End.ToUnixTimeSeconds();
        }
    }

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
