using System.Text.Json;

namespace Vindex.Trackers.Http;

/// <summary>Bodies of webhooks.</summary>
internal static class HookBody
{
    /// <summary>The JSON object that a body consists of; null if it is something else.</summary>
    public static JsonElement? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonElement.Parse(body.Span) is { ValueKind: JsonValueKind.Object } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
