using NodaTime;
using Vindex.Statistics.Buckets;

namespace Vindex.Statistics.Tests;

public sealed class BucketsInZones
{
    private static readonly long[] s_granularities = [900, 3600, 21600, 43200, 86400, 2 * 86400, 604800, 7 * 3600];

    [Fact]
    public void Around_clock_changes_of_every_zone_the_buckets_are_those_of_the_rule()
    {
        var random = new Random(21);
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var changes = zone.GetZoneIntervals(Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2037, 1, 1, 0, 0)).Where(interval => interval.HasStart).ToArray();
            for (var i = 0; i < 2; i++)
            {
                var middle = changes.Length > 0 ? changes[random.Next(changes.Length)].Start.ToUnixTimeSeconds() : random.NextInt64(0, 2_000_000_000);
                var from = middle - random.Next(3 * 86400);
                var to = middle + random.Next(3 * 86400);
                var granularity = s_granularities[random.Next(s_granularities.Length)];
                BucketEdges.Starts(from, to, granularity, zone).ShouldBe(ReferenceBuckets.Starts(from, to, granularity, null, zone), ignoreOrder: false, $"{id} {from}–{to} by {granularity}");
                var unit = (CalendarUnit)random.Next(2);
                BucketEdges.Starts(from, to, unit, zone).ShouldBe(ReferenceBuckets.Starts(from, to, null, unit, zone), ignoreOrder: false, $"{id} {from}–{to} by {unit}");
            }
        }
    }

    [Fact]
    public void A_day_that_a_zone_left_out_gives_no_bucket() => Timestamps("Pacific/Apia", "2011-12-29T12:00:00Z", "2012-01-01T12:00:00Z", 86400)
        .ShouldBe(["2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00", "2012-01-02T00:00:00+14:00"]);

    [Fact]
    public void A_midnight_that_comes_twice_starts_the_day_at_its_first_coming() => Timestamps("America/St_Johns", "2010-11-06T12:00:00Z", "2010-11-08T12:00:00Z", 86400)
        .ShouldBe(["2010-11-06T00:00:00-02:30", "2010-11-07T00:00:00-02:30", "2010-11-08T00:00:00-03:30"]);

    [Fact]
    public void A_midnight_that_does_not_exist_starts_the_day_at_the_first_instant_that_does() => Timestamps("America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z", 86400)
        .ShouldBe(["2018-11-03T00:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"]);

    [Fact]
    public void An_offset_with_seconds_is_written_with_them() => Timestamps("Europe/Amsterdam", "1930-01-02T00:00:00Z", "1930-01-02T12:00:00Z", 86400)[0].Length.ShouldBeGreaterThan(19);

    [Fact]
    public void The_last_day_of_the_calendar_has_buckets_in_every_zone()
    {
        var (from, to) = (Seconds("9999-12-31T12:00:00Z"), Seconds("9999-12-31T23:59:59Z"));
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            foreach (var starts in new[] { BucketEdges.Starts(from, to, 86400, zone), BucketEdges.Starts(from, to, 3600, zone), BucketEdges.Starts(from, to, CalendarUnit.Month, zone), BucketEdges.Starts(from, to, CalendarUnit.Week, zone) })
            {
                starts[0].ShouldBeLessThanOrEqualTo(from, id);
                starts.ShouldBe(starts.Order().Distinct());
                foreach (var start in starts)
                    BucketTimestamp.Write(start, new LocalDays(zone)).ShouldNotBeEmpty();
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
            foreach (var granularity in new[] { 3600, 86400, Granularity.Longest })
                BucketTimestamp.Write(BucketEdges.Starts(from, to, granularity, zone)[0], new LocalDays(zone)).ShouldNotBeEmpty(id);
        }
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(7200, 300)]
    [InlineData(7200.5, 3600)]
    [InlineData(43200, 3600)]
    [InlineData(259200, 21600)]
    [InlineData(1209600, 43200)]
    [InlineData(1209601, 86400)]
    [InlineData(864000000, 86400)]
    [InlineData(864000001, 86401)]
    public void Without_a_granularity_the_range_chooses_it(double seconds, long granularity) => Granularity.Resolve(null, TimeSpan.FromSeconds(seconds)).ShouldBe(granularity);

    [Fact]
    public void Never_are_there_more_than_ten_thousand_buckets_even_when_asked_for() => Granularity.Resolve(1, TimeSpan.FromSeconds(20_000)).ShouldBe(3);

    private static List<string> Timestamps(string id, string from, string to, long granularity)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        return [.. BucketEdges.Starts(Seconds(from), Seconds(to), granularity, zone).Select(start => BucketTimestamp.Write(start, new LocalDays(zone)))];
    }

    private static long Seconds(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
