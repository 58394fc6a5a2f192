using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vindex.Client;

/// <summary>A client of a Vindex server. Its methods can be called concurrently; use one client for the life of the program.</summary>
public sealed partial class VindexClient : IDisposable
{
    private const string LinesType = "application/x-ndjson";

    private readonly HttpClient _http;
    private readonly string _address;
    private readonly string? _apiKey;
    private readonly TimeSpan _timeout;
    private readonly RetryPolicy _retries;
    private readonly TimeProvider _time;

    /// <summary>A client with connections of its own.</summary>
    /// <exception cref="ArgumentException">The address is not one of a server, or the key has characters that no key has.</exception>
    public VindexClient(VindexClientOptions options)
        : this(NewHttpClient(), options)
    {
    }

    /// <summary>A client over an <see cref="HttpClient"/> of the application, which should not follow redirects. It is disposed with this client.</summary>
    /// <inheritdoc cref="VindexClient(VindexClientOptions)"/>
    public VindexClient(HttpClient http, VindexClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            throw new ArgumentException("The address must be one such as https://vindex.example.com, without user name and password.", nameof(options));
        if (options.ApiKey is { } key && !IsVisible(key)) throw new ArgumentException("The API key must be printable ASCII characters.", nameof(options));
        _http = http;
        _address = options.Url.AbsoluteUri.TrimEnd('/');
        (_apiKey, _timeout, _retries, _time) = (options.ApiKey, options.Timeout, options.Retries, options.TimeProvider);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The address, without the key.</summary>
    public override string ToString() => $"VindexClient {_address}";

    private static HttpClient NewHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    private static string NewKey() => RowIds.New();

    private static byte[] Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    // URLs with these mean another path.
    private static string Segment(string value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is null or "" or "." or ".." ? throw new ArgumentException("The id must not be empty, a dot or two dots.", name) : Uri.EscapeDataString(value);

    private static bool IsVisible(string value) =>
        value.Length > 0 && value.All(letter => letter is >= ' ' and <= '~') && value[0] != ' ' && value[^1] != ' ';

    private Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) => CallAsync(
        request,
        async (response, stop) =>
        {
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            return await JsonSerializer.DeserializeAsync(stream, type, stop) ?? throw new JsonException();
        },
        cancellationToken);

    private async Task SendAsync(ApiRequest request, CancellationToken cancellationToken) => await TextAsync(request, cancellationToken);

    private Task<string> TextAsync(ApiRequest request, CancellationToken cancellationToken) =>
        CallAsync(request, (response, stop) => response.Content.ReadAsStringAsync(stop), cancellationToken);

    private Task<Stream> StreamAsync(ApiRequest request, CancellationToken cancellationToken) =>
        CallAsync(request, (response, _) => response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken, isStream: true);

    private async IAsyncEnumerable<T> LinesAsync<T>(
        ApiRequest request, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await StreamAsync(request, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await NextLineAsync(reader, request, cancellationToken) is { } line)
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(line, type, request);
    }

    private static async Task<string?> NextLineAsync(StreamReader reader, ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new IncompleteResponseException($"{request.Name}: the response broke off", exception);
        }
    }

    private static T Parse<T>(string line, JsonTypeInfo<T> type, ApiRequest request)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw Unexpected(request, exception);
        }
    }

    private static VindexException Unexpected(ApiRequest request, JsonException exception) =>
        new($"{request.Name}: the response is not what this version of the client expects; is this the address of a Vindex server?", exception);

    private static async IAsyncEnumerable<TItem> PagesAsync<TQuery, TPage, TItem>(
        TQuery query,
        Func<TQuery?, CancellationToken, Task<TPage>> fetch,
        Func<TQuery, TPage, TQuery?> next,
        Func<TPage, IReadOnlyList<TItem>> items,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TQuery : class
    {
        for (var asked = query; asked is not null;)
        {
            var page = await fetch(asked, cancellationToken);
            foreach (var item in items(page)) yield return item;
            asked = next(asked, page);
        }
    }

    private AttemptCounter NewAttempts() => new(_retries, _time);

    private async Task<T> CallAsync<T>(
        ApiRequest request,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        AttemptCounter? attempts = null,
        bool isStream = false)
    {
        attempts ??= NewAttempts();
        while (true)
        {
            try
            {
                return await AttemptAsync(request, read, isStream, cancellationToken);
            }
            catch (VindexException exception) when (request.Content is null)
            {
                if (!await attempts.AgainAsync(exception, request.IsRepeatable, cancellationToken)) throw;
            }
        }
    }

    private async Task<T> AttemptAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, bool isStream, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var message = Message(request);
        HttpResponseMessage? response = null;
        var isKept = false;
        try
        {
            response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode) throw await RefusedAsync(request, response, either.Token);
            var result = await read(response, either.Token);
            isKept = isStream;
            return result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimedOutException($"{request.Name}: the server did not respond in time");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw response is null
                ? new ConnectionFailedException($"{request.Name}: the connection failed", exception)
                : new IncompleteResponseException($"{request.Name}: the response broke off", exception);
        }
        catch (JsonException exception)
        {
            throw Unexpected(request, exception);
        }
        finally
        {
            if (!isKept) response?.Dispose();
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, _address + request.Path);
        message.Headers.UserAgent.ParseAdd("vindex-client-dotnet/0.1.0");
        if (request.Secret is { } secret)
        {
            if (!IsVisible(secret)) throw new ArgumentException("The secret must be printable ASCII characters.", nameof(request));
            message.Headers.TryAddWithoutValidation("X-Vindex-Secret", secret);
        }
        else if (_apiKey is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _apiKey);
        }

        if (request.IdempotencyKey is { } key) message.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        message.Content = Content(request);
        return message;
    }

    private static HttpContent? Content(ApiRequest request)
    {
        if (request is { Content: { } file, FileName: { } name }) return new MultipartFormDataContent { { new StreamContent(file), "file", name } };
        HttpContent? content = request.Body is { } body ? new ByteArrayContent(body) : request.Content is { } stream ? new StreamContent(stream) : null;
        content?.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        return content;
    }

    private async Task<ApiException> RefusedAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (_apiKey is not null) text = text.Replace(_apiKey, "[key]", StringComparison.Ordinal);
        var asked = response.Headers.RetryAfter;
        var retryAfter = asked?.Delta ?? (asked?.Date is { } date ? Later(date - _time.GetUtcNow()) : null);
        return ApiException.Of(ApiRefusal.Read(request.Name, (int)response.StatusCode, Encoding.UTF8.GetBytes(text), retryAfter));
    }

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
