using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NodaTime;
using Shouldly;

namespace Vindex.EndToEnd.Feedback;

/// <summary>
/// Statistics by day, computed from exported rows in the plainest way: lists that are sorted, and sums in whole numbers. Equal to the last digit.
/// </summary>
internal static class PlainStatistics
{
    private static readonly double[] s_percentiles = [0, 12.5, 50, 95, 99.9, 100];

    /// <summary>The question: what <see cref="Check"/> compares with.</summary>
    public static string Question(
        string timezone, DateTimeOffset start, DateTimeOffset end, string? type = null) => JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["project_id"] = FeedbackProject.Id,
            ["start"] = start,
            ["end"] = end,
            ["granularity"] = 86_400,
            ["timezone"] = timezone,
            ["feedback_type"] = type,
            ["metrics"] = new object[]
        {
            new { json_path = "score", aggregations = new[] { "sum", "avg", "min", "max", "count" }, percentiles = s_percentiles },
            new { json_path = "latency", aggregations = new[] { "sum", "avg", "min", "max", "count" }, percentiles = s_percentiles },
            new { json_path = "passed", value_type = "boolean", aggregations = new[] { "count_true", "count_false" } },
        },
        });

    /// <summary>Asks by day in a zone over a range and compares every number of the answer.</summary>
    public static async Task CheckAsync(
        FeedbackProject project, IReadOnlyList<ExportedRow> rows, string timezone, DateTimeOffset start, DateTimeOffset end, string? type = null) =>
        Check(await project.PostAsync("stats", Question(timezone, start, end, type)), rows, timezone, start, end, type);

    public static void Check(JsonElement answer, IEnumerable<ExportedRow> rows, string timezone, DateTimeOffset start, DateTimeOffset end, string? type = null)
    {
        var edges = Days(timezone, start, end);
        var buckets = answer.GetProperty("buckets").EnumerateArray().ToList();
        buckets.Select(bucket => DateTimeOffset.Parse(bucket.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds())
            .ShouldBe(edges.SkipLast(1), $"the days of {timezone}");
        var counted = rows.Where(row => row.Created >= start && row.Created < end && (type is null || row.Type == type)).ToList();
        var days = counted.ToLookup(row => edges.FindLastIndex(edge => edge <= row.Created.ToUnixTimeMilliseconds()));
        for (var day = 0; day < buckets.Count; day++)
        {
            var inDay = days[day].ToList();
            var expected = Of(inDay, whole: false).Append(("count", inDay.Count)).ToDictionary(pair => pair.Item1, pair => pair.Item2);
            var actual = buckets[day].EnumerateObject()
                .Where(member => member.Name != "timestamp")
                .ToDictionary(member => member.Name, member => Number(member.Value));
            Same(actual, expected, $"{timezone}, day {buckets[day].GetProperty("timestamp")}");
        }

        var window = answer.GetProperty("window_stats").EnumerateObject()
            .SelectMany(slug => slug.Value.EnumerateObject().Select(member => (Name: $"{member.Name}_{slug.Name}", Value: Number(member.Value))))
            .ToDictionary(pair => pair.Name, pair => pair.Value);
        Same(window, Of(counted, whole: true).ToDictionary(pair => pair.Name, pair => pair.Value), $"{timezone}, the window");
    }

    private static void Same(Dictionary<string, double?> actual, Dictionary<string, double?> expected, string where)
    {
        actual.Keys.ShouldBe(expected.Keys, ignoreOrder: true, where);
        foreach (var (name, value) in expected)
        {
            if (actual[name] != value) throw new ShouldAssertException($"{where}: {name} is {actual[name]:R} and should be {value:R}");
        }
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static List<long> Days(string timezone, DateTimeOffset start, DateTimeOffset end)
    {
        var zone = DateTimeZoneProviders.Tzdb[timezone];
        var edges = new List<long>();
        for (var date = Instant.FromDateTimeOffset(start).InZone(zone).Date; ; date = date.PlusDays(1))
        {
            edges.Add(zone.AtStartOfDay(date).ToInstant().ToUnixTimeMilliseconds());
            if (edges[^1] >= end.ToUnixTimeMilliseconds()) return edges;
        }
    }

    private static IEnumerable<(string Name, double? Value)> Of(IReadOnlyList<ExportedRow> rows, bool whole)
    {
        var passed = rows.Where(row => row.Passed is not null).ToList();
        return OfNumbers("score", [.. rows.Select(row => row.Score).OfType<double>()], whole)
            .Concat(OfNumbers("latency", [.. rows.Select(row => row.Latency).OfType<double>()], whole))
            .Append(("count_true_passed", passed.Count(row => row.Passed!.Value)))
            .Append(("count_false_passed", passed.Count(row => !row.Passed!.Value)));
    }

    private static IEnumerable<(string Name, double? Value)> OfNumbers(string slug, List<double> values, bool whole)
    {
        // Without values a window has none of these; a bucket has a sum, a mean and a count of nothing.
        double? none = whole ? null : 0;
        values.Sort();
        var any = values.Count > 0;
        yield return ("sum_" + slug, any ? Sum(values) : none);
        yield return ("avg_" + slug, any ? Sum(values) / values.Count : none);
        yield return ("min_" + slug, any ? values[0] : null);
        yield return ("max_" + slug, any ? values[^1] : null);
        yield return ("count_" + slug, any ? values.Count : none);
        foreach (var percentile in s_percentiles)
            yield return (string.Create(CultureInfo.InvariantCulture, $"p{percentile}_{slug}"), any ? Percentile(values, percentile) : null);
    }

    private static double Percentile(List<double> sorted, double percentile)
    {
        var x = Math.Round(percentile / 100, 6) * (sorted.Count - 1);
        var i = (int)Math.Floor(x);
        return i + 1 < sorted.Count ? (sorted[i] * (i + 1 - x)) + (sorted[i + 1] * (x - i)) : sorted[i];
    }

    // Every double is a whole number of 2^-1074.
    private static double Sum(List<double> values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var exponent = (int)((bits >> 52) & 0x7FF);
            var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
            total += new BigInteger(exponent == 0 ? mantissa : mantissa | (1L << 52)) * Math.Sign(value) << Math.Max(0, exponent - 1);
        }

        // The text of the whole number is exact, and reading it rounds correctly; scaling by a power of two then changes no digit, as none of these sums is
        // subnormal.
        var magnitude = BigInteger.Abs(total);
        var excess = Math.Max(0, (int)magnitude.GetBitLength() - 1000);
        var rest = excess > 0 && (magnitude & ((BigInteger.One << excess) - 1)) != 0 ? BigInteger.One : BigInteger.Zero;
        var read = double.Parse(((magnitude >> excess) | rest).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return total.Sign * Math.ScaleB(read, excess - 1074);
    }
}
