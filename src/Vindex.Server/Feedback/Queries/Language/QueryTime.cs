using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>Times as queries write them: ISO 8601 with or without an offset (without means UTC), a date alone (its midnight), or seconds since 1970.</summary>
internal static class QueryTime
{
    public static bool TryParse(string text, out DateTimeOffset time) => ModelTime.TryParse(text, out time, out _);

    /// <summary>False if the seconds are outside the years 1 to 9999.</summary>
    public static bool TryFromSeconds(double seconds, out DateTimeOffset time)
    {
        time = default;
        var ticks = seconds * TimeSpan.TicksPerSecond;
        if (!(Math.Abs(ticks) < DateTime.MaxValue.Ticks)) return false;
        var sum = DateTime.UnixEpoch.Ticks + (long)Math.Round(ticks);
        if (sum < 0 || sum > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(sum, TimeSpan.Zero);
        return true;
    }
}
