using System.Globalization;
using Vindex.Statistics.Buckets;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Formats the start of a bucket as ISO 8601 with the time zone's offset at that instant, <c>+00:00</c> in UTC.</summary>
internal static class BucketTimestamp
{
    private static readonly long s_min = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long s_max = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The timestamp, for example <c>2026-03-29T00:00:00+01:00</c>. Offsets before standard time can include seconds.</summary>
    public static string Text(BucketStart start)
    {
        var (local, offset) = (start.UnixSeconds + start.OffsetSeconds, start.OffsetSeconds);

        // A local time outside the years 1 to 9999 has no four-digit year: use UTC, which has one.
        if (local < s_min || local > s_max) (local, offset) = (Math.Clamp(start.UnixSeconds, s_min, s_max), 0);
        var ahead = Math.Abs(offset);
        var text = DateTimeOffset.FromUnixTimeSeconds(local).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var suffix = $"{(offset < 0 ? '-' : '+')}{ahead / 3600:00}:{ahead / 60 % 60:00}";
        return ahead % 60 == 0 ? text + suffix : $"{text}{suffix}:{ahead % 60:00}";
    }
}
