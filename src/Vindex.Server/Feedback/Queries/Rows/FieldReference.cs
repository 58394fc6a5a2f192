namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>The meaning of a field name in a query, a field list or a sort order.</summary>
/// <param name="Name">The name in the request.</param>
/// <param name="Column">The column, or the column that contains it.</param>
/// <param name="Path">For a path into the payload its keys; null for a column itself.</param>
/// <param name="Entry">For a column of names and values the name; null for the column itself.</param>
internal sealed record FieldReference(string Name, FeedbackColumn Column, IReadOnlyList<string>? Path = null, string? Entry = null)
{
    private const string PayloadPrefix = "payload.";

    /// <summary>Finds a column, <c>payload.a.b</c> or <c>scorer_ratings.name</c>; otherwise returns an error.</summary>
    public static FieldReference? Find(string name, out QueryRefusal? refusal)
    {
        refusal = null;
        if (name.Length > QueryLimits.FieldLength)
        {
            refusal = new QueryRefusal($"A field may have at most {QueryLimits.FieldLength} characters, got {name.Length}");
            return null;
        }

        if (FeedbackColumn.Find(name) is { } column)
            return new FieldReference(name, column, column.Type == ColumnType.Json ? [] : null);
        if (name.StartsWith(PayloadPrefix, StringComparison.Ordinal))
        {
            var keys = Split(name[PayloadPrefix.Length..]);
            if (keys.Count > QueryLimits.PathKeys)
                refusal = new QueryRefusal($"A payload path may have at most {QueryLimits.PathKeys} keys, got {keys.Count}");
            else if (keys.Find(IsNegative) is { } index)
                refusal = new QueryRefusal($"An array index cannot be negative: {index} in {name}");
            return refusal is null ? new FieldReference(name, FeedbackColumn.Find("payload")!, keys) : null;
        }

        // A name within a map is taken literally, including dots.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && FeedbackColumn.Find(name[..dot]) is { IsMap: true } map) return new FieldReference(name, map, Entry: name[(dot + 1)..]);
        refusal = QueryRefusal.UnknownField(name);
        return null;
    }

    private static bool IsNegative(string key) => key.Length > 1 && key[0] == '-' && !key.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    /// <summary>Splits a path at its dots; a dot after a backslash belongs to the key.</summary>
    private static List<string> Split(string path)
    {
        var keys = new List<string>();
        var start = 0;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && (path[i] != '.' || (i > 0 && path[i - 1] == '\\'))) continue;
            keys.Add(path[start..i].Replace("\\.", ".", StringComparison.Ordinal));
            start = i + 1;
        }

        return keys;
    }
}
