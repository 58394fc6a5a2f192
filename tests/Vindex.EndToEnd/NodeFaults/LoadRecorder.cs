using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>A company of the load.</summary>
/// <param name="Slug">Its slug, which no text of another company contains.</param>
/// <param name="Id">Its id.</param>
/// <param name="Key">A key with all scopes.</param>
/// <param name="Secret">The secret of its installation.</param>
internal sealed record LoadCompany(string Slug, string Id, string Key, string Secret)
{
    /// <summary>The project of its feedback.</summary>
    public string Project => $"{Slug}/load";
}

/// <summary>What came of a request.</summary>
internal sealed record LoadResponse(Call Call, string Body)
{
    public bool IsAcknowledged => Call.Outcome == CallOutcome.Acknowledged;

    public JsonElement Json => JsonElement.Parse(Body);
}

/// <summary>Sends requests to servers that come and go, and keeps the history.</summary>
internal sealed class LoadRecorder(IReadOnlyList<FaultyNode> nodes) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    private readonly ConcurrentQueue<Operation> _operations = new();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) });
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _calls;

    public IReadOnlyList<Operation> Operations => [.. _operations];

    public IReadOnlyList<FaultyNode> Nodes => nodes;

    /// <summary>The companies, of which none may see another.</summary>
    public IReadOnlyList<LoadCompany> Companies { get; set; } = [];

    /// <summary>The time since the start.</summary>
    public TimeSpan Now() => TimeProvider.System.GetElapsedTime(_started);

    public void Add(Operation operation) => _operations.Enqueue(operation);

    /// <summary>Sends a request and reads the response; never throws for what the server or the network does.</summary>
    /// <param name="company">Whose request it is.</param>
    /// <param name="node">Where it goes.</param>
    /// <param name="request">The request, with a relative address.</param>
    /// <param name="bearer">Its key; null for the company's.</param>
    public async Task<LoadResponse> SendAsync(LoadCompany company, FaultyNode node, HttpRequestMessage request, string? bearer = null)
    {
        request.RequestUri = new Uri(node.Url, request.RequestUri!);
        if (!request.Headers.Contains("X-Vindex-Secret")) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer ?? company.Key);
        using var patience = new CancellationTokenSource(s_patience);
        var start = Now();
        var (outcome, status, body) = (CallOutcome.Unknown, 0, "");
        try
        {
            using var response = await _client.SendAsync(request, patience.Token);
            status = (int)response.StatusCode;
            body = await response.Content.ReadAsStringAsync(patience.Token);
            outcome = status switch { >= 200 and < 300 => CallOutcome.Acknowledged, >= 400 and < 500 => CallOutcome.Refused, _ => CallOutcome.Unknown };
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            outcome = CallOutcome.Refused;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Sent, perhaps, and the response is lost.
        }

        var foreign = Companies.Where(other => other != company).SelectMany(other => new[] { other.Slug, other.Id })
            .FirstOrDefault(text => body.Contains(text, StringComparison.Ordinal));
        return new LoadResponse(new Call(Interlocked.Increment(ref _calls), company.Slug, node.Name, start, Now(), outcome, status, foreign), body);
    }

    /// <summary>A request with a body of JSON.</summary>
    public static HttpRequestMessage Post(string address, object body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return request;
    }

    public static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);

    public void Dispose() => _client.Dispose();
}
