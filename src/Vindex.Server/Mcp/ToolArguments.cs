using System.Globalization;
using System.Text.Json;

namespace Vindex.Server.Mcp;

/// <summary>The arguments of a call, checked against the tool's schema.</summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, JsonElement> _values;

    private ToolArguments(Dictionary<string, JsonElement> values) => _values = values;

    /// <summary>Reads arguments. Returns the errors instead if there are any: unknown, missing and wrong ones, all at once.</summary>
    public static (ToolArguments? Arguments, string? Errors) Read(ToolDescription tool, IEnumerable<KeyValuePair<string, JsonElement>>? given)
    {
        // Models often send null for what they leave out.
        var values = (given ?? []).Where(pair => pair.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var errors = new List<string>();
        CheckObject(tool.Schema, values, "", errors);
        return errors.Count == 0
            ? (new ToolArguments(values), null)
            : (null, $"Wrong arguments for {tool.Name}: {string.Join("; ", errors.Take(5))}.");
    }

    /// <summary>Whether an argument was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The text of an argument; null if it was left out or is empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>An argument as it came; null if it was left out.</summary>
    public JsonElement? Element(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>A switch.</summary>
    public bool Flag(string name, bool otherwise) => _values.TryGetValue(name, out var value) ? value.GetBoolean() : otherwise;

    /// <summary>The items of a list; empty if it was left out.</summary>
    public IReadOnlyList<JsonElement> Items(string name) => _values.TryGetValue(name, out var value) ? [.. value.EnumerateArray()] : [];

    /// <summary>Scalar arguments as text, as a query string has them.</summary>
    public IEnumerable<KeyValuePair<string, string>> AsQuery() => _values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ValueKind switch
    {
        JsonValueKind.String => pair.Value.GetString()!,
        JsonValueKind.Number => pair.Value.GetDouble().ToString("0.####", CultureInfo.InvariantCulture),
        var kind => kind == JsonValueKind.True ? "true" : "false",
    }));

    private static void CheckObject(JsonElement schema, Dictionary<string, JsonElement> values, string path, List<string> errors)
    {
        var properties = schema.GetProperty("properties");
        foreach (var (name, value) in values)
        {
            if (!properties.TryGetProperty(name, out var property))
                errors.Add($"{path}{name} is unknown; there are {string.Join(", ", properties.EnumerateObject().Select(known => known.Name))}");
            else CheckValue(property, value, path + name, errors);
        }

        if (!schema.TryGetProperty("required", out var required)) return;
        foreach (var name in required.EnumerateArray().Select(item => item.GetString()!).Where(name => !values.ContainsKey(name)))
            errors.Add($"{path}{name} is missing");
    }

    private static void CheckValue(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        var type = schema.GetProperty("type").GetString()!;
        if (!Fits(type, value)) errors.Add($"{path} must be {Name(type)}");
        else if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(item => item.ValueEquals(value.GetString())))
            errors.Add($"{path} must be one of {string.Join(", ", allowed.EnumerateArray().Select(item => item.GetString()))}");
        else if (type == "array") CheckItems(schema.GetProperty("items"), value, path, errors);
        else if (type == "string" && !IsUnicode(value)) errors.Add($"{path} contains invalid Unicode");
    }

    private static void CheckItems(JsonElement schema, JsonElement list, string path, List<string> errors)
    {
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var place = $"{path}[{index}]";
            if (schema.GetProperty("type").GetString() != "object") CheckValue(schema, item, place, errors);
            else if (item.ValueKind != JsonValueKind.Object) errors.Add($"{place} must be an object");
            else CheckObject(schema, MembersOf(item), place + ".", errors);
        }
    }

    private static Dictionary<string, JsonElement> MembersOf(JsonElement item) =>
        item.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null)
            .DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    private static bool Fits(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),
    };

    private static string Name(string type) => type switch
    {
        "string" => "text",
        "boolean" => "true or false",
        "array" => "a list",
        "integer" => "a whole number",
        _ => "a number",
    };

    // GetString throws on half of a surrogate pair.
    private static bool IsUnicode(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
