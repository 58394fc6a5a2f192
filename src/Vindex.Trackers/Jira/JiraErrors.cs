using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>What Jira means by responses that are not successes.</summary>
internal static class JiraErrors
{
    private const int LongestReason = 300;

    /// <summary>Explains a response; null for what its status means anyway.</summary>
    public static TrackerException? Explain(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json) => (int)status switch
    {
        // Data Center, after too many attempts to sign in.
        403 when TrackerStatus.Value(headers, "X-Authentication-Denied-Reason") is not null => new TrackerException(
            TrackerFailure.Unauthorized, "Jira asks the account to sign in with a browser and answer its CAPTCHA first."),
        400 when ReasonOf(json) is { } reason => new TrackerException(TrackerFailure.Rejected, $"Jira did not accept the request: {reason}"),
        _ => null,
    };

    // {"errorMessages": ["…"], "errors": {"field": "…"}}
    private static string? ReasonOf(JsonElement json)
    {
        var errors = json.Member("errors");
        IEnumerable<string?> fields = errors.ValueKind == JsonValueKind.Object ? errors.EnumerateObject().Select(error => error.Value.AsText()) : [];
        var reason = string.Join(' ', json.Texts("errorMessages").Concat(fields.OfType<string>())).Trim();
        if (reason.Length == 0) return null;
        return reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
    }
}
