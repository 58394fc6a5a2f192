using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vindex.Server.Tests.Fuzzing;

/// <summary>Random JSON for the schemas of an API description: mostly as they say, sometimes not.</summary>
/// <param name="random">Where it comes from.</param>
/// <param name="schemas">The description's schemas.</param>
/// <param name="known">A value for a member of this name, such as an id that exists; null for none.</param>
internal sealed class SchemaValues(Random random, JsonObject schemas, Func<string, string?> known)
{
    private const int MostDepth = 6;

    private static readonly string[] s_texts =
    [
        "", " ", "a", "As a reader I want to extend loans so that I can finish my book", "Ä ö ü ß 中文 한 😀 👩‍👧 e\u0301", "%' OR 1=1 --", "'; DROP TABLE scores; --",
        "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "\\", "\"", "%", "_", "*", "$.a[0]", "payload.a.b", "null", "true", "0", "-1", "1e400", "NaN",
        "\u0000", "\u0007", "\uD800", "\u202E", "\uFEFF", "2026-02-30", "2026-04-16T09:12:08Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-04-16", "Europe/Berlin",
        "UTC", "Mars/Olympus", "count(*)", "created_at", "feedback_type", "overall", "testable", "healthy", "delivered", "http://127.0.0.1:1/hook", "https://receiver.invalid/hook",
        "http://127.0.0.1:1/", "https://169.254.169.254/latest", "ftp://receiver.invalid", "someone@example.com", "wandb.note.1", "vindex.score", "weave:///a/b/call/1",
    ];

    private static readonly string[] s_numbers =
    [
        "0", "1", "-1", "2", "10", "60", "3600", "86400", "0.5", "-0.0", "1e3", "1e400", "-1e400", "1e-400", "2147483647", "2147483648", "-2147483649",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890",
    ];

    /// <summary>A value as JSON text.</summary>
    public string Of(JsonNode? schema, string name = "", int depth = 0)
    {
        if (random.Next(40) == 0) return Anything(depth);
        var node = Resolve(schema);
        if (node is null) return Anything(depth);
        if (node["enum"] is JsonArray values && random.Next(8) > 0) return values[random.Next(values.Count)]?.ToJsonString() ?? "null";
        foreach (var choice in (string[])["oneOf", "anyOf"])
        {
            if (node[choice] is JsonArray choices) return Of(choices[random.Next(choices.Count)], name, depth);
        }

        return TypeOf(node) switch
        {
            "object" => Object(node, depth),
            "array" => Array(node, name, depth),
            "integer" or "number" => random.Next(3) == 0 ? s_numbers[random.Next(s_numbers.Length)] : random.Next(-2, 200).ToString(CultureInfo.InvariantCulture),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "null" => "null",
            "string" => Quoted(Text(node, name)),
            _ => Anything(depth),
        };
    }

    /// <summary>A text for a parameter.</summary>
    public string Text(JsonNode? schema, string name)
    {
        var node = Resolve(schema);
        if (node?["enum"] is JsonArray values && random.Next(4) > 0) return values[random.Next(values.Count)]?.ToString() ?? "";
        if (random.Next(3) > 0 && known(name) is { } value) return value;
        if (TypeOf(node) is "integer" or "number" && random.Next(3) > 0) return s_numbers[random.Next(s_numbers.Length)];
        return (node?["format"]?.GetValue<string>(), random.Next(10)) switch
        {
            ("date", > 3) => string.Create(CultureInfo.InvariantCulture, $"2026-0{random.Next(1, 10)}-{random.Next(10, 31)}"),
            ("date-time", > 3) => string.Create(CultureInfo.InvariantCulture, $"2026-0{random.Next(1, 6)}-1{random.Next(10)}T0{random.Next(10)}:00:00Z"),
            (_, 0) => new string((char)random.Next(32, 0x2FFF), random.Next(1, 5000)),
            _ => s_texts[random.Next(s_texts.Length)],
        };
    }

    /// <summary>Any JSON at all.</summary>
    private string Anything(int depth) => random.Next(depth >= MostDepth ? 6 : 9) switch
    {
        0 => "null",
        1 => "true",
        2 => s_numbers[random.Next(s_numbers.Length)],
        3 or 4 => Quoted(s_texts[random.Next(s_texts.Length)]),
        5 => random.Next(2) == 0 ? "[]" : "{}",
        6 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Anything(depth + 1)))}]",
        7 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Quoted(s_texts[random.Next(s_texts.Length)])}:{Anything(depth + 1)}"))}}}",
        // Expressions of queries are free in the description.
        _ => $"{{\"$expr\":{{\"{(string[])["$eq", "$gt", "$or", "$and", "$not", "$in", "$contains"] switch { var names => names[random.Next(names.Length)] }}\":[{{\"$getField\":\"payload.n\"}},{{\"$literal\":{Anything(MostDepth)}}}]}}}}",
    };

    private string Object(JsonObject node, int depth)
    {
        var required = (node["required"] as JsonArray)?.Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        var members = new List<string>();
        foreach (var (name, schema) in node["properties"] as JsonObject ?? [])
        {
            var isLeftOut = required.Contains(name) ? random.Next(30) == 0 : random.Next(3) > 0 || depth >= MostDepth;
            if (!isLeftOut) members.Add($"{Quoted(name)}:{Of(schema, name, depth + 1)}");
        }

        if (node["additionalProperties"] is JsonObject free || node["properties"] is null)
        {
            for (var i = random.Next(3); i > 0; i--) members.Add($"{Quoted(s_texts[random.Next(3, s_texts.Length)])}:{Of(node["additionalProperties"] as JsonObject, "", depth + 1)}");
        }

        if (random.Next(30) == 0) members.Add($"\"surprise\":{Anything(depth + 1)}");
        if (random.Next(60) == 0 && members.Count > 0) members.Add(members[0]);
        return $"{{{string.Join(',', members)}}}";
    }

    private string Array(JsonObject node, string name, int depth)
    {
        var count = random.Next(30) == 0 ? 60 : random.Next(depth >= MostDepth ? 1 : 4);
        return $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => Of(node["items"], name, depth + 1)))}]";
    }

    private JsonObject? Resolve(JsonNode? schema)
    {
        while (schema?["$ref"]?.GetValue<string>() is { } reference) schema = schemas[reference.Split('/')[^1]];
        return schema as JsonObject;
    }

    private string? TypeOf(JsonObject? node) => node?["type"] switch
    {
        JsonValue one => one.GetValue<string>(),
        // Null is among the types of what may be left out; it is tried now and then.
        JsonArray several when several.Select(type => type!.GetValue<string>()).ToList() is var types =>
            random.Next(6) == 0 ? types[random.Next(types.Count)] : types.Where(type => type != "null").OrderBy(_ => random.Next()).FirstOrDefault(),
        _ => null,
    };

    // Lone surrogates and the like are written as they are sent by clients that escape.
    private static string Quoted(string text) => text.Any(char.IsSurrogate) && text.Length == 1 ? $"\"\\u{(int)text[0]:x4}\"" : JsonSerializer.Serialize(text);
}
