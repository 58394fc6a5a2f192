using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web.Bodies;

/// <summary>A JSON body that has passed the edge: within the limit, well-formed, without lone surrogates, without U+0000, each key once.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Bytes that a JSON body may have.</summary>
    public const int Limit = 1024 * 1024;

    private readonly BodyBytes _bytes;
    private readonly JsonDocument _document;

    private RequestBody(BodyBytes bytes, int start, JsonDocument document)
    {
        _bytes = bytes;
        _document = document;
        Raw = bytes.Memory;
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
        _bytes.Dispose();
    }

    private static async ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context, bool removeNul)
    {
        if (RefuseMediaType(context.Request) is { } refused) return (null, refused);
        if (await BodyBytes.ReceiveAsync(context, Limit) is not { } bytes) return (null, Problem.TooLarge(Limit));
        var start = bytes.Memory.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        var json = bytes.Memory[start..];
        if (TryParse(removeNul ? Escapes.WithoutNul(json) : json, out var document, out var problem)) return (new RequestBody(bytes, start, document), null);
        bytes.Dispose();
        return (null, problem);
    }

    /// <summary>The problem with a request whose body is not declared to be plain JSON; null when it is.</summary>
    public static Problem? RefuseMediaType(HttpRequest request)
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
