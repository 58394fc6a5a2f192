using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vindex.Server.Feedback.Emoji;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.Writing;

/// <summary>The payload of a reaction: what was sent, with the emoji's name, and the emoji and its name without skin tones.</summary>
internal static class ReactionPayload
{
    private static readonly string[] s_made = ["alias", "detoned", "detoned_alias"];

    /// <summary>The payload to store, or the reason to refuse it.</summary>
    public static (ReadOnlyMemory<byte> Payload, string? Refusal) Complete(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = JsonEdge.MaxDepth });
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject()) members.TryAdd(member.Name, member.Value);
        if (!members.TryGetValue("emoji", out var sent)) return Refuse("Field required");
        if (sent.ValueKind != JsonValueKind.String) return Refuse("Input should be a valid string");
        if (EmojiTable.Find(sent.GetString()!) is not { } emoji) return (default, "Value of emoji key in payload must be exactly one emoji");

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder, MaxDepth = JsonEdge.MaxDepth + 1 }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members.Where(member => !s_made.Contains(member.Key)))
            {
                json.WritePropertyName(name);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            }

            var detoned = emoji.Detoned ?? emoji;
            json.WriteString("alias", emoji.Alias);
            json.WritePropertyName("detoned");

            // As it is, without the escapes that the writer would make of it; an emoji holds nothing that needs one.
            json.WriteRawValue($"\"{detoned.Text}\"", skipInputValidation: true);
            json.WriteString("detoned_alias", detoned.Alias);
            json.WriteEndObject();
        }

        return (buffer.WrittenMemory, null);
    }

    private static (ReadOnlyMemory<byte> Payload, string? Refusal) Refuse(string message) =>
        (default, FeedbackChecks.InvalidPayload(FeedbackTypes.Reaction, "emoji", message));
}
