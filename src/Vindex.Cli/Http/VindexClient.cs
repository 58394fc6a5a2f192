using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.Retry;

namespace Vindex.Cli.Http;

/// <summary>
/// The HTTP client of all commands. It waits when the server asks for that, repeats what may be repeated, and gives every failure as a sentence. No
/// redirects: they would carry the key to wherever they lead. Proxies as the environment says, but not to this machine.
/// </summary>
internal sealed class VindexClient : IDisposable
{
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(1);

    private readonly ClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ServerPause _pause;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<ClientAnswer> _pipeline;

    /// <param name="options">The server and the settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Receives messages about waiting.</param>
    public VindexClient(ClientOptions options, TimeProvider time, Action<string> say)
    {
        _options = options;
        _time = time;
        _pause = new ServerPause(time, say);
        _pipeline = Pipeline(options, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !options.IsThisMachine,
            ConnectTimeout = s_connectPatience,
        };
        _http = new HttpClient(handler) { BaseAddress = options.Address, Timeout = options.Patience, MaxResponseContentBufferSize = options.LargestAnswer };
        if (options.Key is { } key) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("vindex", typeof(VindexClient).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>The server's name in messages.</summary>
    public string Name => _options.Name;

    /// <summary>Sends a request.</summary>
    /// <param name="make">Creates the request, once per attempt; its URL is relative to the server's.</param>
    /// <param name="completion">Whether the whole response is read before it is returned.</param>
    /// <param name="reason">Reads why the server asks to wait.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<ClientAnswer> SendAsync(
        Func<HttpRequestMessage> make, HttpCompletionOption completion, Func<HttpResponseMessage, Task<string>> reason, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(
            async token =>
            {
                await _pause.PassAsync(token);
                using var request = make();
                return await TryAsync(request, completion, reason, token);
            },
            cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<ClientAnswer> TryAsync(
        HttpRequestMessage request, HttpCompletionOption completion, Func<HttpResponseMessage, Task<string>> reason, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _http.SendAsync(request, completion, cancellationToken);
            if (WaitOf(response) is { } wait)
            {
                return await PutOffAsync(response, wait, reason);
            }

            var isBroken = (int)response.StatusCode is 500 or 502 or 504;
            if (!isBroken)
            {
                _pause.Answered();
            }

            return new ClientAnswer(response, null) { IsBroken = isBroken };
        }
        catch (HttpRequestException e)
        {
            return new ClientAnswer(null, $"{Name} {Trouble(e)}") { IsBroken = true, MayBeDone = !IsBeforeSending(e) };
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return new ClientAnswer(null, $"{Name} did not respond within {Text(_options.Patience)}") { IsBroken = true, MayBeDone = true };
        }
    }

    private async Task<ClientAnswer> PutOffAsync(HttpResponseMessage response, TimeSpan wait, Func<HttpResponseMessage, Task<string>> reason)
    {
        using (response)
        {
            var enough = _pause.Refused(wait, await reason(response));
            return new ClientAnswer(null, $"{Name} {enough}") { Status = (int)response.StatusCode, IsPutOff = enough is null };
        }
    }

    private TimeSpan? WaitOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        429 or 503 when _options.Waits => RetryAfter(response) ?? s_usualWait,
        _ => null,
    };

    // Whole seconds or a date (RFC 9110, 10.2.3). A second at least, so that a server that says 0 is not hammered.
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - _time.GetUtcNow() : null;
        return asked < s_shortestWait ? s_shortestWait : asked;
    }

    /// <summary>Tries that broke are counted; what the server itself puts off is not, but by the pause.</summary>
    private static ResiliencePipeline<ClientAnswer> Pipeline(ClientOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<ClientAnswer> { TimeProvider = time };
        if (options.Tries > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<ClientAnswer>
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsBroken: true }),
                MaxRetryAttempts = options.Tries - 1,
                BackoffType = DelayBackoffType.Linear,
                Delay = s_betweenTries,
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Response?.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder.AddRetry(new RetryStrategyOptions<ClientAnswer>
        {
            // The wait itself is ServerPause's, as it holds for all requests at once.
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsPutOff: true }),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Constant,
            Delay = TimeSpan.Zero,
        }).Build();
    }

    /// <summary>What went wrong, as the end of a sentence that begins with the server's name.</summary>
    private static string Trouble(HttpRequestException e) => e switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } => "cannot be reached: unknown host",
        { InnerException: AuthenticationException inner } => $"cannot be trusted: {inner.Message}",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "cannot be reached: connection refused",
        { InnerException: SocketException inner } => $"cannot be reached: {inner.Message}",
        { HttpRequestError: HttpRequestError.ResponseEnded } => "closed the connection without responding",
        _ => $"request failed: {e.InnerException?.Message ?? e.Message}",
    };

    private static bool IsBeforeSending(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError;

    private static string Text(TimeSpan patience) => patience < TimeSpan.FromMinutes(2) ? $"{patience.TotalSeconds:0} s" : $"{patience.TotalMinutes:0} minutes";
}
