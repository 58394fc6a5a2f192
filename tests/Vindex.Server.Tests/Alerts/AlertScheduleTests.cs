using NodaTime;
using Shouldly;
using Vindex.Server.Alerts.Rules;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>When rules are evaluated, compared with a search through every minute.</summary>
public sealed class AlertScheduleTests
{
    public static TheoryData<string, string> Zones => new()
    {
        { "UTC", "2026-03-01" },
        { "Europe/Vienna", "2026-03-22" },
        { "Europe/Vienna", "2026-10-18" },
        { "America/New_York", "2026-03-01" },
        { "Australia/Lord_Howe", "2026-03-28" },
        { "Asia/Kathmandu", "2026-01-01" },
        { "America/Santiago", "2026-08-30" },
        { "Pacific/Apia", "2011-12-24" },
        { "Africa/Casablanca", "2026-02-10" },
    };

    [Theory]
    [MemberData(nameof(Zones))]
    public void Steps_follow_the_clock_through_every_change_of_it(string zone, string first)
    {
        foreach (var (every, at) in ((int, int)[])[(5, 0), (15, 0), (30, 0), (60, 0), (60, 17)])
        {
            var schedule = new AlertSchedule(every, at, zone);
            var start = DateTimeOffset.Parse(first + "T00:00:00Z");
            Walk(schedule, start, days: 14).ShouldBe(Minutes(start, 14).Where(minute => (LocalMinute(minute, zone) - at) % every == 0), $"{every} {at}");
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_daily_time_comes_once_on_every_day_that_exists(string zone, string first)
    {
        foreach (var at in (int[])[0, 30, 90, 120, 150, 180, 480])
        {
            var start = DateTimeOffset.Parse(first + "T00:00:00Z");
            Walk(new AlertSchedule(AlertSchedule.Daily, at, zone), start, days: 14).ShouldBe(Daily(start, 14, at, zone), $"{at}");
        }
    }

    [Fact]
    public void A_skipped_time_counts_at_the_end_of_the_gap_and_a_repeated_one_the_first_time()
    {
        var half = new AlertSchedule(AlertSchedule.Daily, 150, "Europe/Vienna");
        half.Next(DateTimeOffset.Parse("2026-03-28T12:00Z")).ShouldBe(DateTimeOffset.Parse("2026-03-29T01:00Z"), "02:30 does not exist on 29 March; 03:00 does");
        half.Next(DateTimeOffset.Parse("2026-10-24T12:00Z")).ShouldBe(DateTimeOffset.Parse("2026-10-25T00:30Z"));
        half.Next(DateTimeOffset.Parse("2026-10-25T00:30Z")).ShouldBe(DateTimeOffset.Parse("2026-10-26T01:30Z"), "not again an hour later");
    }

    [Fact]
    public void After_a_long_interruption_the_last_instants_are_made_up_for()
    {
        var schedule = new AlertSchedule(1, 0, "UTC");
        var now = DateTimeOffset.Parse("2026-04-16T12:00:30Z");
        schedule.Earliest(now.AddMinutes(-3), now).ShouldBe(now.AddMinutes(-3));
        var earliest = schedule.Earliest(now.AddDays(-3), now);
        earliest.ShouldBe(DateTimeOffset.Parse("2026-04-16T11:01:00Z"));
        Walk(schedule, earliest.AddSeconds(-1), days: 1).Count(at => at <= now).ShouldBe(AlertSchedule.MostMissed);
    }

    [Fact]
    public void The_same_time_of_a_week_before_is_the_same_on_the_clock()
    {
        var schedule = new AlertSchedule(60, 0, "Europe/Vienna");
        schedule.WeeksBefore(DateTimeOffset.Parse("2026-04-01T06:00Z"), 1).ShouldBe(DateTimeOffset.Parse("2026-03-25T07:00Z"));
    }

    private static List<DateTimeOffset> Walk(AlertSchedule schedule, DateTimeOffset start, int days)
    {
        var found = new List<DateTimeOffset>();
        for (var at = schedule.Next(start); at <= start.AddDays(days); at = schedule.Next(at)) found.Add(at);
        return found;
    }

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset start, int days) =>
        Enumerable.Range(1, days * 1440).Select(minute => start.AddMinutes(minute));

    private static int LocalMinute(DateTimeOffset at, string zone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]);
        return (local.Hour * 60) + local.Minute;
    }

    // The first minute of each local day at which its clock shows the time or a later one.
    private static IEnumerable<DateTimeOffset> Daily(DateTimeOffset start, int days, int at, string zone)
    {
        var seen = new HashSet<LocalDate>();
        foreach (var minute in Minutes(start.AddDays(-2), days + 2))
        {
            var day = Instant.FromDateTimeOffset(minute).InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
            if (LocalMinute(minute, zone) >= at && seen.Add(day) && minute > start) yield return minute;
        }
    }
}
