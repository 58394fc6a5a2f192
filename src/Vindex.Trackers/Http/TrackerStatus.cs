using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Vindex.Trackers.Http;

/// <summary>What a response's status and headers say, where the products agree.</summary>
internal static class TrackerStatus
{
    // A clock that is wrong, or a header that means something else, must not stop a connection for good.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(6);

    // GitHub and Azure DevOps; GitLab; Linear. In this order, the first that is there counts.
    private static readonly string[] s_resets = ["X-RateLimit-Reset", "RateLimit-Reset", "X-RateLimit-Requests-Reset"];
    private static readonly string[] s_remainders = ["X-RateLimit-Remaining", "RateLimit-Remaining", "X-RateLimit-Requests-Remaining"];

    /// <summary>The exception for a response that is not a success.</summary>
    public static TrackerException Failure(string product, HttpStatusCode status, HttpResponseHeaders headers, DateTimeOffset now)
    {
        var code = (int)status;
        return code switch
        {
            429 => Limited(product, headers, now),
            403 when headers.RetryAfter is not null || IsSpent(headers) => Limited(product, headers, now),
            401 => new(TrackerFailure.Unauthorized, $"{product} does not accept the credentials (401). Check the token, and whether it has expired."),
            403 => new(TrackerFailure.Forbidden, $"{product} denies access (403). Check the token's permissions."),
            404 or 410 => new(TrackerFailure.NotFound, $"{product} does not know what was asked for, or the token cannot see it ({code})."),
            409 or 412 => new(TrackerFailure.Conflict, $"{product} reports a change at the same time ({code})."),
            408 or >= 500 => new(TrackerFailure.Unavailable, $"{product} is not available at the moment ({code}).", RetryAfter(headers, now)),
            >= 300 and < 400 => new(TrackerFailure.Unexpected, $"{product} redirects to another address ({code}). Check the connection's address."),
            _ => new(TrackerFailure.Rejected, $"{product} did not accept the request ({code})."),
        };
    }

    /// <summary>The exception for a request beyond a limit.</summary>
    public static TrackerException Limited(string product, HttpResponseHeaders headers, DateTimeOffset now) =>
        new(TrackerFailure.Limited, $"{product} limits the number of requests; the connection continues later.", RetryAt(headers, now));

    /// <summary>When the tracker will accept the next request: <c>Retry-After</c>, or when its limit starts over; null if it does not say.</summary>
    public static DateTimeOffset? RetryAt(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (RetryAfter(headers, now) is { } after) return after;
        foreach (var name in s_resets)
        {
            if (Value(headers, name) is { } text && ReadReset(text, now) is { } reset) return Within(reset, now);
        }

        return null;
    }

    /// <summary>A header's first value; null if there is none.</summary>
    public static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;

    private static bool IsSpent(HttpResponseHeaders headers) => s_remainders.Any(name => Value(headers, name) == "0");

    // Whole seconds or a date (RFC 9110, 10.2.3).
    private static DateTimeOffset? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Within(now + delta, now),
        { Date: { } date } => Within(date, now),
        _ => null,
    };

    // Seconds since 1970 (GitHub, GitLab, Azure DevOps), milliseconds (Linear), seconds from now, or a date (Jira).
    private static DateTimeOffset? ReadReset(string text, DateTimeOffset now)
    {
        const long oneYear = 365L * 24 * 60 * 60;
        const long latestSeconds = 100_000_000_000;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
        }

        return number switch
        {
            < oneYear => now.AddSeconds(number),
            < latestSeconds => DateTimeOffset.UnixEpoch.AddSeconds(number),
            < latestSeconds * 1000.0 => DateTimeOffset.UnixEpoch.AddMilliseconds(number),
            _ => null,
        };
    }

    private static DateTimeOffset Within(DateTimeOffset at, DateTimeOffset now) => at < now ? now : at > now + s_longestWait ? now + s_longestWait : at;
}
