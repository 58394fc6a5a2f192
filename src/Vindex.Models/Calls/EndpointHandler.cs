using System.Net.Http.Headers;
using System.Text.Json;

namespace Vindex.Models.Calls;

/// <summary>
/// Stands between a provider's client and the network, and trusts no response: it is read here, within a limit of size and within the attempt's time, and
/// what is not a success becomes an <see cref="EndpointException"/>. The client behind it only sees complete, successful responses.
/// </summary>
internal sealed class EndpointHandler(HttpMessageHandler transport, TimeProvider time) : DelegatingHandler(transport)
{
    /// <summary>The largest response.</summary>
    public const int LargestResponse = 1024 * 1024;

    private const int LargestError = 64 * 1024;
    private const int LongestCode = 64;
    private const int Overloaded = 529;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Refusal(exception) ?? new EndpointException(ModelFailure.Unreachable, code: exception.HttpRequestError.ToString());
        }

        try
        {
            if (!response.IsSuccessStatusCode) throw await RefusedAsync(response, cancellationToken);
            var body = await ReadAsync(response.Content, LargestResponse, cancellationToken) ?? throw new EndpointException(ModelFailure.ResponseTooLarge);
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            response.Content.Dispose();
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // A transport that refuses an address throws within the connection, and the exception arrives wrapped.
    private static EndpointException? Refusal(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is EndpointException refusal) return refusal;
        }

        return null;
    }

    private async Task<EndpointException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var code = CodeOf(await ReadAsync(response.Content, LargestError, cancellationToken));
        var failure = status switch
        {
            >= 300 and < 400 => ModelFailure.Redirected,
            401 or 403 => ModelFailure.Unauthorized,
            402 => ModelFailure.QuotaExhausted,
            404 => ModelFailure.ModelNotFound,
            429 when code is "insufficient_quota" or "billing_error" => ModelFailure.QuotaExhausted,
            429 or Overloaded => ModelFailure.RateLimited,
            408 => ModelFailure.TimedOut,
            >= 500 => ModelFailure.ServerError,
            _ => ModelFailure.Rejected,
        };
        return new EndpointException(failure, status, code, RetryAfter(response));
    }

    // Whole seconds or a date (RFC 9110, 10.2.3).
    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static async Task<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit) return null;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            using var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (body.Length + count > limit) return null;
                body.Write(buffer, 0, count);
            }

            return body.ToArray();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new EndpointException(ModelFailure.Unreachable, code: nameof(HttpRequestError.ResponseEnded));
        }
    }

    // {"error": {"code" or "type": "insufficient_quota", "message": …}}. Only a plain word is taken over: messages quote keys and requests.
    private static string? CodeOf(byte[]? body)
    {
        if (body is null) return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("error", out var error)) return null;
            return Word(error, "code") ?? Word(error, "type");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // GetString refuses text that is not Unicode with an InvalidOperationException.
            return null;
        }
    }

    private static string? Word(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 and <= LongestCode } word && word.All(c => char.IsAsciiLetterLower(c) || c == '_')
            ? word
            : null;
}
