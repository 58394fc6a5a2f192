using System.Net.Http.Headers;
using Vindex.Cli.Http;

namespace Vindex.Cli.Feedback;

/// <summary>Client for the feedback routes of a server. Waits if the server asks for it; other errors are returned.</summary>
internal sealed class FeedbackServer : IDisposable
{
    // Questions over years can take a while; longer than any proxy's timeout, so that the proxy's error is reported.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly string? _folder;
    private readonly VindexClient _client;

    /// <param name="address">Where it listens.</param>
    /// <param name="toThisMachine">Whether that is this machine.</param>
    /// <param name="key">The API key, or the token of the folder's server.</param>
    /// <param name="folder">The folder, if the command named one; null if it named a server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Receives messages about waiting.</param>
    public FeedbackServer(Uri address, bool toThisMachine, string key, string? folder, TimeProvider time, Action<string> say)
    {
        _folder = folder;
        var options = new ClientOptions(address, toThisMachine, key, s_patience);
        _client = new VindexClient(folder is null ? options : options with { Name = $"the server of {folder} ({options.Name})" }, time, say);
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _client.Name;

    /// <summary>Whether the command named a folder: it then belongs to no company, and can access all.</summary>
    public bool IsOfFolder => _folder is not null;

    /// <summary>Posts a body and returns the response as soon as it begins. After 429 and 503, retries when the server allows it.</summary>
    public Task<FeedbackReply> PostAsync(string path, ReadOnlyMemory<byte> body, string mediaType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, mediaType, cancellationToken);

    /// <summary>Gets a response in the same way.</summary>
    public Task<FeedbackReply> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, "", cancellationToken);

    private async Task<FeedbackReply> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string mediaType, CancellationToken cancellationToken)
    {
        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            if (body is { } content)
            {
                request.Content = new ReadOnlyMemoryContent(content);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            }

            return request;
        }

        var answer = await _client.SendAsync(
            Request, HttpCompletionOption.ResponseHeadersRead, async response => (await ReadAsync(response, cancellationToken)).Text, cancellationToken);
        if (answer.Response is not { } response) return FeedbackReply.Failed(answer.Trouble!, answer.MayBeDone);
        if (response.IsSuccessStatusCode) return new FeedbackReply(response, null);
        using (response) return new FeedbackReply(null, await ReadAsync(response, cancellationToken));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Describes an incomplete response.</summary>
    public string BrokenOff(Exception e) => $"{Name} closed the connection in the middle of its response: {(e.InnerException ?? e).Message}";

    private async Task<ServerRefusal> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return new(
                status,
                [new(
                    null,
                    $"{Name} returned {status} and redirects to {response.Headers.Location?.ToString() ?? "nowhere"}; give the server's own address with --url")]);
        }
        var told = ServerRefusal.Read(status, await response.Content.ReadAsByteArrayAsync(cancellationToken), Name);
        return status switch
        {
            401 => told.Prefixed("the server rejected the API key: "),
            403 => told.Prefixed("the API key is not allowed to do this: "),
            404 when told.IsReasoned =>
                new(
                    status,
                    [new(
                        "project_id",
                        _folder is null
                            ? "this API key can't access such a project; the part before the / must be the slug of the key's company"
                            : $"there is no company with that slug in {_folder}")]),
            404 => new(status, [new(null, $"{Name} has no feedback routes; is the address right, and does the server run this version of Vindex?")]),
            _ => told,
        };
    }
}

/// <summary>A server's response: exactly one of the two.</summary>
/// <param name="Response">The response, to be read.</param>
/// <param name="Refusal">The error.</param>
internal sealed record FeedbackReply(HttpResponseMessage? Response, ServerRefusal? Refusal)
{
    public static FeedbackReply Failed(string reason, bool mayBeDone) => new(null, new ServerRefusal(0, [new(null, reason)]) { MayBeDone = mayBeDone });
}
