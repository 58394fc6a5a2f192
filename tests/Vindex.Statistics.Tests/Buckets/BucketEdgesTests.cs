using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Tests.Oracle;

namespace Vindex.Statistics.Tests.Buckets;

public sealed class BucketEdgesTests
{
    private const long Hour = 3600;
    private const long Day = 86_400;
    private static readonly long[] s_granularities = [900, Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 7 * Day, 7 * Hour, 5 * Hour, 30 * Day];

    [Fact]
    public void In_UTC_buckets_count_from_the_epoch_and_the_first_starts_at_or_before_the_range()
    {
        Starts("UTC", "1970-01-01T00:10:00Z", "1970-01-01T00:20:00Z", 300).ShouldBe([600, 900]);
        Starts("UTC", "1970-01-01T00:10:01Z", "1970-01-01T00:20:00Z", 300).ShouldBe([600, 900]);
        Starts("UTC", "1970-01-01T00:14:59Z", "1970-01-01T00:20:01Z", 300).ShouldBe([600, 900, 1200]);
    }

    [Fact]
    public void Before_1970_the_first_bucket_still_starts_before_the_range() =>
        Starts("UTC", "1969-12-31T23:59:59Z", "1970-01-01T00:00:01Z", 300).ShouldBe([-300, 0]);

    [Fact]
    public void A_range_inside_one_bucket_has_that_bucket() => Starts("UTC", "1970-01-01T00:01:00Z", "1970-01-01T00:02:00Z", 300).ShouldBe([0]);

    [Theory]
    [InlineData("1970-01-01T00:01:00Z", 1)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01T00:05:00Z", 0)]
    public void An_empty_range_has_a_bucket_only_inside_one(string instant, int buckets) => Starts("UTC", instant, instant, 300).Length.ShouldBe(buckets);

    [Fact]
    public void The_end_of_the_range_is_exclusive() => Starts("UTC", "1970-01-01T00:00:00Z", "1970-01-01T00:05:00Z", 300).ShouldBe([0]);

    [Fact]
    public void Days_start_at_local_midnight() => Timestamps("Asia/Kathmandu", "2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", Day)
        .ShouldBe(["2026-05-01T00:00:00+05:45", "2026-05-02T00:00:00+05:45"]);

    [Fact]
    public void Several_days_are_counted_from_1970_in_the_zone()
    {
        // 2026-05-01 is day 20,574: even, and the third of a week that starts on a Thursday like 1970-01-01.
        Timestamps("Asia/Kathmandu", "2026-05-01T12:00:00Z", "2026-05-03T12:00:00Z", 2 * Day)
            .ShouldBe(["2026-05-01T00:00:00+05:45", "2026-05-03T00:00:00+05:45"]);
        Timestamps("Asia/Kathmandu", "2026-05-01T12:00:00Z", "2026-05-08T12:00:00Z", 7 * Day)
            .ShouldBe(["2026-04-30T00:00:00+05:45", "2026-05-07T00:00:00+05:45"]);
    }

    [Fact]
    public void A_divisor_of_a_day_counts_from_local_midnight() => Timestamps("Asia/Kathmandu", "2026-05-01T00:00:00Z", "2026-05-01T12:00:00Z", 6 * Hour)
        .ShouldBe(["2026-05-01T00:00:00+05:45", "2026-05-01T06:00:00+05:45", "2026-05-01T12:00:00+05:45"]);

    [Fact]
    public void Any_other_length_counts_from_the_epoch_in_every_zone() =>
        Starts("Asia/Kathmandu", "1970-01-01T08:00:00Z", "1970-01-01T15:00:00Z", 7 * Hour).ShouldBe([7 * Hour, 14 * Hour]);

    [Fact]
    public void On_the_day_that_clocks_go_forward_six_hour_buckets_count_elapsed_time_and_the_last_one_is_short() =>
        Timestamps("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-30T00:00:00Z", 6 * Hour).ShouldBe(
        [
            "2026-03-29T00:00:00+01:00", "2026-03-29T07:00:00+02:00", "2026-03-29T13:00:00+02:00", "2026-03-29T19:00:00+02:00", "2026-03-30T00:00:00+02:00",
        ]);

    [Fact]
    public void On_the_day_that_clocks_go_back_a_day_has_an_hour_more() =>
        Timestamps("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-26T00:00:00Z", 12 * Hour).ShouldBe(
        [
            "2026-10-25T00:00:00+02:00", "2026-10-25T11:00:00+01:00", "2026-10-25T23:00:00+01:00", "2026-10-26T00:00:00+01:00",
        ]);

    [Fact]
    public void Days_around_clock_changes_last_23_and_25_hours()
    {
        Lengths("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-31T12:00:00Z", Day).ShouldBe([24 * Hour, 23 * Hour, 24 * Hour]);
        Lengths("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-27T12:00:00Z", Day).ShouldBe([24 * Hour, 25 * Hour, 24 * Hour]);
    }

    [Fact]
    public void Weeks_start_on_Monday() => CalendarStarts("Europe/Berlin", "2026-03-25T12:00:00Z", "2026-04-06T12:00:00Z", CalendarUnit.Week)
        .ShouldBe(["2026-03-23T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "2026-04-06T00:00:00+02:00"]);

    [Fact]
    public void A_range_that_starts_on_Monday_starts_its_first_week() =>
        CalendarStarts("UTC", "2026-03-23T00:00:00Z", "2026-03-30T00:00:00Z", CalendarUnit.Week)
        .ShouldBe(["2026-03-23T00:00:00+00:00"]);

    [Fact]
    public void Weeks_before_1970_start_on_Monday_too() => CalendarStarts("UTC", "1969-12-28T12:00:00Z", "1969-12-30T00:00:00Z", CalendarUnit.Week)
        .ShouldBe(["1969-12-22T00:00:00+00:00", "1969-12-29T00:00:00+00:00"]);

    [Fact]
    public void Months_start_on_the_first_and_have_their_own_lengths()
    {
        CalendarStarts("America/New_York", "2024-01-31T12:00:00Z", "2024-04-02T00:00:00Z", CalendarUnit.Month)
            .ShouldBe(["2024-01-01T00:00:00-05:00", "2024-02-01T00:00:00-05:00", "2024-03-01T00:00:00-05:00", "2024-04-01T00:00:00-04:00"]);
        CalendarStarts("UTC", "2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z", CalendarUnit.Month)
            .ShouldBe(["2023-12-01T00:00:00+00:00", "2024-01-01T00:00:00+00:00"]);
    }

    [Fact]
    public void A_day_that_a_zone_skipped_has_no_bucket() => Timestamps("Pacific/Apia", "2011-12-29T12:00:00Z", "2012-01-01T12:00:00Z", Day)
        .ShouldBe(["2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00", "2012-01-02T00:00:00+14:00"]);

    [Fact]
    public void A_skipped_day_has_no_hours_either() => Timestamps("Pacific/Apia", "2011-12-30T08:00:00Z", "2011-12-30T12:00:00Z", 6 * Hour)
        .ShouldBe(["2011-12-29T18:00:00-10:00", "2011-12-31T00:00:00+14:00"]);

    [Fact]
    public void A_midnight_that_occurs_twice_starts_the_day_at_its_first_occurrence() =>
        Timestamps("America/St_Johns", "2010-11-06T12:00:00Z", "2010-11-08T12:00:00Z", Day)
            .ShouldBe(["2010-11-06T00:00:00-02:30", "2010-11-07T00:00:00-02:30", "2010-11-08T00:00:00-03:30"]);

    [Fact]
    public void A_midnight_that_is_skipped_starts_the_day_at_the_first_instant_after_the_gap() =>
        Timestamps("America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z", Day)
            .ShouldBe(["2018-11-03T00:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"]);

    [Fact]
    public void An_offset_with_seconds_is_written_with_them() =>
        Timestamps("Africa/Monrovia", "1960-01-02T00:00:00Z", "1960-01-02T12:00:00Z", Day)[0].ShouldBe("1960-01-01T00:00:00-00:44:30");

    [Fact]
    public void Around_clock_changes_of_every_zone_the_buckets_follow_the_rules()
    {
        var random = new Random(21);
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var changes = zone.GetZoneIntervals(Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2037, 1, 1, 0, 0))
                .Where(interval => interval.HasStart)
                .ToArray();
            for (var i = 0; i < 2; i++)
            {
                var middle = changes.Length > 0 ? changes[random.Next(changes.Length)].Start.ToUnixTimeSeconds() : random.NextInt64(0, 2_000_000_000);
                Compare(zone, middle - random.NextInt64(3 * Day), middle + random.NextInt64(3 * Day), s_granularities[random.Next(s_granularities.Length)]);
            }
        }
    }

    [Fact]
    public void Any_range_in_any_zone_has_the_buckets_of_the_rules()
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids.ToArray();
        var cases = from zone in Gen.Elements(zones)
                    from granularity in Gen.Elements(s_granularities)
                    from start in Gen.Choose(-1_500_000_000, 1_900_000_000)
                    from length in Gen.Choose(0, (int)Math.Min(200 * Day, granularity * 40))
                    select (zone, granularity, start, length);
        Prop.ForAll(cases.ToArbitrary(), item =>
            Compare(DateTimeZoneProviders.Tzdb[item.zone], item.start, item.start + item.length, item.granularity)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Buckets_ascend_and_every_instant_of_the_range_belongs_to_one()
    {
        var cases = from zone in Gen.Elements("Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu", "UTC")
                    from granularity in Gen.Elements(s_granularities)
                    from start in Gen.Choose(-1_500_000_000, 1_900_000_000)
                    from length in Gen.Choose(1, 10_000_000)
                    select (zone, granularity, start, length);
        Prop.ForAll(cases.ToArbitrary(), item =>
        {
            var starts = BucketEdges.Starts(item.start, item.start + item.length, item.granularity, DateTimeZoneProviders.Tzdb[item.zone]);
            starts[0].ShouldBeLessThanOrEqualTo(item.start);
            starts.Skip(1).ShouldAllBe(start => start > item.start && start < item.start + item.length);
            starts.ShouldBe(starts.Distinct().Order());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_last_day_of_the_calendar_has_buckets_in_every_zone()
    {
        var (from, to) = (Seconds("9999-12-31T12:00:00Z"), Seconds("9999-12-31T23:59:59Z"));
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            long[][] all =
            [
                BucketEdges.Starts(from, to, Day, zone), BucketEdges.Starts(from, to, Hour, zone),
                BucketEdges.Starts(from, to, CalendarUnit.Month, zone), BucketEdges.Starts(from, to, CalendarUnit.Week, zone),
            ];
            foreach (var starts in all)
            {
                starts[0].ShouldBeLessThanOrEqualTo(from, id);
                starts.ShouldBe(starts.Order().Distinct());
                starts.Select(start => BucketTimestamp.Text(new LocalDays(zone).BucketStart(start))).ShouldAllBe(text => text.Length >= 25);
            }
        }
    }

    [Fact]
    public void The_first_day_of_the_calendar_has_buckets_in_every_zone()
    {
        var (from, to) = (Seconds("0001-01-01T00:00:00Z"), Seconds("0001-01-01T12:00:00Z"));
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            foreach (var granularity in new[] { Hour, Day, Granularity.Longest })
            {
                var start = BucketEdges.Starts(from, to, granularity, zone)[0];
                start.ShouldBeLessThanOrEqualTo(from, id);
                BucketTimestamp.Text(new LocalDays(zone).BucketStart(start)).ShouldNotBeEmpty(id);
            }
        }
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(7200, 300)]
    [InlineData(7200.5, 3600)]
    [InlineData(43200, 3600)]
    [InlineData(43201, 21600)]
    [InlineData(259200, 21600)]
    [InlineData(259201, 43200)]
    [InlineData(1209600, 43200)]
    [InlineData(1209601, 86400)]
    [InlineData(864000000, 86400)]
    [InlineData(864000001, 86401)]
    public void Without_a_granularity_the_range_picks_it(double seconds, long granularity)
    {
        Granularity.Resolve(null, TimeSpan.FromSeconds(seconds)).ShouldBe(granularity);
        Granularity.Resolve(0, TimeSpan.FromSeconds(seconds)).ShouldBe(granularity);
    }

    [Theory]
    [InlineData(1, 10_000, 1)]
    [InlineData(1, 10_000.5, 2)]
    [InlineData(1, 20_000, 3)]
    [InlineData(60, 600_000, 60)]
    [InlineData(60, 600_001, 61)]
    [InlineData(86_400, 10, 86_400)]
    public void A_granularity_is_raised_only_where_it_would_give_more_than_ten_thousand_buckets(long given, double seconds, long granularity) =>
        Granularity.Resolve(given, TimeSpan.FromSeconds(seconds)).ShouldBe(granularity);

    [Fact]
    public void The_offset_of_a_bucket_is_that_of_its_start()
    {
        var days = new LocalDays(DateTimeZoneProviders.Tzdb["Europe/Berlin"]);
        days.BucketStart(Seconds("2026-03-29T00:59:59Z")).OffsetSeconds.ShouldBe(3600);
        days.BucketStart(Seconds("2026-03-29T01:00:00Z")).OffsetSeconds.ShouldBe(7200);
        new LocalDays(DateTimeZone.Utc).BucketStart(5).ShouldBe(new BucketStart(5, 0));
    }

    [Fact]
    public void The_day_of_an_instant_is_the_last_that_has_started()
    {
        var days = new LocalDays(DateTimeZoneProviders.Tzdb["Pacific/Apia"]);
        var skipped = LocalDays.Number(new LocalDate(2011, 12, 30));
        days.Start(skipped).ShouldBe(days.Start(skipped + 1));
        days.Containing(days.Start(skipped)).ShouldBe(skipped + 1);
        days.Containing(days.Start(skipped) - 1).ShouldBe(skipped - 1);
    }

    [Theory]
    [InlineData(7, 3, 2)]
    [InlineData(-7, 3, -3)]
    [InlineData(-6, 3, -2)]
    [InlineData(0, 3, 0)]
    [InlineData(-1, 86400, -1)]
    public void Division_rounds_down(long value, long divisor, long quotient) => LocalDays.Floor(value, divisor).ShouldBe(quotient);

    private static void Compare(DateTimeZone zone, long from, long to, long granularity)
    {
        BucketEdges.Starts(from, to, granularity, zone)
            .ShouldBe(ReferenceBuckets.Starts(from, to, granularity, null, zone), ignoreOrder: false, $"{zone.Id} {from}–{to} by {granularity}");
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            BucketEdges.Starts(from, to, unit, zone)
                .ShouldBe(ReferenceBuckets.Starts(from, to, null, unit, zone), ignoreOrder: false, $"{zone.Id} {from}–{to} by {unit}");
        }
    }

    private static long[] Starts(string id, string from, string to, long granularity) =>
        BucketEdges.Starts(Seconds(from), Seconds(to), granularity, DateTimeZoneProviders.Tzdb[id]);

    private static List<string> Timestamps(string id, string from, string to, long granularity) => Texts(id, Starts(id, from, to, granularity));

    private static List<string> CalendarStarts(string id, string from, string to, CalendarUnit unit) =>
        Texts(id, BucketEdges.Starts(Seconds(from), Seconds(to), unit, DateTimeZoneProviders.Tzdb[id]));

    private static List<string> Texts(string id, long[] starts)
    {
        var days = new LocalDays(DateTimeZoneProviders.Tzdb[id]);
        return [.. starts.Select(start => BucketTimestamp.Text(days.BucketStart(start)))];
    }

    private static IEnumerable<long> Lengths(string id, string from, string to, long granularity)
    {
        var starts = Starts(id, from, to, granularity);
        return starts.Zip(starts.Skip(1), (start, next) => next - start);
    }

    private static long Seconds(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
