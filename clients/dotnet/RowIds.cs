using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Client.Models;

namespace Vindex.Client;

/// <summary>Ids of rows of feedback. A row that has one replaces itself when it is sent again.</summary>
internal static class RowIds
{
    /// <summary>128 random bits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The row with an id of its own if it has none.</summary>
    public static Feedback Assign(Feedback row) => string.IsNullOrEmpty(row.Id) ? row with { Id = New() } : row;

    /// <summary>The same for a batch.</summary>
    public static FeedbackBatch AssignAll(FeedbackBatch body) => body with { Batch = [.. body.Batch.Select(Assign)] };

    /// <summary>A row as a line of an import, with this id if it has none.</summary>
    public static byte[] Line(FeedbackLine row, string id) =>
        JsonSerializer.SerializeToUtf8Bytes(string.IsNullOrEmpty(row.Id) ? row with { Id = id } : row, VindexJson.Default.FeedbackLine);

    /// <summary>
    /// The same for a line of text, which stays as it is, because payloads are stored byte for byte; null for an empty line.
    /// </summary>
    public static byte[]? Line(string row, string id)
    {
        var text = row.TrimStart('\uFEFF').Trim();
        if (text.Length == 0) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var content = document.RootElement;
            if (content.ValueKind != JsonValueKind.Object || HasId(content)) return Encoding.UTF8.GetBytes(text);
            // Of two members with the same name, the server reads the first.
            var comma = content.EnumerateObject().Any() ? "," : "";
            return Encoding.UTF8.GetBytes($"{{\"id\":\"{JsonEncodedText.Encode(id)}\"{comma}{text[1..]}");
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetBytes(text);
        }
    }

    private static bool HasId(JsonElement content) =>
        content.TryGetProperty("id", out var id) && id.ValueKind != JsonValueKind.Null && !(id.ValueKind == JsonValueKind.String && id.GetString() == "");
}
