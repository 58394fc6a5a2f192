using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Live;

/// <summary>A page that listens: reads server-sent events.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventStream(TestServer server, HttpResponseMessage response, StreamReader reader) => (_server, _response, _reader) = (server, response, reader);

    /// <summary>The id of the last event.</summary>
    public string? LastId { get; private set; }

    /// <summary>The address that a page of the portal names.</summary>
    public static async Task<string> AddressAsync(Person person, string page = "/app") =>
        WebUtility.HtmlDecode(await (await person.GetAsync(page)).PageAsync()).Split("data-events=\"")[1].Split('"')[0];

    /// <summary>Opens a stream, which must be accepted.</summary>
    public static async Task<EventStream> OpenAsync(TestServer server, Person person, string address, string? lastId = null)
    {
        var response = await SendAsync(server, person, address, lastId);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var stream = new EventStream(server, response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        (await stream._reader.ReadLineAsync()).ShouldBe("retry: 5000");
        return stream;
    }

    /// <summary>Opens a stream or is refused.</summary>
    public static async Task<HttpResponseMessage> SendAsync(TestServer server, Person person, string address, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (person.Cookie is { } cookie) request.Headers.Add("Cookie", cookie);
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        return await server.Anonymous.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The next event, for which the clock goes on; null at the end of the stream.</summary>
    public async Task<(int Scores, int Deliveries)?> NextAsync()
    {
        var next = ReadAsync();
        while (!next.IsCompleted)
        {
            _server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(20));
        }

        return await next;
    }

    /// <summary>Reads on to the next line; null at the end.</summary>
    public async Task<string?> LineAsync() => await _reader.ReadLineAsync();

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(int Scores, int Deliveries)?> ReadAsync()
    {
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) LastId = line[4..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var data = JsonElement.Parse(line[6..]);
            return (data.GetProperty("scores").GetInt32(), data.GetProperty("deliveries").GetInt32());
        }

        return null;
    }
}
