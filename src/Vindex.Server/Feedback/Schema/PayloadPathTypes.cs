using System.Text;
using System.Text.Json;
using Vindex.Statistics.Paths;

namespace Vindex.Server.Feedback.Schema;

/// <summary>Collects the paths that can be used in metrics, and the types of their values.</summary>
/// <param name="withExamples">Whether to keep an example of the values at each path.</param>
internal sealed class PayloadPathTypes(bool withExamples = false)
{
    /// <summary>Maximum number of paths; the rest is left out.</summary>
    public const int MaxPaths = 100_000;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 100_000 };
    private const int MaxExample = 60;
    private readonly Dictionary<string, Kinds> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _examples = new(StringComparer.Ordinal);

    [Flags]
    private enum Kinds
    {
        None = 0,
        Boolean = 1,
        Number = 2,
        Other = 4,
        Null = 8,
    }

    /// <summary>The paths in order, each with the <c>value_type</c> for a metric.</summary>
    public IEnumerable<(string Path, string ValueType)> InOrder() =>
        _paths.OrderBy(path => path.Key, StringComparer.Ordinal).Select(path => (path.Key, (path.Value & ~Kinds.Null) switch
        {
            Kinds.Boolean => "boolean",
            Kinds.Number => "numeric",
            // A path with only nulls counts as boolean, a path without scalar values as numeric.
            Kinds.None => path.Value == Kinds.Null ? "boolean" : "numeric",
            _ => "categorical",
        }));

    /// <summary>The first value that was found at a path, shortened; null for none.</summary>
    public string? ExampleOf(string path) => _examples.GetValueOrDefault(path);

    /// <summary>Adds a payload; anything but a JSON object has no paths.</summary>
    public void Add(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, s_options);
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject) AddObject(ref reader, "", 0);
        }
        catch (JsonException)
        {
            // Only valid JSON is stored; a damaged row counts as far as it can be read.
        }
    }

    private void AddObject(ref Utf8JsonReader reader, string prefix, int depth)
    {
        HashSet<string>? seen = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var path = Path(ref reader, prefix, depth, ref seen);
            reader.Read();
            if (path is null) reader.Skip();
            else AddValue(ref reader, path, depth + 1);
        }
    }

    private void AddValue(ref Utf8JsonReader reader, string path, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                AddObject(ref reader, path, depth);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    // Paths cannot name values inside array elements.
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
                    else AddScalar(ref reader, path);
                }

                break;
            default:
                AddScalar(ref reader, path);
                break;
        }
    }

    private void AddScalar(ref Utf8JsonReader reader, string path)
    {
        if (JsonPath.Check(path) is not null) return;
        if (!_paths.TryGetValue(path, out var known) && _paths.Count >= MaxPaths) return;
        if (withExamples && reader.TokenType != JsonTokenType.Null && !_examples.ContainsKey(path)) _examples.Add(path, Example(ref reader));
        _paths[path] = known | reader.TokenType switch
        {
            JsonTokenType.Null => Kinds.Null,
            JsonTokenType.True or JsonTokenType.False => Kinds.Boolean,
            // A number that overflows a double is not a value.
            JsonTokenType.Number => reader.TryGetDouble(out var number) && double.IsFinite(number) ? Kinds.Number : Kinds.None,
            _ => Kinds.Other,
        };
    }

    private static string Example(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, only possible in old rows.
            return "";
        }

        if (text.Length <= MaxExample) return text;
        var end = char.IsHighSurrogate(text[MaxExample - 1]) ? MaxExample - 1 : MaxExample;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>The path of the current key; null if it cannot be a path or is a duplicate.</summary>
    private static string? Path(ref Utf8JsonReader reader, string prefix, int depth, ref HashSet<string>? seen)
    {
        if (depth >= JsonPath.MaxKeys || reader.ValueSpan.Length > 6 * JsonPath.MaxCharacters) return null;
        string key;
        try
        {
            key = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, only possible in old rows.
            return null;
        }

        if (string.IsNullOrWhiteSpace(key) || key.Contains('.', StringComparison.Ordinal)) return null;
        return (seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(key) ? prefix.Length == 0 ? key : $"{prefix}.{key}" : null;
    }
}
