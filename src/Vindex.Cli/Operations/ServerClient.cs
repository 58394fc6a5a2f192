using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Vindex.Cli.Operations;

/// <summary>
/// A server that has a data folder open. It leaves its address and a token for commands of the same user in the folder's <c>server.json</c> (mode 0600);
/// a command that needs the folder asks the server to do the work.
/// </summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient _http;

    private ServerClient(Uri address, string token)
    {
        // The work may take as long as the data is large; a server that is gone refuses the connection at once.
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The server that holds a folder; null when none has left its address there.</summary>
    public static ServerClient? Of(string dataFolder) =>
        Server.Operations.Running.RunningServer.Find(dataFolder) is { } found ? new ServerClient(found.Url, found.Token) : null;

    /// <summary>Asks for one operation; <paramref name="writeBody"/> writes the members of the request's object.</summary>
    public async Task<ServerAnswer> AskAsync(string operation, Action<Utf8JsonWriter>? writeBody, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            writeBody?.Invoke(json);
            json.WriteEndObject();
        }

        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _http.PostAsync(new Uri($"/admin/operations/{operation}", UriKind.Relative), content, cancellationToken);
            return Read(response.IsSuccessStatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), (int)response.StatusCode);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException or IOException)
        {
            return new ServerAnswer(false, null, $"The server at {Address} does not respond: {e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static ServerAnswer Read(bool success, byte[] body, int status)
    {
        try
        {
            var root = JsonDocument.Parse(body).RootElement;
            if (success) return new ServerAnswer(true, root, null);
            var detail = root.TryGetProperty("detail", out var text) ? text.GetString() : null;
            return new ServerAnswer(false, null, detail ?? $"The server returned {status}.");
        }
        catch (JsonException)
        {
            return new ServerAnswer(success, null, success ? null : $"The server returned {status}.");
        }
    }
}

/// <summary>The response of a running server.</summary>
/// <param name="Done">Whether it succeeded.</param>
/// <param name="Body">The response body, if any.</param>
/// <param name="Reason">The error.</param>
internal sealed record ServerAnswer(bool Done, JsonElement? Body, string? Reason);
