using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web.Bodies;

/// <summary>A validated JSON body: within the size limit, well-formed, without lone surrogates and U+0000, each key once.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Size limit of a JSON body, in bytes.</summary>
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

    /// <summary>The raw body, for signatures; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The body without a byte order mark; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The document; its elements are valid until disposed.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>False if the request has no body, for routes that do not require one.</summary>
    public static bool IsThere(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    /// <summary>The body, or the problem with it.</summary>
    public static ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context) => ReadAsync(context, removeNul: false);

    /// <summary>The same for events, whose senders may include U+0000 unknowingly: it is removed instead of rejected.</summary>
    public static ValueTask<(RequestBody? Body, Problem? Problem)> ReadEventAsync(HttpContext context) => ReadAsync(context, removeNul: true);

    public void Dispose()
    {
        _document.Dispose();
        _bytes.Dispose();
    }

    private static async ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context, bool removeNul)
    {
        if (RefuseMediaType(context.Request) is { } refused) return (null, refused);
        var (bytes, unread) = await BodyBytes.ReceiveAsync(context, Limit);
        if (bytes is null) return (null, unread);
        var start = bytes.Memory.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        var json = bytes.Memory[start..];
        var problem = bytes.TakeDocument(copied: true);
        if (problem is null && TryParse(removeNul ? Escapes.WithoutNul(json) : json, out var document, out problem))
            return (new RequestBody(bytes, start, document), null);
        bytes.Dispose();
        return (null, problem);
    }

    /// <summary>The problem if the body is not declared as plain JSON; null if it is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOptional">
    /// Whether it may be undeclared where there is an Authorization header, which no other site's page can make a browser send.
    /// </param>
    public static Problem? RefuseMediaType(HttpRequest request, bool isOptional = false)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return Problem.UnsupportedMediaType("Send the body without a content encoding.");
        var isUndeclared = isOptional && string.IsNullOrEmpty(request.ContentType) && request.Headers.Authorization.Count > 0;
        return isUndeclared || IsJson(request.ContentType)
            ? null
            : Problem.UnsupportedMediaType("Send the body as application/json in UTF-8 (header Content-Type: application/json).");
    }

    // JSON is UTF-8 (RFC 8259, 8.1) and has no parameters; naming the encoding that it has anyway is widespread. Formats on top of JSON (+json) are others than
    // ours.
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
            problem = Problem.BadRequest("body_missing", "The body is empty; expected a JSON object.");
        else if (!Utf8.IsValid(bytes.Span))
            problem = Problem.BadRequest("not_utf8", "The body is not valid UTF-8.");
        else
            problem = JsonEdge.Parse(bytes, out document);
        return problem is null && document is not null;
    }
}
