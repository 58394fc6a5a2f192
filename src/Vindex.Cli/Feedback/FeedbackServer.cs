using System.Net.Http.Headers;
using Vindex.Cli.Http;

namespace Vindex.Cli.Feedback;

/// <summary>The feedback routes of a server. Waits when the server asks for that; anything else that goes wrong is the answer.</summary>
internal sealed class FeedbackServer : IDisposable
{
    // A question over years may take a while; longer than any proxy's patience, so that its answer is the one that is told.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly string? _folder;
    private readonly VindexClient _client;

    /// <param name="address">Where it listens.</param>
    /// <param name="toThisMachine">Whether that is this machine.</param>
    /// <param name="key">The API key, or the token of the folder's server.</param>
    /// <param name="folder">The folder that it has open, when the command has named that; null when it has named the server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Tells people what is waited for.</param>
    public FeedbackServer(Uri address, bool toThisMachine, string key, string? folder, TimeProvider time, Action<string> say)
    {
        _folder = folder;
        var options = new ClientOptions(address, toThisMachine, key, s_patience);
        _client = new VindexClient(folder is null ? options : options with { Name = $"the server of {folder} ({options.Name})" }, time, say);
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _client.Name;

    /// <summary>Posts a body and gives the answer as soon as it begins. What the server puts off (429, 503) is sent again when it wants it.</summary>
    public async Task<FeedbackReply> PostAsync(string path, ReadOnlyMemory<byte> body, string mediaType, CancellationToken cancellationToken)
    {
        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            return request;
        }

        var answer = await _client.SendAsync(
            Request, HttpCompletionOption.ResponseHeadersRead, async response => (await ReadAsync(response, cancellationToken)).Text, cancellationToken);
        if (answer.Response is not { } response) return FeedbackReply.Failed(answer.Trouble!, answer.MayBeDone);
        if ((int)response.StatusCode == 200) return new FeedbackReply(response, null);
        using (response) return new FeedbackReply(null, await ReadAsync(response, cancellationToken));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Tells what became of an answer that broke off.</summary>
    public string BrokenOff(Exception e) => $"{Name} broke off its answer: {(e.InnerException ?? e).Message}";

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
