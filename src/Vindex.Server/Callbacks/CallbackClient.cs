using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Caching.Memory;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Callbacks.Sending;

namespace Vindex.Server.Callbacks;

/// <summary>One callback to send.</summary>
/// <param name="Url">The registered target; checked again before sending.</param>
/// <param name="Body">The JSON, as signed.</param>
/// <param name="Headers">Signatures and ids.</param>
internal sealed record CallbackMessage(string Url, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>
/// Sends callbacks, and trusts neither the target nor its response: every connection is checked, nothing is followed, cached or decompressed, and time and size
/// have
/// limits. Every failure is an outcome; only cancellation throws.
/// </summary>
internal sealed class CallbackClient : IDisposable
{
    private const int HeaderLimitKiB = 16;

    private static readonly MemoryCacheEntryOptions s_oneEntry = new() { Size = 1 };

    /// <summary>The headers that every request has, besides those of its message.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OwnHeaders { get; } =
    [
        new("Content-Type", "application/json; charset=utf-8"),
        new("User-Agent", "Vindex-Callbacks/1"),
        new("Accept-Encoding", "identity"),
    ];

    private readonly HttpMessageInvoker _invoker;
    private readonly HttpMessageInvoker _singleUse;
    private readonly MemoryCache _speaksOnce = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly CallbackOptions _options;
    private readonly TimeProvider _time;

    public CallbackClient(IOptions<CallbackOptions> options, AddressGuard guard, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        var connector = new GuardedConnector(guard, _options.ConnectTimeout, time);
        // DNS changes, so connections are reused only for a limited time.
        _invoker = new HttpMessageInvoker(Handler(connector, _options, TimeSpan.FromMinutes(2)));
        _singleUse = new HttpMessageInvoker(Handler(connector, _options, TimeSpan.Zero));
    }

    private static SocketsHttpHandler Handler(GuardedConnector connector, CallbackOptions options, TimeSpan lifetime) =>
        new()
        {
            ConnectCallback = connector.ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = HeaderLimitKiB,
            MaxResponseDrainSize = 0,
            MaxConnectionsPerServer = options.Concurrency,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = lifetime,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = new SslClientAuthenticationOptions
            {
                // Issuer certificates and revocation lists would be fetched from URLs in the certificate, bypassing the address checks.
                CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
            },
        };

    /// <summary>Makes one attempt. Throws only <see cref="OperationCanceledException"/>, if the caller cancels.</summary>
    public async Task<CallbackOutcome> SendAsync(CallbackMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = _time.GetTimestamp();
        var reading = TargetUrl.Read(message.Url, _options.AllowHttp);
        if (reading is not UrlReading.Read { Url: var url })
            return new CallbackOutcome.RefusedTarget(((UrlReading.Refused)reading).Reason, _time.GetElapsedTime(started));

        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = Request(url, message);
        try
        {
            using var response = await InvokerFor(url).SendAsync(request, either.Token);
            Remember(url, response.Version);
            var responseTime = _time.GetElapsedTime(started);
            var excerpt = await ResponseExcerpt.ReadAsync(response.Content, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return Answered(response, excerpt, responseTime);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallbackOutcome.TimedOut(_time.GetElapsedTime(started));
        }
        catch (HttpRequestException failed)
        {
            return Failed(failed, _time.GetElapsedTime(started));
        }
        catch (IOException)
        {
            return new CallbackOutcome.ConnectionFailed(
                ConnectionFailure.Closed, "The connection was closed before a response arrived", _time.GetElapsedTime(started));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _invoker.Dispose();
        _singleUse.Dispose();
        _speaksOnce.Dispose();
    }

    // HTTP/1.0 servers close the connection after the response, which a pooled connection would notice only when the next callback fails (RFC 9112, 9.3).
    private HttpMessageInvoker InvokerFor(Uri url) => _speaksOnce.TryGetValue(url.Authority, out _) ? _singleUse : _invoker;

    private void Remember(Uri url, Version version)
    {
        if (version >= HttpVersion.Version11)
        {
            _speaksOnce.Remove(url.Authority);
            return;
        }

        _speaksOnce.Set(url.Authority, true, s_oneEntry);
    }

    private static HttpRequestMessage Request(Uri url, CallbackMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(message.Body),
        };
        foreach (var (name, value) in OwnHeaders.Concat(message.Headers))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private CallbackOutcome Answered(HttpResponseMessage response, string excerpt, TimeSpan responseTime)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
            return new CallbackOutcome.Delivered(status, excerpt, responseTime) { ResponseHeaders = KeptHeaders.Of(response) };
        var header = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.First() : null;
        return new CallbackOutcome.Rejected(status, RetryAfter.Read(header, _time.GetUtcNow()), excerpt, responseTime)
        {
            ResponseHeaders = KeptHeaders.Of(response),
        };
    }

    private static CallbackOutcome Failed(HttpRequestException failed, TimeSpan elapsed)
    {
        for (Exception? cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is TargetRefusedException refused)
                return new CallbackOutcome.RefusedTarget(refused.Message, elapsed);
            if (cause is TargetNotFoundException missing)
                return new CallbackOutcome.ConnectionFailed(ConnectionFailure.NameNotFound, missing.Message, elapsed);
        }

        var (kind, detail) = failed.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => (ConnectionFailure.Tls, $"The TLS connection failed: {failed.InnerException?.Message ?? failed.Message}"),
            HttpRequestError.ConfigurationLimitExceeded => (ConnectionFailure.HeadersTooLarge, $"The response headers are larger than {HeaderLimitKiB} KiB"),
            HttpRequestError.InvalidResponse => (ConnectionFailure.NotHttp, "The response is not HTTP/1.1"),
            HttpRequestError.ConnectionError => (ConnectionFailure.Unreachable, $"No connection: {Code(failed)}"),
            _ => (ConnectionFailure.Closed, "The connection was closed before a response arrived"),
        };
        return new CallbackOutcome.ConnectionFailed(kind, detail, elapsed);
    }

    private static string Code(HttpRequestException failed) =>
        failed.InnerException is SocketException socket ? socket.SocketErrorCode.ToString() : failed.Message;
}
