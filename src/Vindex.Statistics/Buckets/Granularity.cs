namespace Vindex.Statistics.Buckets;

/// <summary>How long a bucket is: chosen from the range when not asked for, and never so short that there are more than 10,000.</summary>
internal static class Granularity
{
    public const int MostBuckets = 10_000;
    public const long Day = 86_400;

    /// <summary>Ten thousand years, beyond which the calendar has no dates.</summary>
    public const long Longest = 3_650_000 * Day;

    private const long Hour = 3_600;

    /// <param name="asked">Seconds; null or 0 leaves the choice to the range.</param>
    /// <param name="range">End − start as given, fractions included.</param>
    public static long Resolve(long? asked, TimeSpan range)
    {
        var seconds = asked is null or 0 ? Choose(range) : asked.Value;
        var perBucket = TimeSpan.TicksPerSecond * (decimal)MostBuckets;
        return range.Ticks > (decimal)seconds * perBucket ? Math.Max(seconds, (long)Math.Floor(range.Ticks / perBucket) + 1) : seconds;
    }

    private static long Choose(TimeSpan range) =>
        range <= TimeSpan.FromHours(2) ? 300
        : range <= TimeSpan.FromHours(12) ? Hour
        : range <= TimeSpan.FromDays(3) ? 6 * Hour
        : range <= TimeSpan.FromDays(14) ? 12 * Hour
        : Day;
}
