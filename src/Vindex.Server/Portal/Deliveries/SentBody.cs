using System.Text;
using System.Text.Json;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>The body of a callback as shown: indented, and cut if it is very long.</summary>
/// <param name="Text">The text.</param>
/// <param name="Bytes">The size of what was sent.</param>
/// <param name="IsCut">Whether the text is only the beginning.</param>
public sealed record SentBody(string Text, int Bytes, bool IsCut)
{
    private const int MaxShown = 64 * 1024;

    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = WireFormat.Encoder };

    internal static SentBody Of(byte[] body)
    {
        var text = Indented(body);
        return text.Length <= MaxShown ? new SentBody(text, body.Length, IsCut: false) : new SentBody(text[..MaxShown], body.Length, IsCut: true);
    }

    private static string Indented(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            using var indented = new MemoryStream();
            using (var writer = new Utf8JsonWriter(indented, s_indented)) document.WriteTo(writer);
            return Encoding.UTF8.GetString(indented.ToArray());
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}
