using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Cli.Http;

namespace Vindex.Cli.Score.Remote;

/// <summary>A Vindex server as a client with an API key sees it: asks, and reads what is answered.</summary>
internal sealed class ScoringServer : IDisposable
{
    // A batch with the explanations of all its tickets.
    private const int LargestAnswer = 64 * 1024 * 1024;

    // Longer than a proxy's usual minute, so that the proxy's response is the one that is reported.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly VindexClient _client;

    public ScoringServer(ServerAddress address, string apiKey, TimeProvider time, Action<string> say)
    {
        var at = address.Base ?? throw new ArgumentException("The address is invalid.", nameof(address));
        _client = new VindexClient(
            new ClientOptions(at, address.IsLoopback, apiKey, s_patience) { Tries = 3, LargestAnswer = LargestAnswer }, time, say);
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _client.Name;

    /// <summary>What to say when a response is not the API's.</summary>
    public string NotVindex => $"{Name} responded, but not like a Vindex server; is the address right?";

    /// <summary>Scores tickets. The tickets' own keys make it safe to send them again.</summary>
    /// <param name="tickets">A ticket per line.</param>
    /// <param name="details">Whether to request explanations.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The lines of the response, or the refusal of the batch as a whole.</returns>
    public async Task<(IReadOnlyList<JsonElement> Lines, ServerReply? Refused)> ScoreAsync(
        byte[] tickets, bool details, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync(
            () =>
            {
                var address = new Uri(details ? "v1/score/batch?details=true" : "v1/score/batch", UriKind.Relative);
                var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(tickets) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                return request;
            },
            HttpCompletionOption.ResponseContentRead,
            async response => (await ReadAsync(response)).Reason!,
            cancellationToken);
        if (answer.Response is not { } response) return ([], ServerReply.Failed(answer.Status, answer.Trouble!));
        using (response)
        {
            if (!response.IsSuccessStatusCode) return ([], await ReadAsync(response));
            var lines = ServerJson.Lines(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return lines is null ? ([], ServerReply.Failed(0, NotVindex)) : (lines, null);
        }
    }

    /// <summary>Reads the line of a ticket: its score, or why it was refused.</summary>
    public ServerReply ReadLine(JsonElement line)
    {
        var status = ServerJson.Status(line);
        return status == 200
            ? new ServerReply(status, line, null, null)
            : new ServerReply(status, null, Member(line, "detail") ?? $"{Name} returned {status}", Member(line, "code"));
    }

    /// <summary>Gets a JSON document.</summary>
    public Task<ServerReply> GetAsync(string path, CancellationToken cancellationToken) =>
        AskAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<ServerReply> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync(
            make, HttpCompletionOption.ResponseContentRead, async response => (await ReadAsync(response)).Reason!, cancellationToken);
        if (answer.Response is not { } response) return ServerReply.Failed(answer.Status, answer.Trouble!);
        using (response) return await ReadAsync(response);
    }

    // The body is in memory: it was read with the answer.
    private async Task<ServerReply> ReadAsync(HttpResponseMessage response) => Read(response, await response.Content.ReadAsByteArrayAsync());

    private ServerReply Read(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        JsonElement? json = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A proxy, or not a Vindex server: only the status is known.
        }

        if (status == 200)
        {
            return json is { } answer
                ? new(status, answer, null, null)
                : ServerReply.Failed(0, NotVindex);
        }
        if (status is >= 300 and < 400)
        {
            return ServerReply.Failed(
                status,
                $"{Name} returned {status} and redirects to {response.Headers.Location?.ToString() ?? "nowhere"}; give the server's own address with --url");
        }
        return new(status, null, Member(json, "detail") ?? $"{Name} returned {status}", Member(json, "code"));
    }

    private static string? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Output.Terminal.TerminalText.OneLine(value.GetString()!)
            : null;
}

/// <summary>What a server answered.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer that can be read.</param>
/// <param name="Body">The answer; null when it was refused.</param>
/// <param name="Reason">Why it was refused, in a sentence.</param>
/// <param name="Code">The server's name for the reason, where it gave one.</param>
internal sealed record ServerReply(int Status, JsonElement? Body, string? Reason, string? Code)
{
    public static ServerReply Failed(int status, string reason) => new(status, null, reason, null);
}
