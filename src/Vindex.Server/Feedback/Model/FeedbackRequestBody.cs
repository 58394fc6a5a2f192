using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.Model;

/// <summary>
/// A JSON body of these endpoints: an object in UTF-8 without halves of surrogate pairs. Unlike <see cref="RequestBody"/> it keeps repeated keys and U+0000,
/// because payloads are stored as sent; <see cref="ModelObject"/> uses the first of duplicate keys.
/// </summary>
internal sealed class FeedbackRequestBody : IDisposable
{
    /// <summary>Size limit of a request without feedback, in bytes.</summary>
    public const int SmallLimit = 1024 * 1024;

    /// <summary>Size limit of a request with one row, in bytes: larger than the payload's limit, so that an oversized payload gets its own error.</summary>
    public const int OneLimit = 8 * 1024 * 1024;

    /// <summary>Size limit of a batch, in bytes.</summary>
    public const int BatchLimit = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonEdge.MaxDepth };
    private readonly BodyBytes _bytes;
    private readonly JsonDocument _document;

    private FeedbackRequestBody(BodyBytes bytes, JsonDocument document)
    {
        _bytes = bytes;
        _document = document;
        Model = ModelObject.Of(document.RootElement, ModelLocation.Body, Errors)!;
    }

    /// <summary>The errors found so far.</summary>
    public ModelErrors Errors { get; } = new();

    /// <summary>The members of the body; valid until disposed.</summary>
    public ModelObject Model { get; }

    /// <summary>The body, or the response that rejects it.</summary>
    public static async ValueTask<(FeedbackRequestBody? Body, IResult? Refusal)> ReadAsync(HttpContext context, int limit)
    {
        if (RequestBody.RefuseMediaType(context.Request, isOptional: true) is { } refused) return (null, refused);
        var (bytes, problem) = await BodyBytes.ReceiveAsync(context, limit);
        if (bytes is null) return (null, problem);
        var errors = new ModelErrors();
        problem = bytes.TakeDocument();
        if (problem is null && Parse(bytes.Memory, errors) is { } document) return (new FeedbackRequestBody(bytes, document), null);
        bytes.Dispose();
        return (null, problem is null ? errors : problem);
    }

    public void Dispose()
    {
        _document.Dispose();
        _bytes.Dispose();
    }

    /// <summary>The text of a body without a byte order mark; adds an error if it is empty or not UTF-8.</summary>
    public static ReadOnlyMemory<byte> TextOf(ReadOnlyMemory<byte> bytes, ModelErrors errors)
    {
        var json = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty) errors.Add(ModelLocation.Body, "missing", "Field required", default);
        else if (!Utf8.IsValid(json.Span)) RefuseJson(errors, ValidBytes(json.Span), "the body is not UTF-8");
        return json;
    }

    /// <summary>Adds the error of a text that is not JSON.</summary>
    public static void RefuseJson(ReadOnlySpan<byte> json, JsonException exception, ModelErrors errors) =>
        RefuseJson(errors, Offset(json, exception), Reason(json));

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, ModelErrors errors)
    {
        var json = TextOf(bytes, errors);
        if (errors.Any) return null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, s_options);
        }
        catch (JsonException exception)
        {
            RefuseJson(json.Span, exception, errors);
            return null;
        }

        if (json.Span.IndexOf("\\u"u8) >= 0) RefuseHalfPairs(json.Span, errors);
        if (!errors.Any) ModelObject.Of(document.RootElement, ModelLocation.Body, errors);
        if (!errors.Any) return document;
        document.Dispose();
        return null;
    }

    private static void RefuseJson(ModelErrors errors, long offset, string reason) =>
        errors.Add(ModelLocation.Body.Item(offset), "json_invalid", $"JSON decode error: {reason}", "{}"u8);

    private static int ValidBytes(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out var length) == OperationStatus.Done) valid += length;
        return valid;
    }

    private static long Offset(ReadOnlySpan<byte> json, JsonException exception)
    {
        var offset = exception.BytePositionInLine ?? 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            var end = json.IndexOf((byte)'\n') + 1;
            offset += end;
            json = json[end..];
        }

        return offset;
    }

    private static string Reason(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return "the body is not JSON";
        }

        return $"the body nests deeper than {JsonEdge.MaxDepth} levels";
    }

    public static void RefuseHalfPairs(ReadOnlySpan<byte> json, ModelErrors errors)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonEdge.MaxDepth });
        var place = new JsonPlace();
        while (!errors.IsFull && reader.Read())
        {
            place.Advance(ref reader);
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            if (Escapes.AreWellFormed(reader.ValueSpan, nulIsText: true, out _)) continue;
            var location = ModelLocation.Body;
            foreach (var (name, index) in place.Steps) location = name is null ? location.Item(index) : location.Member(name);
            errors.Add(location, "string_unicode", ModelText.NoUnicode, Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\""));
        }
    }
}
