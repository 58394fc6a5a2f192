using System.Net.Http.Headers;
using System.Text.Json;

namespace Vindex.Cli.Score.Remote;

/// <summary>A Vindex server, as a client with an API key sees it: asks, waits when the server wants that, and tries again what may be tried again.</summary>
internal sealed class ScoringServer : IDisposable
{
    private const int Tries = 3;
    private const int LargestAnswer = 16 * 1024 * 1024;

    // Longer than a proxy's usual minute, so that the proxy's answer is the one that is told.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(2);

    // Another run has this very ticket in hand. When that run is dead, the server gives it up after a minute: longer than a few waits of a second.
    private static readonly TimeSpan s_otherRun = TimeSpan.FromSeconds(5);

    private readonly Uri _address;
    private readonly HttpClient _http;
    private readonly ServerPause _pause;
    private readonly TimeProvider _time;

    public ScoringServer(ServerAddress address, string apiKey, TimeProvider time, Action<string> say)
    {
        _address = address.Base ?? throw new ArgumentException("The address is invalid.", nameof(address));
        _time = time;
        _pause = new ServerPause(time, say);
        _http = ServerConnection.Open(address.IsLoopback, apiKey, s_patience);
        _http.MaxResponseContentBufferSize = LargestAnswer;
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _address.AbsoluteUri.TrimEnd('/');

    /// <summary>Posts a JSON body. The key makes it safe to send it again.</summary>
    public Task<ServerReply> PostAsync(string path, byte[] body, string idempotencyKey, CancellationToken cancellationToken) =>
        AskAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Idempotency-Key", idempotencyKey);
            return request;
        }, cancellationToken);

    /// <summary>Gets a JSON document.</summary>
    public Task<ServerReply> GetAsync(string path, CancellationToken cancellationToken) =>
        AskAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path)), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<ServerReply> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _pause.PassAsync(cancellationToken);
            var (reply, wait, broken) = await TryAsync(make, cancellationToken);
            if (wait is { } asked)
            {
                if (_pause.Refused(asked, reply.Reason!) is { } enough) return ServerReply.Failed(reply.Status, $"{Name} {enough}");
                attempt--; // what the server itself puts off is counted by the pause
            }
            else if (!broken || attempt == Tries)
            {
                if (!broken) _pause.Answered();
                return reply;
            }
            else
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), _time, cancellationToken);
            }
        }
    }

    private async Task<(ServerReply Reply, TimeSpan? Wait, bool Broken)> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var request = make();
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var reply = Read(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return reply.Status switch
            {
                429 or 503 => (reply, ServerConnection.RetryAfter(response, _time) ?? s_usualWait, false),
                409 => (reply, s_otherRun, false),
                500 or 502 or 504 => (reply, null, true),
                _ => (reply, null, false),
            };
        }
        catch (HttpRequestException e)
        {
            return (ServerReply.Failed(0, $"{Name} {ServerConnection.Trouble(e)}"), null, true);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return (ServerReply.Failed(0, $"{Name} did not respond within {s_patience.TotalSeconds:0} s"), null, true);
        }
    }

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

        if (status == 200) return json is { } answer ? new(status, answer, null, null) : ServerReply.Failed(0, $"{Name} responded, but not like a Vindex server; is the address right?");
        if (status is >= 300 and < 400)
            return ServerReply.Failed(status, $"{Name} returned {status} and redirects to {response.Headers.Location?.ToString() ?? "nowhere"}; give the server's own address with --url");
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
