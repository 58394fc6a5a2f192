using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vindex.Trackers.Http;
using Vindex.Trackers.Markup;

namespace Vindex.Trackers.Jira;

/// <summary>
/// A site of Jira Cloud or Data Center. The credential says which: Cloud's API tokens belong to an e-mail address, Data Center's personal access tokens stand
/// alone. Cloud's API is version 3, with documents as texts; Data Center's is version 2, with wiki markup.
/// </summary>
internal sealed class JiraSite
{
    private const string CloudDomain = ".atlassian.net";
    private const string GatewayHost = "api.atlassian.com";
    private readonly TrackerHttp _http;
    private readonly TrackerAccess _access;
    private readonly AuthenticationHeaderValue _authorization;

    /// <exception cref="TrackerException">The credential is of a kind that Jira does not have.</exception>
    public JiraSite(TrackerHttp http, TrackerAccess access)
    {
        _http = http;
        _access = access;
        _authorization = access.Credential switch
        {
            TrackerCredential.UserToken user => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.User}:{user.Value}"))),
            TrackerCredential.Token when IsCloudAddress(access.BaseAddress) =>
                throw new TrackerException(TrackerFailure.Unauthorized, "Jira Cloud needs the e-mail address of the account that the API token belongs to."),
            TrackerCredential.Token token => new("Bearer", token.Value),
            _ => throw new TrackerException(TrackerFailure.Unauthorized, "Jira needs an API token (Cloud) or a personal access token (Data Center)."),
        };
        IsCloud = access.Credential is TrackerCredential.UserToken;
    }

    /// <summary>Whether it is Jira Cloud.</summary>
    public bool IsCloud { get; }

    /// <summary>Sends a GET request to the API.</summary>
    public Task<TrackerResponse> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, Root + path, null, cancellationToken);

    /// <summary>Sends a POST request to the API.</summary>
    public Task<TrackerResponse> PostAsync(string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, Root + path, write, cancellationToken);

    /// <summary>Sends a PUT request to the API.</summary>
    public Task<TrackerResponse> PutAsync(string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, Root + path, write, cancellationToken);

    /// <summary>Sends a request to any of the site's APIs.</summary>
    public async Task<TrackerResponse> SendAsync(HttpMethod method, string path, Action<Utf8JsonWriter>? write, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = _authorization;
        if (write is not null) request.Content = JsonBody.Create(write);
        return await _http.SendAsync(_access, request, cancellationToken);
    }

    /// <summary>The page of an issue or project; null if the connection goes through Atlassian's gateway, which does not have the pages.</summary>
    public Uri? PageOf(string key) =>
        _access.BaseAddress.Host == GatewayHost ? null : new Uri($"{_access.BaseAddress.AbsoluteUri.TrimEnd('/')}/browse/{Uri.EscapeDataString(key)}");

    /// <summary>Writes a long text in the site's format.</summary>
    public void WriteText(Utf8JsonWriter json, string name, string markdown)
    {
        json.WritePropertyName(name);
        if (IsCloud) AdfWriter.Write(json, markdown);
        else json.WriteStringValue(WikiWriter.Write(markdown));
    }

    /// <summary>An account's permanent id.</summary>
    public static string? AccountOf(JsonElement user) => user.Text("accountId") ?? user.Text("key") ?? user.Text("name");

    private string Root => IsCloud ? "rest/api/3/" : "rest/api/2/";

    private static bool IsCloudAddress(Uri address) => address.Host.EndsWith(CloudDomain, StringComparison.OrdinalIgnoreCase) || address.Host == GatewayHost;
}
