using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Linear;

/// <summary>
/// What Linear means by its errors. They are in the body, with whatever status: a limit is a 400, and a query that failed in part is a 200
/// (https://linear.app/developers/graphql, https://linear.app/developers/rate-limiting).
/// </summary>
internal sealed class LinearErrors(TimeProvider time)
{
    private static readonly string[] s_limits = ["Requests", "Complexity", "Endpoint-Requests"];

    /// <summary>Explains a response; null if its body has no errors.</summary>
    public TrackerException? Explain(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json)
    {
        var error = json.Items("errors").FirstOrDefault();
        if (!error.Exists()) return null;
        var extensions = error.Member("extensions");
        var said = error.Text("message") ?? "";
        if (said.StartsWith("Entity not found", StringComparison.OrdinalIgnoreCase))
        {
            return new TrackerException(TrackerFailure.NotFound, "Linear does not know what was asked for, or the token cannot see it.");
        }

        // The code of newer versions, the type of older ones.
        return (extensions.Text("code") ?? extensions.Text("type") ?? "").ToUpperInvariant().Replace(' ', '_') switch
        {
            "RATELIMITED" => new TrackerException(
                TrackerFailure.Limited, "Linear limits the number and complexity of requests; the connection continues later.", RetryAt(headers)),
            "AUTHENTICATION_ERROR" => new TrackerException(
                TrackerFailure.Unauthorized, "Linear does not accept the credentials. Check the API key, and whether it was revoked."),
            "FORBIDDEN" or "FEATURE_NOT_ACCESSIBLE" => new TrackerException(
                TrackerFailure.Forbidden, "Linear denies access. The API key needs the permissions Read and Write; only admins may register webhooks."),
            "INTERNAL_SERVER_ERROR" or "INTERNAL_ERROR" or "NETWORK_ERROR" or "LOCK_TIMEOUT" => new TrackerException(
                TrackerFailure.Unavailable, "Linear is not available at the moment."),
            _ when (int)status >= 500 => null,
            _ when status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => null,
            _ => new TrackerException(TrackerFailure.Rejected, "Linear did not accept the request" + Detail(extensions) + "."),
        };
    }

    // When the limit that is spent starts over: milliseconds since 1970.
    private DateTimeOffset? RetryAt(HttpResponseHeaders headers)
    {
        var now = time.GetUtcNow();
        if (headers.RetryAfter is not null) return TrackerStatus.RetryAt(headers, now);
        var resets = s_limits
            .Where(limit => TrackerStatus.Value(headers, $"X-RateLimit-{limit}-Remaining") == "0")
            .Select(limit => TrackerStatus.Value(headers, $"X-RateLimit-{limit}-Reset"))
            .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var reset) ? reset : 0)
            .Where(reset => reset > 0 && reset < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            .Select(DateTimeOffset.FromUnixTimeMilliseconds)
            .Where(reset => reset < now.AddHours(6))
            .ToList();
        return resets.Count > 0 ? resets.Max() : TrackerStatus.RetryAt(headers, now);
    }

    // Linear's sentence for users, unless it could quote a ticket.
    private static string Detail(JsonElement extensions)
    {
        const int longest = 160;
        var said = extensions.Text("userPresentableMessage");
        return said is { Length: > 0 and < longest } && !said.Any(character => char.IsControl(character) || character is '"' or '`' or '“')
            ? ": " + said.TrimEnd('.')
            : "";
    }
}
