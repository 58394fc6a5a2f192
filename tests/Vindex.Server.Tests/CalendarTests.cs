using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Shouldly;
using Vindex.Server.Scores;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class CalendarTests
{
    private static readonly string[] s_zones =
        [
            "UTC", "Europe/Vienna", "America/New_York", "America/Sao_Paulo", "America/Havana", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe",
            "Africa/Cairo", "Asia/Beirut"
        ];

    [Fact]
    public void A_day_whose_midnight_is_skipped_begins_with_its_first_instant() =>
        Start("America/Sao_Paulo", 2018, 11, 4).ShouldBe("2018-11-04T03:00:00Z"); // 00:00 to 01:00 did not exist

    [Fact]
    public void A_day_whose_midnight_comes_twice_begins_with_the_first() =>
        Start("America/Havana", 2026, 11, 1).ShouldBe("2026-11-01T04:00:00Z"); // 01:00 went back to 00:00 at 05:00Z

    [Fact]
    public void A_day_that_a_zone_left_out_holds_nothing()
    {
        var zone = DateTimeZoneProviders.Tzdb["Pacific/Apia"];

        var buckets = Buckets.Cut(new LocalDate(2011, 12, 29), new LocalDate(2011, 12, 31), BucketWidth.Day, zone);

        buckets.Labels.ShouldBe([new LocalDate(2011, 12, 29), new LocalDate(2011, 12, 31)]);
        buckets.Edges.Count.ShouldBe(3);
        Buckets.Cut(new LocalDate(2011, 12, 30), new LocalDate(2011, 12, 30), BucketWidth.Day, zone).Labels.ShouldBeEmpty();
    }

    [Fact]
    public void Buckets_cover_the_range_without_gap_or_overlap_in_every_zone()
    {
        Prop.ForAll<NonNegativeInt, NonNegativeInt, NonNegativeInt>((day, length, choice) =>
        {
            var zone = DateTimeZoneProviders.Tzdb[s_zones[choice.Get % s_zones.Length]];
            var width = (BucketWidth)(choice.Get / s_zones.Length % 3);
            var first = new LocalDate(1990, 1, 1).PlusDays(day.Get * 7919 % 20_000);
            var last = first.PlusDays(length.Get % 366);

            var buckets = Buckets.Cut(first, last, width, zone);

            buckets.Edges.Count.ShouldBe(buckets.Labels.Count + 1);
            for (var i = 1; i < buckets.Edges.Count; i++) buckets.Edges[i].ShouldBeGreaterThan(buckets.Edges[i - 1]);
            buckets.Edges[^1].ShouldBe(Calendar.StartOfDay(last.PlusDays(1), zone));
            if (buckets.Labels.Count > 0) buckets.Edges[0].ShouldBe(Calendar.StartOfDay(first, zone));
            for (var i = 0; i < buckets.Labels.Count; i++)
            {
                // The instant at an edge is a moment of the bucket that the edge opens.
                var date = Instant.FromDateTimeOffset(buckets.Edges[i]).InZone(zone).Date;
                Calendar.Begin(date, width).ShouldBe(buckets.Labels[i]);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Weeks_begin_on_Monday_also_across_years()
    {
        Calendar.Begin(new LocalDate(2027, 1, 1), BucketWidth.Week).ShouldBe(new LocalDate(2026, 12, 28));
        Calendar.Begin(new LocalDate(2026, 12, 28), BucketWidth.Week).ShouldBe(new LocalDate(2026, 12, 28));
        Calendar.Begin(new LocalDate(2027, 1, 3), BucketWidth.Week).ShouldBe(new LocalDate(2026, 12, 28));
    }

    private static string Start(string zone, int year, int month, int day) =>
        Web.Instants.Format(Calendar.StartOfDay(new LocalDate(year, month, day), DateTimeZoneProviders.Tzdb[zone]));
}
