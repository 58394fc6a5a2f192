using System.Text.Json;

namespace Vindex.Scoring.Quality;

/// <summary>An object of a JSON lines file; keeps the first error.</summary>
internal sealed class JsonLine(JsonElement line)
{
    /// <summary>The first error; null for none.</summary>
    public string? Reason { get; private set; }

    /// <summary>Text that must be there.</summary>
    public string Text(string name) => Optional(name) ?? Wrong($"{name} is missing", "");

    /// <summary>Text or a number, as text; null when it is missing.</summary>
    public string? Optional(string name) => Member(line, name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>An object that must be there under one of these names.</summary>
    public JsonElement Object(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Member(line, name) is { ValueKind: JsonValueKind.Object } value) return value;
        }

        return Wrong($"{names[0]} is missing", default(JsonElement));
    }

    /// <summary>An object that may be there.</summary>
    public JsonElement? OptionalObject(string name) => Member(line, name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The overall score.</summary>
    public double Score(string name) => Score(line, name);

    /// <summary>The six scores of an object.</summary>
    public double[] Scores(JsonElement scores) => [.. Dimensions.Names.Select(name => Score(scores, name))];

    /// <summary>Those of the six scores that an object has; at least one.</summary>
    public double?[] KnownScores(JsonElement scores)
    {
        double?[] known = [.. Dimensions.Names.Select(name =>
            Member(scores, name) is null or { ValueKind: JsonValueKind.Null } ? null : (double?)Score(scores, name))];
        return known.All(score => score is null) ? Wrong($"scores has none of {string.Join(", ", Dimensions.Names)}", known) : known;
    }

    /// <summary>The member of an object; null when there is none.</summary>
    public static JsonElement? Member(
        JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    private double Score(JsonElement value, string name) => Member(value, name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.GetDouble() is >= 0 and <= 10 and var score => score,
        null => Wrong($"{name} is missing", 0.0),
        _ => Wrong($"{name} must be a number from 0 to 10", 0.0),
    };

    private T Wrong<T>(string reason, T instead)
    {
        Reason ??= reason;
        return instead;
    }
}
