using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.AzureDevOps;

/// <summary>An organization of Azure DevOps Services, or a collection of Azure DevOps Server.</summary>
internal sealed class AzureOrganization
{
    private const string Version = "api-version=7.1";
    private const int LongestReason = 300;
    private readonly TrackerHttp _http;
    private readonly TrackerAccess _access;
    private readonly AuthenticationHeaderValue _authorization;

    /// <exception cref="TrackerException">The credential is of a kind that Azure DevOps does not have.</exception>
    public AzureOrganization(TrackerHttp http, TrackerAccess access)
    {
        _http = http;
        _access = access;
        var token = access.Credential switch
        {
            TrackerCredential.Token bare => bare.Value,
            TrackerCredential.UserToken user => user.Value,
            _ => throw new TrackerException(TrackerFailure.Unauthorized, "Azure DevOps needs a personal access token."),
        };
        _authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + token)));
    }

    /// <summary>Sends a GET request.</summary>
    /// <param name="path">The path within the organization, without a leading slash.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="version">The version of the API, for parts that are in preview.</param>
    public Task<TrackerResponse> GetAsync(string path, CancellationToken cancellationToken, string version = Version) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken, version);

    /// <summary>Sends a POST request.</summary>
    public Task<TrackerResponse> PostAsync(string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonBody.Create(write), cancellationToken);

    /// <summary>Sends a request.</summary>
    public async Task<TrackerResponse> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, string version = Version)
    {
        using var request = new HttpRequestMessage(method, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{version}");
        request.Headers.Authorization = _authorization;

        // Otherwise a wrong token leads to a page for signing in.
        request.Headers.Add("X-TFS-FedAuthRedirect", "Suppress");
        request.Content = content;
        return await _http.SendAsync(_access, request, cancellationToken);
    }

    /// <summary>A page below the organization's.</summary>
    public Uri PageOf(string path) => new($"{_access.BaseAddress.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>The id of the account that the token belongs to, and its name.</summary>
    public async Task<(string Id, string Name)> FindAccountAsync(CancellationToken cancellationToken)
    {
        const string anonymous = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";
        var user = (await GetAsync("_apis/connectionData", cancellationToken, "api-version=7.1-preview")).Json.Member("authenticatedUser");
        return user.Id("id") is { } id && id != anonymous
            ? (id, user.Text("customDisplayName") ?? user.Text("providerDisplayName") ?? id)
            : throw new TrackerException(TrackerFailure.Unauthorized, "Azure DevOps does not accept the token. Check that it has not expired.");
    }

    /// <summary>What Azure DevOps means by a response that is not a success; null for what its status means anyway.</summary>
    public static TrackerException? Explain(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json)
    {
        var reason = json.Text("message") is { Length: > 0 } message ? Shorten(message) : null;
        return (int)status switch
        {
            // A page for signing in, in place of a response or behind a redirect.
            203 or 302 or 401 => new TrackerException(
                TrackerFailure.Unauthorized, "Azure DevOps does not accept the token. Check that it has not expired and that it has the scopes that are needed."),
            400 when reason is not null => new TrackerException(TrackerFailure.Rejected, $"Azure DevOps did not accept the request: {reason}"),
            403 when reason is not null && headers.RetryAfter is null => new TrackerException(TrackerFailure.Forbidden, $"Azure DevOps denies access: {reason}"),
            _ => null,
        };
    }

    private static string Shorten(string message) => message.Length <= LongestReason ? message : message[..LongestReason] + "…";
}
