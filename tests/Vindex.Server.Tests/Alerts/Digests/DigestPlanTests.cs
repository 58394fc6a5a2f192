using NodaTime;
using Shouldly;
using Vindex.Server.Alerts.Digests;
using Xunit;

namespace Vindex.Server.Tests.Alerts.Digests;

/// <summary>When digests are due, in zones whose clocks change by an hour, half an hour, at midnight, and by a whole day.</summary>
public sealed class DigestPlanTests
{
    [Theory]
    [InlineData("UTC", "2026-01-01T00:00:00Z", 1)]
    [InlineData("Europe/Vienna", "2026-02-01T00:00:00Z", 2)]
    [InlineData("Europe/Vienna", "2026-09-20T00:00:00Z", 3)]
    [InlineData("America/New_York", "2026-10-01T00:00:00Z", 4)]
    [InlineData("Australia/Lord_Howe", "2026-03-01T00:00:00Z", 5)]
    [InlineData("America/Santiago", "2026-08-15T00:00:00Z", 6)]
    [InlineData("Pacific/Apia", "2011-12-01T00:00:00Z", 7)]
    public void Each_week_of_the_calendar_has_one_digest(string zone, string begin, int seed)
    {
        var random = new Random(seed);
        var (from, until) = (DateTimeOffset.Parse(begin), DateTimeOffset.Parse(begin).AddDays(70));
        for (var i = 0; i < 20; i++)
        {
            // Most at night, when clocks change.
            var plan = new DigestPlan(1 + (i % 7), random.Next(i < 14 ? 240 : 1440), zone, "en", SkipsEmpty: false);
            List<DateTimeOffset> due = [];
            for (var at = plan.Next(from); at < until; at = plan.Next(at)) due.Add(at);

            due.ShouldBe([.. Expected(plan, from, until)], $"{plan}");
            foreach (var (earlier, later) in due.Zip(due.Skip(1)))
            {
                plan.Previous(later).ShouldBe(earlier);
                plan.WeekOf(later).From.ShouldBe(earlier);
                plan.WeekOf(later).Before.ShouldBe(plan.WeekOf(earlier).From);
                plan.Next(later.AddTicks(-1)).ShouldBe(later);
            }
        }
    }

    [Fact]
    public void Of_weeks_that_were_missed_the_last_one_is_due()
    {
        var plan = new DigestPlan(1, 8 * 60, "Europe/Vienna", "en", SkipsEmpty: false);
        var due = DateTimeOffset.Parse("2026-03-16T07:00:00Z");
        plan.Latest(due, due).ShouldBe(due);
        plan.Latest(due, due.AddDays(7).AddMinutes(-61)).ShouldBe(due, "the next one is an hour earlier in UTC only after the clocks have changed");
        plan.Latest(due, due.AddDays(7)).ShouldBe(due.AddDays(7));
        plan.Latest(due, due.AddDays(25)).ShouldBe(DateTimeOffset.Parse("2026-04-06T06:00:00Z"));
    }

    [Fact]
    public void A_day_that_a_zone_skipped_moves_its_digest_to_the_next_day()
    {
        var plan = new DigestPlan(5, 9 * 60, "Pacific/Apia", "en", SkipsEmpty: false);
        plan.Next(DateTimeOffset.Parse("2011-12-24T00:00:00Z")).ShouldBe(DateTimeOffset.Parse("2011-12-30T10:00:00Z"), "the start of Saturday 31 December there");
        plan.Next(DateTimeOffset.Parse("2011-12-30T10:00:00Z")).ShouldBe(DateTimeOffset.Parse("2012-01-05T19:00:00Z"));
    }

    [Fact]
    public void The_last_seven_days_follow_the_clocks()
    {
        var plan = new DigestPlan(1, 0, "Europe/Vienna", "en", SkipsEmpty: false);
        plan.WeekUntil(DateTimeOffset.Parse("2026-03-30T10:00:00Z")).ShouldBe(new DigestWeek(
            DateTimeOffset.Parse("2026-03-16T11:00:00Z"), DateTimeOffset.Parse("2026-03-23T11:00:00Z"), DateTimeOffset.Parse("2026-03-30T10:00:00Z")));
    }

    // Found minute by minute: the first instant at which the local clocks show the day and time of a week, or later.
    private static IEnumerable<DateTimeOffset> Expected(DigestPlan plan, DateTimeOffset begin, DateTimeOffset end)
    {
        var zone = DateTimeZoneProviders.Tzdb[plan.Zone];
        var day = Instant.FromDateTimeOffset(begin).InZone(zone).Date.PlusDays(-14);
        while ((int)day.DayOfWeek != plan.Day) day = day.PlusDays(1);
        var time = LocalTime.FromMinutesSinceMidnight(plan.AtMinute);
        for (var at = begin.AddDays(-15); at < end; at = at.AddMinutes(1))
        {
            if (Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime < day + time) continue;
            if (at > begin) yield return at;
            day = day.PlusWeeks(1);
        }
    }
}
