using System.Text.Json.Nodes;

namespace Vindex.Server.Tests.Snapshots;

/// <summary>Bodies that a route should refuse, made from one that it takes: each names what is wrong with it.</summary>
internal static class BadRequests
{
    private const int MaxDepth = 3;

    private static readonly (string Name, string Json)[] s_values =
    [
        ("null", "null"),
        ("a number", "5"),
        ("a negative fraction", "-0.55"),
        ("a huge number", "1e400"),
        ("true", "true"),
        ("text", "\"surprise\""),
        ("blank text", "\" \""),
        ("a control character", "\"a\\u0007b\""),
        ("long text", $"\"{new string('x', 5000)}\""),
        ("an empty list", "[]"),
        ("a list of numbers", "[1, 2]"),
        ("a list of texts", "[\"a\", \"\"]"),
        ("an empty object", "{}"),
        ("an object", "{\"a\": {\"b\": 1}}"),
    ];

    /// <summary>Wrong as a whole, whatever the route expects.</summary>
    public static IEnumerable<(string Name, string Body)> Whole(JsonObject example)
    {
        yield return ("no body", "");
        yield return ("broken JSON", "{\"name\": ");
        yield return ("a list", "[]");
        yield return ("text", "\"surprise\"");
        yield return ("null", "null");
        yield return ("an empty object", "{}");
        yield return ("an unknown member", With(example, [], "surprise", JsonValue.Create(1)).ToJsonString());
        yield return ("half a surrogate pair", "{\"name\": \"\\ud800\"}");
        yield return ("U+0000", "{\"name\": \"a\\u0000b\"}");
        yield return ("too deep", new string('[', 300) + new string(']', 300));
        if (example.Count > 0) yield return ("a key twice", Twice(example));
    }

    /// <summary>One member is missing or of another kind.</summary>
    /// <param name="example">A body that the route takes.</param>
    /// <param name="optional">Members that it may have, too.</param>
    public static IEnumerable<(string Name, string Body)> ByMember(JsonObject example, IEnumerable<string> optional)
    {
        foreach (var (path, name) in Members(example, [], optional))
        {
            var label = string.Join('.', path.Append(name));
            yield return ($"{label} missing", With(example, path, name, null, remove: true).ToJsonString());
            foreach (var (kind, json) in s_values) yield return ($"{label}: {kind}", Spliced(example, path, name, json));
        }
    }

    private static IEnumerable<(string[] Path, string Name)> Members(JsonObject node, string[] path, IEnumerable<string> optional)
    {
        foreach (var name in node.Select(member => member.Key).Union(optional))
        {
            yield return (path, name);
            if (path.Length >= MaxDepth) continue;
            var inner = node[name] switch { JsonObject members => members, JsonArray { Count: > 0 } items => items[0] as JsonObject, _ => null };
            if (inner is null) continue;
            foreach (var below in Members(inner, [.. path, name], [])) yield return below;
        }
    }

    private static JsonObject With(JsonObject example, string[] path, string name, JsonNode? value, bool remove = false)
    {
        var copy = example.DeepClone().AsObject();
        var target = path.Aggregate(copy, (node, step) => node[step] is JsonArray items ? items[0]!.AsObject() : node[step]!.AsObject());
        if (remove) target.Remove(name);
        else target[name] = value;
        return copy;
    }

    // Numbers such as 1e400 do not survive being parsed, so the value is put in as text.
    private static string Spliced(JsonObject example, string[] path, string name, string json) =>
        With(example, path, name, JsonValue.Create("@@value@@")).ToJsonString().Replace("\"@@value@@\"", json, StringComparison.Ordinal);

    private static string Twice(JsonObject example)
    {
        var (name, value) = example.First();
        return $"{{{System.Text.Json.JsonSerializer.Serialize(name)}: {value?.ToJsonString() ?? "null"}, {System.Text.Json.JsonSerializer.Serialize(name)}: 5{string.Concat(example.Skip(1).Select(member => $", {System.Text.Json.JsonSerializer.Serialize(member.Key)}: {member.Value?.ToJsonString() ?? "null"}"))}}}";
    }
}
