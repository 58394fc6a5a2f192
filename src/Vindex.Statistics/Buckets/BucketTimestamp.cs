using System.Globalization;
using NodaTime;

namespace Vindex.Statistics.Buckets;

/// <summary>Writes the start of a bucket as ISO 8601 with the zone's offset at that instant, <c>+00:00</c> in UTC.</summary>
internal static class BucketTimestamp
{
    public static string Write(long instant, LocalDays days)
    {
        var offset = days.Zone == DateTimeZone.Utc ? 0 : days.Offset(instant);
        var local = instant + offset;
        // A local time outside the years 1 to 9999 has no four-digit form: it is written in UTC, which has one.
        if (local < DateTimeOffset.MinValue.ToUnixTimeSeconds() || local > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            (local, offset) = (Math.Clamp(instant, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()), 0);
        var ahead = Math.Abs(offset);
        var text = DateTimeOffset.FromUnixTimeSeconds(local).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var suffix = $"{(offset < 0 ? '-' : '+')}{ahead / 3600:00}:{ahead / 60 % 60:00}";
        return ahead % 60 == 0 ? text + suffix : $"{text}{suffix}:{ahead % 60:00}";
    }
}
