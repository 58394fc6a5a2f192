namespace Vindex.Statistics.Buckets;

/// <summary>The length of a bucket: picked from the range unless given, and raised so that there are at most 10,000 buckets.</summary>
internal static class Granularity
{
    public const int MaxBuckets = 10_000;
    public const long Day = 86_400;

    /// <summary>Ten thousand years: the calendar has no dates beyond.</summary>
    public const long Longest = 3_650_000 * Day;

    public const long Hour = 3_600;

    /// <param name="requested">Seconds; null or 0 picks a length from the range.</param>
    /// <param name="range">End − start as given, including fractions of a second.</param>
    public static long Resolve(long? requested, TimeSpan range)
    {
        var seconds = requested is null or 0 ? Default(range) : requested.Value;
        var perBucket = TimeSpan.TicksPerSecond * (decimal)MaxBuckets;
        return range.Ticks > (decimal)seconds * perBucket ? Math.Max(seconds, (long)Math.Floor(range.Ticks / perBucket) + 1) : seconds;
    }

    private static long Default(TimeSpan range) =>
        range <= TimeSpan.FromHours(2) ? 300
        : range <= TimeSpan.FromHours(12) ? Hour
        : range <= TimeSpan.FromDays(3) ? 6 * Hour
        : range <= TimeSpan.FromDays(14) ? 12 * Hour
        : Day;
}
