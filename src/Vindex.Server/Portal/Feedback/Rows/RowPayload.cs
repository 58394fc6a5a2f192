using System.Text.Json;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Portal.Feedback.Rows;

/// <summary>The values of a payload, read as the statistics read them: the first of duplicate keys counts, and only finite numbers are numbers.</summary>
internal sealed class RowPayload : IDisposable
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 100_000 };
    private readonly JsonDocument? _json;

    public RowPayload(ReadOnlyMemory<byte> payload)
    {
        try
        {
            _json = JsonDocument.Parse(payload, s_options);
        }
        catch (JsonException)
        {
            // Only valid JSON is stored; a damaged row has no values.
        }
    }

    /// <summary>The scalar at a path; null if there is none.</summary>
    public ScalarValue At(string path)
    {
        if (_json is null) return ScalarValue.Null;
        var element = _json.RootElement;
        foreach (var key in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || First(element, key) is not { } found) return ScalarValue.Null;
            element = found;
        }

        return ScalarOf(element);
    }

    /// <summary>A JSON value; null if it is no scalar.</summary>
    public static ScalarValue ScalarOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => ScalarValue.Of(element.GetString()!),
        JsonValueKind.Number => element.TryGetDouble(out var number) && double.IsFinite(number) ? ScalarValue.Of(number) : ScalarValue.Null,
        JsonValueKind.True or JsonValueKind.False => ScalarValue.Of(element.GetBoolean()),
        _ => ScalarValue.Null,
    };

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    // TryGetProperty finds the last of duplicate keys.
    private static JsonElement? First(JsonElement element, string key)
    {
        foreach (var property in element.EnumerateObject())
            if (property.NameEquals(key)) return property.Value;
        return null;
    }
}
