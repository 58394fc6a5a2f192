using System.Globalization;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>Labels of buckets: as much of date and time as distinguishes them.</summary>
internal static class BucketLabels
{
    private const long Day = 86_400;

    public static IReadOnlyList<string> Of(StatsReport answer)
    {
        var buckets = answer.All.Buckets;
        var format = answer switch
        {
            { Calendar: "month" } => "yyyy-MM",
            { Calendar: not null } => "yyyy-MM-dd",
            { Granularity: Day } => "yyyy-MM-dd ddd",
            { Granularity: { } seconds } when seconds % Day == 0 && buckets.All(bucket => bucket.Start.TimeOfDay == TimeSpan.Zero) => "yyyy-MM-dd",
            { Granularity: { } seconds } when seconds % 60 == 0 => "yyyy-MM-dd HH:mm",
            _ => "yyyy-MM-dd HH:mm:ss",
        };
        // Where the clocks change, an hour may come twice.
        if (format.Contains("HH", StringComparison.Ordinal) && buckets.Select(bucket => bucket.Start.Offset).Distinct().Count() > 1) format += " zzz";
        return [.. buckets.Select(bucket => bucket.Start.ToString(format, CultureInfo.InvariantCulture))];
    }

    /// <summary>The buckets' length in words.</summary>
    public static string By(StatsReport answer) => answer switch
    {
        { Calendar: { } unit } => unit,
        { Granularity: Day } => "day",
        { Granularity: 3_600 } => "hour",
        { Granularity: 60 } => "minute",
        { Granularity: { } seconds } when seconds % Day == 0 => $"{seconds / Day} days",
        { Granularity: { } seconds } when seconds % 3_600 == 0 => $"{seconds / 3_600} hours",
        { Granularity: { } seconds } when seconds % 60 == 0 => $"{seconds / 60} minutes",
        _ => $"{answer.Granularity} seconds",
    };
}
