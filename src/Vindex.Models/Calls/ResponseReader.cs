using System.Text.Json;

namespace Vindex.Models.Calls;

/// <summary>Reads an object of a response. What is required and not there, or of another type, makes it an invalid answer.</summary>
internal readonly struct ResponseReader
{
    private readonly JsonElement _value;

    private ResponseReader(JsonElement value) =>
        _value = value.ValueKind == JsonValueKind.Object ? value : throw new EndpointException(ModelFailure.InvalidAnswer);

    /// <summary>Reads a whole response.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> body, Func<ResponseReader, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(new ResponseReader(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // GetString refuses text that is not Unicode with an InvalidOperationException.
            throw new EndpointException(ModelFailure.InvalidAnswer);
        }
    }

    /// <summary>An object that must be there.</summary>
    public ResponseReader Member(string name) => Optional(name) ?? throw new EndpointException(ModelFailure.InvalidAnswer);

    /// <summary>An object that may be there.</summary>
    public ResponseReader? Optional(string name) =>
        _value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? new ResponseReader(member) : null;

    /// <summary>The objects of a list that must be there.</summary>
    public IEnumerable<ResponseReader> List(string name) => _value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array
        ? member.EnumerateArray().Select(item => new ResponseReader(item))
        : throw new EndpointException(ModelFailure.InvalidAnswer);

    /// <summary>The first object of a list.</summary>
    public ResponseReader First(string name) =>
        List(name).Cast<ResponseReader?>().FirstOrDefault() ?? throw new EndpointException(ModelFailure.InvalidAnswer);

    /// <summary>A text; null if there is none.</summary>
    public string? Text(string name) => _value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>A count; 0 if there is none.</summary>
    public long Count(string name) =>
        _value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var count) && count > 0 ? count : 0;
}
