using System.Buffers;
using System.Text.Json;

namespace Vindex.Server.Web.Bodies;

/// <summary>
/// Validates JSON from outside, so that later code is safe from edge cases: System.Text.Json keeps the last of duplicate keys where the contract says the
/// first, throws on a lone surrogate only when the string is read, and lets U+0000 through, which PostgreSQL text refuses.
/// </summary>
internal static class JsonEdge
{
    /// <summary>Levels of arrays and objects; an ADF document of 64 node levels needs about 135.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions s_duplicates = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = true };

    /// <summary>The document, or the problem with it.</summary>
    /// <param name="bytes">Valid UTF-8; must live as long as the document.</param>
    /// <param name="document">Each key once, no lone surrogate, no U+0000.</param>
    public static Problem? Parse(ReadOnlyMemory<byte> bytes, out JsonDocument? document)
    {
        document = null;
        // The escapes are looked at first: comparing keys would already throw on them.
        if (bytes.Span.IndexOf("\\u"u8) >= 0 && RefuseEscapes(bytes.Span) is { } refused) return refused;
        try
        {
            document = JsonDocument.Parse(bytes, s_strict);
            return null;
        }
        catch (JsonException)
        {
            if (Diagnose(bytes.Span) is { } problem) return problem;
            document = KeepFirstOfDuplicates(bytes);
            return null;
        }
    }

    // Also returns null for invalid JSON, because the parser reports the position.
    private static Problem? RefuseEscapes(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        var path = new JsonPlace();
        try
        {
            while (reader.Read())
            {
                path.Advance(ref reader);
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
                if (!Escapes.AreWellFormed(reader.ValueSpan, out var error)) return RefuseCharacter(path.ToString(), error);
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    private static Problem RefuseCharacter(string path, string error) =>
        Problem.Invalid("bad_character", path.Length == 0 ? $"The body {error}" : $"{path}: {error}", path, error);

    private static Problem? Diagnose(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    return Problem.Invalid("too_deep", $"The body nests deeper than {MaxDepth} levels.", "", $"nests deeper than {MaxDepth} levels");
            }
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber + 1;
            var position = exception.BytePositionInLine + 1;
            return Problem.BadRequest("bad_json", $"The body is not JSON: line {line}, byte {position}.");
        }

        return null;
    }

    private static JsonDocument KeepFirstOfDuplicates(ReadOnlyMemory<byte> bytes)
    {
        using var all = JsonDocument.Parse(bytes, s_duplicates);
        var buffer = new ArrayBufferWriter<byte>(bytes.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = MaxDepth + 1 })) WriteFirsts(all.RootElement, writer);
        return JsonDocument.Parse(buffer.WrittenMemory, s_strict);
    }

    private static void WriteFirsts(JsonElement element, Utf8JsonWriter writer)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            writer.WriteStartObject();
            foreach (var member in element.EnumerateObject())
            {
                if (!seen.Add(member.Name)) continue;
                writer.WritePropertyName(member.Name);
                WriteFirsts(member.Value, writer);
            }

            writer.WriteEndObject();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in element.EnumerateArray()) WriteFirsts(item, writer);
            writer.WriteEndArray();
        }
        else
        {
            element.WriteTo(writer);
        }
    }
}
