using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.GitLab;

/// <summary>What GitLab means by its errors (https://docs.gitlab.com/api/rest/troubleshooting/).</summary>
internal static class GitLabErrors
{
    /// <summary>Explains a response.</summary>
    public static TrackerException? Explain(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json) => status switch
    {
        HttpStatusCode.Unauthorized when Describes(json, "expired") =>
            new TrackerException(TrackerFailure.Unauthorized, "GitLab does not accept the token (401): it has expired."),
        HttpStatusCode.Unauthorized when Describes(json, "revoked") =>
            new TrackerException(TrackerFailure.Unauthorized, "GitLab does not accept the token (401): it was revoked."),
        HttpStatusCode.Forbidden when json.Text("error") == "insufficient_scope" =>
            new TrackerException(TrackerFailure.Forbidden, $"GitLab denies access (403). The token needs one of these scopes: {Scopes(json)}."),
        HttpStatusCode.Forbidden when headers.RetryAfter is null && TrackerStatus.Value(headers, "RateLimit-Remaining") is not "0" =>
            new TrackerException(
                TrackerFailure.Forbidden,
                "GitLab denies access (403). The token's user needs the role Reporter to read and label issues, and Maintainer for webhooks."),
        _ => null,
    };

    private static bool Describes(JsonElement json, string word) => json.Text("error_description")?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    // A list of names; anything else is not repeated.
    private static string Scopes(JsonElement json)
    {
        const int longest = 100;
        var scopes = json.Text("scope");
        return scopes is { Length: > 0 and < longest } && scopes.All(character => char.IsAsciiLetter(character) || character is '_' or ' ')
            ? string.Join(", ", scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : "read_api, api";
    }
}
