using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.GitHub;

/// <summary>What GitHub means by its errors (https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api).</summary>
internal sealed class GitHubErrors(TimeProvider time)
{
    private const string Product = "GitHub";

    // "If the response has neither header, wait for at least one minute" (rate limits for the REST API).
    private static readonly TimeSpan s_secondaryWait = TimeSpan.FromMinutes(1);

    /// <summary>Explains a response to a request with a token.</summary>
    public TrackerException? Explain(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json)
    {
        var said = json.Text("message") ?? "";
        return status switch
        {
            HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests when IsLimit(headers, said) => Limited(headers),
            HttpStatusCode.Forbidden => new TrackerException(TrackerFailure.Forbidden, Denial(headers, said)),
            HttpStatusCode.Gone when said.Contains("disabled", StringComparison.OrdinalIgnoreCase) =>
                new TrackerException(TrackerFailure.NotFound, "Issues are disabled in this repository (410)."),
            _ => null,
        };
    }

    /// <summary>Explains a response to a request that is signed by the app.</summary>
    public TrackerException? ExplainApp(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json) => status switch
    {
        HttpStatusCode.Unauthorized => new TrackerException(
            TrackerFailure.Unauthorized,
            "GitHub does not accept the app's signature (401). Check the app's id, its private key and the clock of this server."),
        HttpStatusCode.NotFound => new TrackerException(
            TrackerFailure.NotFound, "GitHub does not know this installation of the app (404). Check the installation's id, and whether the app is still installed."),
        _ => Explain(status, headers, json),
    };

    private static bool IsLimit(HttpResponseHeaders headers, string said) =>
        headers.RetryAfter is not null
        || TrackerStatus.Value(headers, "X-RateLimit-Remaining") == "0"
        || said.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase)
        || said.Contains("abuse detection", StringComparison.OrdinalIgnoreCase);

    // A secondary limit has the headers of the primary one too, whose reset has nothing to do with it.
    private TrackerException Limited(HttpResponseHeaders headers)
    {
        var now = time.GetUtcNow();
        var stated = headers.RetryAfter is not null || TrackerStatus.Value(headers, "X-RateLimit-Remaining") == "0";
        var limited = TrackerStatus.Limited(Product, headers, now);
        return stated && limited.RetryAt is not null ? limited : new TrackerException(TrackerFailure.Limited, limited.Message, now + s_secondaryWait);
    }

    private static string Denial(HttpResponseHeaders headers, string said)
    {
        if (TrackerStatus.Value(headers, "X-GitHub-SSO") is not null)
        {
            return "GitHub denies access (403): the organization requires that the token is authorized for its single sign-on.";
        }

        if (said.Contains("suspended", StringComparison.OrdinalIgnoreCase)) return "GitHub denies access (403): the installation of the app is suspended.";
        if (said.Contains("locked", StringComparison.OrdinalIgnoreCase)) return "GitHub denies access (403): the conversation of the issue is locked.";
        if (said.Contains("archived", StringComparison.OrdinalIgnoreCase)) return "GitHub denies access (403): the repository is archived, so it is read-only.";
        return Accepted(headers) is { } accepted
            ? $"GitHub denies access (403). The token needs one of these permissions: {accepted}."
            : "GitHub denies access (403). Check the token's permissions for this repository.";
    }

    // Fine-grained tokens and apps: "issues=write; issues=read,pull_requests=read". Classic tokens: "repo, public_repo".
    private static string? Accepted(HttpResponseHeaders headers)
    {
        const int longest = 200;
        var accepted = TrackerStatus.Value(headers, "X-Accepted-GitHub-Permissions") ?? TrackerStatus.Value(headers, "X-Accepted-OAuth-Scopes");
        return accepted is { Length: > 0 and < longest } && accepted.All(character => char.IsAsciiLetterOrDigit(character) || "_=;:,- ".Contains(character, StringComparison.Ordinal))
            ? accepted
            : null;
    }
}
