using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vindex.Server.Feedback.Emoji;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.Writing;

/// <summary>The payload of a reaction: the payload as sent, plus the emoji's alias and the emoji and alias without skin tones.</summary>
internal static class ReactionPayload
{
    private static readonly string[] s_made = ["alias", "detoned", "detoned_alias"];

    /// <summary>The payload to store, or the reason for rejecting it.</summary>
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

            // Written without the writer's escapes; emoji need none.
            json.WriteRawValue($"\"{detoned.Text}\"", skipInputValidation: true);
            json.WriteString("detoned_alias", detoned.Alias);
            json.WriteEndObject();
        }

        return (buffer.WrittenMemory, null);
    }

    private static (ReadOnlyMemory<byte> Payload, string? Refusal) Refuse(string message) =>
        (default, FeedbackChecks.InvalidPayload(FeedbackTypes.Reaction, "emoji", message));
}
