using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web;

/// <summary>A JSON body that has passed the edge: within the limit, well-formed, without lone surrogates, without U+0000, each key once.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Bytes that a JSON body may have.</summary>
    public const int Limit = 1024 * 1024;

    /// <summary>Bytes up to which a body that is too large is read to its end.</summary>
    public const int DiscardLimit = 16 * Limit;

    private readonly byte[] _rented;
    private readonly JsonDocument _document;

    private RequestBody(byte[] rented, int start, int length, JsonDocument document)
    {
        _rented = rented;
        _document = document;
        Raw = new ReadOnlyMemory<byte>(rented, 0, start + length);
        Bytes = Raw[start..];
    }

    /// <summary>The body byte for byte, which is what signatures are over; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The body as it came, without a byte order mark; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The document; its elements are valid until disposed.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>False when the request has no body, for routes that can do without.</summary>
    public static bool IsThere(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    /// <summary>The body, or the problem with it.</summary>
    public static ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context) => ReadAsync(context, removeNul: false);

    /// <summary>The same for events: U+0000, of which their sender knows nothing, is removed from the document, and nothing is refused for it.</summary>
    public static ValueTask<(RequestBody? Body, Problem? Problem)> ReadEventAsync(HttpContext context) => ReadAsync(context, removeNul: true);

    public void Dispose()
    {
        _document.Dispose();
        ArrayPool<byte>.Shared.Return(_rented);
    }

    private static async ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context, bool removeNul)
    {
        if (RefuseMediaType(context.Request) is { } refused) return (null, refused);
        if (context.Request.ContentLength > Limit)
        {
            await DiscardAsync(context, 0);
            return (null, Problem.TooLarge(Limit));
        }

        var (rented, length) = await ReceiveAsync(context.Request, context.RequestAborted);
        if (length > Limit)
        {
            ArrayPool<byte>.Shared.Return(rented);
            await DiscardAsync(context, length);
            return (null, Problem.TooLarge(Limit));
        }

        var start = rented.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        ReadOnlyMemory<byte> json = rented.AsMemory(start, length - start);
        if (TryParse(removeNul ? Escapes.WithoutNul(json) : json, out var document, out var problem))
            return (new RequestBody(rented, start, length - start, document), null);
        ArrayPool<byte>.Shared.Return(rented);
        return (null, problem);
    }

    private static Problem? RefuseMediaType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return Problem.UnsupportedMediaType("Send the body without a content encoding.");
        return IsJson(request.ContentType) ? null : Problem.UnsupportedMediaType("Send the body as application/json in UTF-8 (header Content-Type: application/json).");
    }

    // JSON is UTF-8 (RFC 8259, 8.1) and has no parameters; naming the encoding that it has anyway is widespread. Formats on top of JSON (+json) are others than ours.
    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(JsonAnswer.ContentType, StringComparison.OrdinalIgnoreCase)
        && type.Parameters.Count <= 1
        && type.Parameters.All(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(parameter.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    // One byte past the limit is enough to know; a chunked body tells its length only by ending.
    private static async ValueTask<(byte[] Rented, int Length)> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 4096) + 1);
        var length = 0;
        try
        {
            while (length <= Limit)
            {
                if (length == rented.Length) rented = Grow(rented, length);
                var read = await request.Body.ReadAsync(rented.AsMemory(length), cancellationToken);
                if (read == 0) break;
                length += read;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }

        return (rented, length);
    }

    // A caller that is still sending may never see an answer that comes with the end of the connection, so what is not all too much is read and thrown away.
    public static async ValueTask DiscardAsync(HttpContext context, long read)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int length;
            do
            {
                length = await context.Request.Body.ReadAsync(buffer, context.RequestAborted);
                read += length;
            }
            while (length > 0 && read < DiscardLimit);
            if (length > 0) context.Response.Headers.Connection = "close";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] rented, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(rented.Length * 2);
        rented.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented);
        return larger;
    }

    private static bool TryParse(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out Problem? problem)
    {
        document = null;
        problem = null;
        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
            problem = Problem.BadRequest("body_missing", "The body is empty; a JSON object is expected.");
        else if (!Utf8.IsValid(bytes.Span))
            problem = Problem.BadRequest("not_utf8", "The body is not valid UTF-8.");
        else
            problem = JsonEdge.Parse(bytes, out document);
        return problem is null && document is not null;
    }
}
