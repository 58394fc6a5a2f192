using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Cli.Http;

namespace Vindex.Cli.Operations;

/// <summary>
/// A server that has a data folder open. It leaves its address and a token for commands of the same user in the folder's <c>server.json</c> (mode 0600);
/// a command that needs the folder asks the server to do the work.
/// </summary>
internal sealed class ServerClient : IDisposable
{
    private readonly VindexClient _client;

    private ServerClient(Uri address, string token)
    {
        // The work may take as long as the data is large; a server that is gone refuses the connection at once.
        Address = address;
        _client = new VindexClient(
            new ClientOptions(address, IsThisMachine: true, token, Timeout.InfiniteTimeSpan) { Name = $"The server at {address}", Waits = false },
            TimeProvider.System,
            static _ => { });
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

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/admin/operations/{operation}", UriKind.Relative))
            {
                Content = new ByteArrayContent(body.ToArray()),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return request;
        }

        var answer = await _client.SendAsync(Request, HttpCompletionOption.ResponseContentRead, static _ => Task.FromResult(""), cancellationToken);
        if (answer.Response is not { } response) return new ServerAnswer(false, null, $"{answer.Trouble}.");
        using (response)
        {
            return Read(response.IsSuccessStatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), (int)response.StatusCode);
        }
    }

    public void Dispose() => _client.Dispose();

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
