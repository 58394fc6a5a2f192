using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Vindex.Cli.Score.Remote;

/// <summary>What all connections to a server with an API key have in common.</summary>
internal static class ServerConnection
{
    /// <summary>The environment variable of the API key.</summary>
    public const string KeyVariable = "VINDEX_API_KEY";

    /// <summary>The key of the option, else of the environment; or the reason why there is none.</summary>
    public static (string? Key, string? Reason) Key(string? option)
    {
        var key = (option ?? Environment.GetEnvironmentVariable(KeyVariable))?.Trim();
        if (string.IsNullOrEmpty(key)) return (null, $"the server needs an API key: set {KeyVariable} or use --api-key");
        return key.All(c => c is > ' ' and <= '~') ? (key, null) : (null, "the API key contains invalid characters; check that it is complete and has nothing added");
    }

    /// <summary>A client that sends the key. No redirects: they would carry it to wherever they lead. Proxies as the environment says, but not to this machine.</summary>
    public static HttpClient Open(bool toThisMachine, string key, TimeSpan patience)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !toThisMachine, ConnectTimeout = TimeSpan.FromSeconds(15) })
        {
            Timeout = patience,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("vindex", typeof(ServerConnection).Assembly.GetName().Version?.ToString(3)));
        return http;
    }

    /// <summary>How long an answer asks to wait: whole seconds or a date (RFC 9110, 10.2.3). A second at least, so that a server that says 0 is not hammered.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        return asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : asked;
    }

    /// <summary>What went wrong, as the end of a sentence that begins with the server's name.</summary>
    public static string Trouble(HttpRequestException e) => e switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } => "cannot be reached: unknown host",
        { InnerException: System.Security.Authentication.AuthenticationException inner } => $"cannot be trusted: {inner.Message}",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "cannot be reached: connection refused",
        { InnerException: SocketException inner } => $"cannot be reached: {inner.Message}",
        { HttpRequestError: HttpRequestError.ResponseEnded } => "closed the connection without responding",
        _ => $"request failed: {e.InnerException?.Message ?? e.Message}",
    };
}
