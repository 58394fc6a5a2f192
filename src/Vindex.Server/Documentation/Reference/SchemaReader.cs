using System.Text.Json;

namespace Vindex.Server.Documentation.Reference;

/// <summary>
/// Reads JSON schemas of an OpenAPI document for people. Members of referenced objects are read in place down to <paramref name="depth"/> levels;
/// deeper ones, and an object within itself, are only named.
/// </summary>
/// <param name="schemas">The document's named schemas.</param>
/// <param name="depth">Levels of members.</param>
internal sealed class SchemaReader(JsonElement schemas, int depth)
{
    private const string Prefix = "#/components/schemas/";

    // The keywords of a limit, its words with both ends, and with one.
    private static readonly (string Min, string Max, string Both, string AtLeast, string AtMost)[] s_ranges =
    [
        ("minimum", "maximum", "{0} to {1}", "at least {0}", "at most {0}"),
        ("exclusiveMinimum", "exclusiveMaximum", "more than {0} and less than {1}", "more than {0}", "less than {0}"),
        ("minLength", "maxLength", "{0} to {1} characters", "at least {0} characters", "at most {0} characters"),
        ("minItems", "maxItems", "{0} to {1} items", "at least {0} items", "at most {0} items"),
    ];

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">Name of the value.</param>
    /// <param name="isRequired">Whether the value must be there.</param>
    public SchemaField Read(JsonElement schema, string name = "", bool isRequired = false) => Read(schema, name, isRequired, []);

    /// <summary>Reads a named schema.</summary>
    public ReferenceSchema ReadNamed(string name) => new(name, Read(schemas.GetProperty(name), "", false, [name]));

    private SchemaField Read(JsonElement schema, string name, bool isRequired, IReadOnlyList<string> within)
    {
        var (inner, words) = Words(schema);
        var (target, reference) = Resolve(inner);
        var shown = reference is not null && within.Contains(reference) ? [] : Members(target, reference is null ? within : [.. within, reference]);
        var described = Text(schema, "description") ?? (schema.TryGetProperty("oneOf", out var options)
            ? options.EnumerateArray().Select(one => Text(one, "description")).FirstOrDefault(one => one is not null)
            : null) ?? Text(target, "description");
        return new SchemaField(name, words, isRequired, described, [.. Notes(schema)], Allowed(target), shown);
    }

    private IReadOnlyList<SchemaField> Members(JsonElement schema, IReadOnlyList<string> within)
    {
        if (within.Count > depth || !schema.TryGetProperty("properties", out var properties)) return [];
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(one => one.GetString()).ToHashSet() : [];
        return [.. properties.EnumerateObject().Select(member => Read(member.Value, member.Name, required.Contains(member.Name), within))];
    }

    /// <summary>The type in words, and the schema whose members describe it: without null, lists and maps around it.</summary>
    private (JsonElement Inner, IReadOnlyList<TypeWord> Words) Words(JsonElement schema)
    {
        if (ReferenceOf(schema) is { } name) return (schema, [new TypeWord(name, name)]);
        if (schema.TryGetProperty("oneOf", out var options) || schema.TryGetProperty("anyOf", out options))
        {
            var all = options.EnumerateArray().OrderBy(one => TypesOf(one) is ["null"]).Select(Words).ToList();
            return (all[0].Inner, [.. all.SelectMany((one, i) => i == 0 ? one.Words : one.Words.Prepend(new TypeWord(" or ")))]);
        }

        var types = TypesOf(schema);
        if (types.Contains("array") && schema.TryGetProperty("items", out var items)) return Around("list of ", items, types);
        if (types.Contains("object") && schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
            return Around("map of ", values, types);
        var format = Text(schema, "format") is "date-time" ? "time (RFC 3339)" : Text(schema, "format") is "date" ? "date" : null;
        var words = types.Select(type => type == "string" && format is not null ? format : type).ToList();
        return (schema, [new TypeWord(words.Count == 0 ? "any" : string.Join(" or ", words))]);
    }

    private (JsonElement Inner, IReadOnlyList<TypeWord> Words) Around(string what, JsonElement item, IReadOnlyList<string> types)
    {
        var (inner, words) = Words(item);
        return (inner, [new TypeWord(what), .. words, .. types.Contains("null") ? [new TypeWord(" or null")] : Array.Empty<TypeWord>()]);
    }

    private (JsonElement Target, string? Name) Resolve(JsonElement schema) =>
        ReferenceOf(schema) is { } name ? (schemas.GetProperty(name), name) : (schema, null);

    private static IReadOnlyList<string> Allowed(JsonElement schema) => schema.TryGetProperty("enum", out var values)
        ? [.. values.EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null).Select(value => value.ToString())]
        : [];

    private static IEnumerable<string> Notes(JsonElement schema)
    {
        foreach (var (min, max, both, atLeast, atMost) in s_ranges)
        {
            var words = (Raw(schema, min), Raw(schema, max)) switch
            {
                (null, null) => null,
                ({ } from, null) => string.Format(null, atLeast, from),
                (null, { } to) => string.Format(null, atMost, to),
                var (from, to) => string.Format(null, both, from, to),
            };
            if (words is not null) yield return words;
        }

        if (Raw(schema, "pattern") is { } pattern) yield return $"matches {pattern}";
        if (Raw(schema, "default") is { } standard) yield return $"default {standard}";
    }

    private static string? Raw(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    private static IReadOnlyList<string> TypesOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!).OrderBy(one => one == "null")]
        : [type.GetString()!];

    private static string? ReferenceOf(JsonElement schema) =>
        Text(schema, "$ref") is { } reference && reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
