using System.Globalization;
using System.Net.Http.Headers;

namespace Vindex.Server.Callbacks;

/// <summary>Reads the <c>Retry-After</c> header (RFC 9110, section 10.2.3): seconds, or a date in any of the three HTTP formats.</summary>
internal static class RetryAfter
{
    /// <summary>A year: nobody waits longer, and sums of it do not overflow.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>How long to wait from <paramref name="now"/> on; zero for a date in the past; null when there is no header or it cannot be read.</summary>
    public static TimeSpan? Read(string? header, DateTimeOffset now)
    {
        var text = header?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : Longest;
        }

        if (!RetryConditionHeaderValue.TryParse(text, out var value) || value.Date is not { } date)
            return null;
        var wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
