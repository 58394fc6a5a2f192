using System.Text;
using System.Text.Json;

namespace Vindex.Mutations.Data;

/// <summary>
/// Changes to JSON files. A path names properties apart by points, <c>[]</c> each item of an array and <c>*</c> any property: <c>rules[].points</c>,
/// <c>priors.*</c>.
/// </summary>
internal static class JsonEdits
{
    /// <summary>Each number at the path is zero, its opposite, and ten times as much.</summary>
    public static IEnumerable<DataEdit> Numbers(string text, string path) =>
        from value in Values(text)
        where value.Kind == JsonTokenType.Number && Matches(value.Path, path)
        from other in LineEdits.Others(double.Parse(text.AsSpan(value.Start, value.End - value.Start), System.Globalization.CultureInfo.InvariantCulture))
        select new DataEdit(value.Start, value.End, other);

    /// <summary>Each text at the path is empty once.</summary>
    public static IEnumerable<DataEdit> Texts(string text, string path) =>
        from value in Values(text)
        where value.Kind == JsonTokenType.String && Matches(value.Path, path)
        select new DataEdit(value.Start, value.End, "\"\"");

    /// <summary>Each item of an array at the path is missing once.</summary>
    public static IEnumerable<DataEdit> Items(string text, string path)
    {
        var items = Values(text).Where(value => Matches(value.Path, path)).OrderBy(value => value.Start).ToList();
        foreach (var item in items)
        {
            var (start, end) = (item.Start, item.End);
            var comma = Skip(text, end, 1);
            if (comma < text.Length && text[comma] == ',') end = comma + 1;
            else if (Skip(text, start - 1, -1) is >= 0 and var before && text[before] == ',') start = before;
            yield return new DataEdit(start, end, "");
        }
    }

    private static int Skip(string text, int at, int step)
    {
        while (at >= 0 && at < text.Length && char.IsWhiteSpace(text[at])) at += step;
        return at;
    }

    private static bool Matches(string path, string pattern)
    {
        var (names, patterns) = (path.Split('.'), pattern.Split('.'));
        return names.Length == patterns.Length
            && names.Zip(patterns)
                .All(pair => pair.Second == "*" || pair.First == pair.Second || (pair.Second == "*[]" && pair.First.EndsWith("[]", StringComparison.Ordinal)));
    }

    /// <summary>Every value with its path and place.</summary>
    private static List<Value> Values(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var values = new List<Value>();
        var open = new Stack<(string Path, int Start, bool IsArray)>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var name = "";
        while (reader.Read())
        {
            var (parent, isArray) = open.TryPeek(out var top) ? (top.Path, top.IsArray) : ("", false);
            var path = isArray ? parent + "[]" : parent.Length == 0 ? name : parent + "." + name;
            var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((path, start, reader.TokenType == JsonTokenType.StartArray));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var whole = open.Pop();
                    values.Add(new Value(whole.Path, Units(bytes, whole.Start), Units(bytes, end), reader.TokenType));
                    break;
                default:
                    values.Add(new Value(path, Units(bytes, start), Units(bytes, end), reader.TokenType));
                    break;
            }
        }
        return values;
    }

    private static int Units(byte[] bytes, int count) => Encoding.UTF8.GetCharCount(bytes, 0, count);

    private sealed record Value(string Path, int Start, int End, JsonTokenType Kind);
}
