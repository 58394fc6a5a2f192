using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.IdentityModel.Protocols;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Security.Providers;

namespace Vindex.Server.SingleSignOn;

/// <summary>
/// Sends requests to providers, by the same rules as callbacks: every address is checked, nothing is followed, and time and size are limited. Every failure is
/// a <see cref="ProviderFailedException"/>.
/// </summary>
internal sealed class ProviderClient(TimeProvider time) : IDisposable
{
    private const int MaxBytes = 512 * 1024;
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _invokers = new(StringComparer.Ordinal);

    /// <summary>Reads documents of a provider, for the library that interprets them.</summary>
    public IDocumentRetriever DocumentsOf(SignInProvider provider) => new Documents(this, provider);

    /// <summary>Sends a request; returns status and body.</summary>
    /// <exception cref="ProviderFailedException">There is no complete answer, or it is too large.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(
        SignInProvider provider, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        CheckAddress(provider, request.RequestUri!);
        request.Version = HttpVersion.Version11;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Vindex/1");
        using var limit = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _invokers.GetOrAdd(provider.Name, _ => Open(provider)).SendAsync(request, either.Token);
            return (response.StatusCode, await ReadAsync(response.Content, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderFailedException($"no answer from {request.RequestUri!.Authority} within {s_timeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ProviderFailedException($"no answer from {request.RequestUri!.Authority}: {Innermost(exception).Message}", exception);
        }
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values) invoker.Dispose();
    }

    private HttpMessageInvoker Open(SignInProvider provider)
    {
        var guard = new AddressGuard(new AddressPolicy(provider.Options.AllowedNetworks), AddressGuard.SystemLookup, time, "Connections");
        return new HttpMessageInvoker(new GuardedConnector(guard, s_connectTimeout, time).ToHandler(reason => new TargetRefusedException(reason)));
    }

    // The addresses come from the provider's own document, which could name others that are not protected.
    private static void CheckAddress(SignInProvider provider, Uri address)
    {
        if (address.Scheme == "https" || (address.Scheme == "http" && provider.Options.AllowHttp)) return;
        throw new ProviderFailedException($"the provider names an address without TLS, or none: {address.Scheme}");
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false, cancellationToken);
            if (length > MaxBytes) throw new ProviderFailedException($"the answer is larger than {MaxBytes} bytes");
            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception;
    }

    private sealed class Documents(ProviderClient client, SignInProvider provider) : IDocumentRetriever
    {
        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new ProviderFailedException("the address of a document is not an absolute URL");
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            var (status, body) = await client.SendAsync(provider, request, cancel);
            return status == HttpStatusCode.OK
                ? System.Text.Encoding.UTF8.GetString(body)
                : throw new ProviderFailedException($"{uri.Authority}{uri.AbsolutePath} answered {(int)status}");
        }
    }
}
