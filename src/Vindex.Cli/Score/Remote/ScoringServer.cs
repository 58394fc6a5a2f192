using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Cli.Http;

namespace Vindex.Cli.Score.Remote;

/// <summary>A Vindex server as a client with an API key sees it: asks, and reads what is answered.</summary>
internal sealed class ScoringServer : IDisposable
{
    private const int LargestAnswer = 16 * 1024 * 1024;

    // Longer than a proxy's usual minute, so that the proxy's answer is the one that is told.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    // Another run has this very ticket in hand. When that run is dead, the server gives it up after a minute: longer than a few waits of a second.
    private static readonly TimeSpan s_otherRun = TimeSpan.FromSeconds(5);

    private readonly VindexClient _client;

    public ScoringServer(ServerAddress address, string apiKey, TimeProvider time, Action<string> say)
    {
        var at = address.Base ?? throw new ArgumentException("The address is invalid.", nameof(address));
        _client = new VindexClient(
            new ClientOptions(at, address.IsLoopback, apiKey, s_patience) { Tries = 3, ConflictWait = s_otherRun, LargestAnswer = LargestAnswer }, time, say);
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _client.Name;

    /// <summary>Posts a JSON body. The key makes it safe to send it again.</summary>
    public Task<ServerReply> PostAsync(string path, byte[] body, string idempotencyKey, CancellationToken cancellationToken) =>
        AskAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Idempotency-Key", idempotencyKey);
            return request;
        }, cancellationToken);

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
                : ServerReply.Failed(0, $"{Name} responded, but not like a Vindex server; is the address right?");
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
