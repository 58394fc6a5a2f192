using System.Buffers;
using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>Joins the fields with acceptance criteria.</summary>
internal static class CriteriaFields
{
    /// <summary>Joins texts, documents (ADF) and lists in order, leaving out empty ones.</summary>
    public static FieldInput Join(IEnumerable<JsonElement> values)
    {
        List<JsonElement> documents = [];
        List<string> texts = [];
        List<JsonElement> all = [];
        foreach (var value in values)
        {
            if (value.ValueKind == JsonValueKind.Object && new EventObject(value).Text("type") == "doc") documents.Add(value);
            else if (TextOf(value) is { } text) texts.Add(text);
            else continue;
            all.Add(value);
        }

        if (documents.Count == 0) return texts.Count == 0 ? default : FieldInput.FromText(string.Join("\n\n", texts));
        return FieldInput.FromDocument(all.Count == 1 ? all[0] : Merge(all));
    }

    // Text, the value of an option, or a list of either, as in checklists.
    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var choice = new EventObject(value);
            return choice.Text("value") ?? choice.Text("name") ?? choice.Text("text");
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var items = value.EnumerateArray().Select(TextOf).OfType<string>().Select(item => "- " + item).ToList();
            return items.Count == 0 ? null : string.Join('\n', items);
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    private static JsonElement Merge(IEnumerable<JsonElement> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = Web.Bodies.JsonEdge.MaxDepth + 8 }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "doc");
            writer.WriteNumber("version", 1);
            writer.WriteStartArray("content");
            foreach (var value in values)
            {
                var document = new EventObject(value);
                if (TextOf(value) is { } text && document.Text("type") != "doc") WriteParagraphs(writer, text);
                else foreach (var node in document.Objects("content")) node.Element.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        // Otherwise a document one level deeper than the original would be rejected.
        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = Web.Bodies.JsonEdge.MaxDepth + 8 });
        return JsonElement.ParseValue(ref reader);
    }

    private static void WriteParagraphs(Utf8JsonWriter writer, string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "paragraph");
            writer.WriteStartArray("content");
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", line);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
