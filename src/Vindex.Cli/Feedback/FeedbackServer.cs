using System.Net.Http.Headers;
using Vindex.Cli.Score.Remote;

namespace Vindex.Cli.Feedback;

/// <summary>The feedback routes of a server. Waits when the server asks for that; anything else that goes wrong is the answer.</summary>
internal sealed class FeedbackServer : IDisposable
{
    // A question over years may take a while; longer than any proxy's patience, so that its answer is the one that is told.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(2);

    private readonly Uri _address;
    private readonly string? _folder;
    private readonly HttpClient _http;
    private readonly ServerPause _pause;
    private readonly TimeProvider _time;

    /// <param name="address">Where it listens.</param>
    /// <param name="toThisMachine">Whether that is this machine.</param>
    /// <param name="key">The API key, or the token of the folder's server.</param>
    /// <param name="folder">The folder that it has open, when the command has named that; null when it has named the server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Tells people what is waited for.</param>
    public FeedbackServer(Uri address, bool toThisMachine, string key, string? folder, TimeProvider time, Action<string> say)
    {
        _address = address;
        _folder = folder;
        _time = time;
        _pause = new ServerPause(time, say);
        _http = ServerConnection.Open(toThisMachine, key, s_patience);
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _folder is null ? _address.AbsoluteUri.TrimEnd('/') : $"the server of {_folder} ({_address.AbsoluteUri.TrimEnd('/')})";

    /// <summary>Posts a body and gives the answer as soon as it begins. What the server puts off (429, 503) is sent again when it wants it.</summary>
    public Task<FeedbackReply> PostAsync(string path, ReadOnlyMemory<byte> body, string mediaType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, mediaType, cancellationToken);

    /// <summary>Asks for an answer, in the same way.</summary>
    public Task<FeedbackReply> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, "", cancellationToken);

    private async Task<FeedbackReply> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, string mediaType, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _pause.PassAsync(cancellationToken);
            var (reply, wait) = await TryAsync(method, path, body, mediaType, cancellationToken);
            if (wait is not { } asked)
            {
                _pause.Answered();
                return reply;
            }

            if (_pause.Refused(asked, reply.Refusal!.Text) is { } enough) return FeedbackReply.Failed($"{Name} {enough}", mayBeDone: false);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Tells what became of an answer that broke off.</summary>
    public string BrokenOff(Exception e) => $"{Name} broke off its answer: {(e.InnerException ?? e).Message}";

    private async Task<(FeedbackReply Reply, TimeSpan? Wait)> TryAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address, path));
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var reply = new FeedbackReply(response, null);
                response = null;
                return (reply, null);
            }

            var refusal = await ReadAsync(response, cancellationToken);
            return (new FeedbackReply(null, refusal), refusal.Status is 429 or 503 ? ServerConnection.RetryAfter(response, _time) ?? s_usualWait : null);
        }
        catch (HttpRequestException e)
        {
            return (FeedbackReply.Failed($"{Name} {ServerConnection.Trouble(e)}", mayBeDone: !BeforeSending(e)), null);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return (FeedbackReply.Failed($"{Name} has not answered within {s_patience.TotalMinutes:0} minutes", mayBeDone: true), null);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static bool BeforeSending(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private async Task<ServerRefusal> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            return new(status, [new(null, $"{Name} answers {status} and points to {response.Headers.Location?.ToString() ?? "nowhere"}; name the server's own address with --url")]);
        var told = ServerRefusal.Read(status, await response.Content.ReadAsByteArrayAsync(cancellationToken), Name);
        return status switch
        {
            401 => told.Prefixed("the server does not know the API key: "),
            403 => told.Prefixed("the server does not allow this to the API key: "),
            404 when told.IsReasoned => new(status, [new("project_id", _folder is null ? "the server has no such project for this API key; the part before the / is the short name of the key's company" : $"there is no company of that short name in {_folder}")]),
            404 => new(status, [new(null, $"{Name} has no feedback routes; is it a Vindex server of this version, and the address right?")]),
            _ => told,
        };
    }
}

/// <summary>What a server answered: exactly one of the two.</summary>
/// <param name="Response">Its answer, to be read.</param>
/// <param name="Refusal">Why there is none.</param>
internal sealed record FeedbackReply(HttpResponseMessage? Response, ServerRefusal? Refusal)
{
    public static FeedbackReply Failed(string reason, bool mayBeDone) => new(null, new ServerRefusal(0, [new(null, reason)]) { MayBeDone = mayBeDone });
}
