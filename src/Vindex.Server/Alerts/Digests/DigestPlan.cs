using NodaTime;
using NodaTime.TimeZones;

namespace Vindex.Server.Alerts.Digests;

/// <summary>The two weeks of a digest: the week that it is about, and the one before.</summary>
/// <param name="Before">The start of the week before.</param>
/// <param name="From">The start of the week, and the end of the one before.</param>
/// <param name="Until">The end of the week, exclusive.</param>
internal sealed record DigestWeek(DateTimeOffset Before, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// When a digest is sent, by the clocks of its reader's zone, and how. A time that is skipped counts at the end of the gap, also if the zone skipped the whole
/// day; one that occurs twice counts the first time: every week of the calendar has one digest.
/// </summary>
/// <param name="Day">The day of the week: 1 is Monday, 7 is Sunday.</param>
/// <param name="AtMinute">The minute of the day.</param>
/// <param name="Zone">The IANA time zone.</param>
/// <param name="Language">The language, for persons; channels have their own.</param>
/// <param name="SkipsEmpty">Whether weeks without scores are left out.</param>
internal sealed record DigestPlan(int Day, int AtMinute, string Zone, string Language, bool SkipsEmpty)
{
    private const int DaysOfWeek = 7;

    private static readonly ZoneLocalMappingResolver s_resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>The first digest after an instant.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var day = DayOnOrBefore(after);
        while (Resolved(day) <= after) day = day.PlusWeeks(1);
        return Resolved(day);
    }

    /// <summary>The last digest before an instant.</summary>
    public DateTimeOffset Previous(DateTimeOffset before)
    {
        var day = DayOnOrBefore(before);
        while (Resolved(day) >= before) day = day.PlusWeeks(-1);
        return Resolved(day);
    }

    /// <summary>The digest that is due at <paramref name="now"/> if one was due at <paramref name="due"/>: the latest. Those before it are left out.</summary>
    public DateTimeOffset Latest(DateTimeOffset due, DateTimeOffset now)
    {
        var previous = Previous(now + TimeSpan.FromTicks(1));
        return previous > due ? previous : due;
    }

    /// <summary>The weeks of a digest of this plan. Those of successive digests follow each other without gap or overlap.</summary>
    public DigestWeek WeekOf(DateTimeOffset at)
    {
        var from = Previous(at);
        return new DigestWeek(Previous(from), from, at);
    }

    /// <summary>The seven days up to any instant, and those before.</summary>
    public DigestWeek WeekUntil(DateTimeOffset now)
    {
        var local = Instant.FromDateTimeOffset(now).InZone(TimeZone).LocalDateTime;
        return new DigestWeek(Resolved(local.PlusWeeks(-2)), Resolved(local.PlusWeeks(-1)), now);
    }

    // No time is later than the end of its day by more than a day that was skipped, so that the digest of a week before is never the next one.
    private LocalDate DayOnOrBefore(DateTimeOffset at)
    {
        var date = Instant.FromDateTimeOffset(at).InZone(TimeZone).Date;
        return date.PlusDays(-(((int)date.DayOfWeek - Day + DaysOfWeek) % DaysOfWeek));
    }

    private DateTimeOffset Resolved(LocalDate day) => Resolved(day + LocalTime.FromMinutesSinceMidnight(AtMinute));

    private DateTimeOffset Resolved(LocalDateTime local) => TimeZone.ResolveLocal(local, s_resolver).ToInstant().ToDateTimeOffset();
}
