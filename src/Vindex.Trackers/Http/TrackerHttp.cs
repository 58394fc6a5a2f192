using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vindex.Trackers.Http;

/// <summary>
/// Sends requests to a tracker and trusts no response: it is read within a limit of size and time, credentials go to no host but the connection's own, and
/// everything that is not a success becomes a <see cref="TrackerException"/>.
/// </summary>
/// <param name="transport">Sends requests. It follows no redirects, and may throw a <see cref="TrackerException"/> for addresses that it refuses.</param>
/// <param name="time">The clock.</param>
internal sealed class TrackerHttp(HttpMessageInvoker transport, TimeProvider time)
{
    /// <summary>The largest response.</summary>
    public const int LargestResponse = 32 * 1024 * 1024;

    private const int LargestError = 256 * 1024;
    private const int MaxRedirects = 3;
    private const int MaxDepth = 256;
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = MaxDepth };
    private string _product = "The tracker";
    private TrackerExplanation? _explain;

    /// <summary>How long a request may take, with its response. Default: 100 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The same for one product.</summary>
    /// <param name="product">The product's name in messages.</param>
    /// <param name="explain">What the product means by a response that is not a success.</param>
    public TrackerHttp For(string product, TrackerExplanation explain) =>
        new(transport, time) { Timeout = Timeout, _product = product, _explain = explain };

    /// <summary>
    /// Sends a request. Its address is relative to the connection's (without a leading slash), or an absolute one on the same host. Redirects on the same host
    /// are followed for GET, and for other methods where the status says that the method stays.
    /// </summary>
    /// <param name="access">The connection.</param>
    /// <param name="request">The request, with the credential in its headers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="TrackerException">It was not successful.</exception>
    public async Task<TrackerResponse> SendAsync(TrackerAccess access, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FollowAsync(access, request, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TrackerException(TrackerFailure.Unavailable, $"{_product} did not answer within {Timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Inner(exception) ?? new TrackerException(TrackerFailure.Unavailable, $"{_product} cannot be reached at {access.BaseAddress.Host}: {Reason(exception)}.");
        }
    }

    private async Task<TrackerResponse> FollowAsync(TrackerAccess access, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var current = request;
        try
        {
            current.RequestUri = Resolve(access, current.RequestUri);
            for (var redirects = 0; ; redirects++)
            {
                AddDefaults(current);
                using var response = await transport.SendAsync(current, cancellationToken);
                if (redirects < MaxRedirects && RedirectOf(access, current, response) is { } target)
                {
                    var next = Repeat(current, target);
                    if (current != request) current.Dispose();
                    current = next;
                    continue;
                }

                return await ReadAsync(current.RequestUri!, response, cancellationToken);
            }
        }
        finally
        {
            if (current != request) current.Dispose();
        }
    }

    // A site may have a path of its own (https://example.com/jira), which comes before the API's.
    private Uri Resolve(TrackerAccess access, Uri? address)
    {
        var root = access.BaseAddress.AbsoluteUri;
        var whole = new Uri(new Uri(root.EndsWith('/') ? root : root + "/"), address ?? new Uri("", UriKind.Relative));
        return IsSameHost(whole, access.BaseAddress)
            ? whole
            : throw new TrackerException(TrackerFailure.Unexpected, $"{_product} refers to another host, {whole.Host}, which the connection does not allow.");
    }

    private static bool IsSameHost(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static void AddDefaults(HttpRequestMessage request)
    {
        // GitHub requires a user agent.
        if (request.Headers.UserAgent.Count == 0) request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Vindex", null));
        if (request.Headers.Accept.Count == 0) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    private static Uri? RedirectOf(TrackerAccess access, HttpRequestMessage request, HttpResponseMessage response)
    {
        var follows = response.StatusCode switch
        {
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found => request.Method == HttpMethod.Get,
            HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => true,
            _ => false,
        };
        if (!follows || response.Headers.Location is not { } location) return null;
        var target = new Uri(request.RequestUri!, location);
        return IsSameHost(target, access.BaseAddress) ? target : null;
    }

    private static HttpRequestMessage Repeat(HttpRequestMessage request, Uri address)
    {
        var next = new HttpRequestMessage(request.Method, address) { Content = request.Content };
        foreach (var (name, values) in request.Headers) next.Headers.TryAddWithoutValidation(name, values);
        return next;
    }

    private async Task<TrackerResponse> ReadAsync(Uri address, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode) throw await FailureAsync(response, cancellationToken);
        var body = await ReadBodyAsync(response.Content, LargestResponse, cancellationToken)
            ?? throw new TrackerException(TrackerFailure.Unexpected, $"A response of {_product} is larger than {LargestResponse / (1024 * 1024)} MB.");
        var json = TryParse(body) ?? throw _explain?.Invoke(response.StatusCode, response.Headers, default)
            ?? new TrackerException(TrackerFailure.Unexpected, $"A response of {_product} is not JSON. Check that the address is that of the API.");
        return new TrackerResponse(response.StatusCode, response.Headers, json, address);
    }

    private async Task<TrackerException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response.Content, LargestError, cancellationToken);
        var json = body is null ? default : TryParse(body) ?? default;
        return _explain?.Invoke(response.StatusCode, response.Headers, json)
            ?? TrackerStatus.Failure(_product, response.StatusCode, response.Headers, time.GetUtcNow());
    }

    private static JsonElement? TryParse(byte[] body)
    {
        if (body.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0) return default(JsonElement);
        try
        {
            return JsonElement.Parse(body, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit) return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
        var buffer = new byte[32 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (body.Length + count > limit) return null;
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    // A transport that refuses an address throws within the connection, and the exception arrives wrapped.
    private static TrackerException? Inner(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TrackerException inner) return inner;
        }

        return null;
    }

    // Not the exception's message, which differs by platform and may quote addresses.
    private static string Reason(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.SecureConnectionError => "its certificate is not accepted",
        HttpRequestError.ConnectionError => "it accepts no connection",
        _ => "the connection was interrupted",
    };
}
