namespace Vindex.TrackerFakes.Hosting;

/// <summary>What JQL and WIQL have in common: conditions in parentheses, joined by AND and OR.</summary>
internal static class FakeQuery
{
    /// <summary>Reads a condition as a test of issues.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="read">Reads a condition without parentheses, AND and OR.</param>
    public static Func<FakeIssue, bool> Read(string condition, Func<string, Func<FakeIssue, bool>> read)
    {
        var text = condition.Trim();
        if (Split(text, "OR") is { Count: > 1 } alternatives)
        {
            List<Func<FakeIssue, bool>> tests = [.. alternatives.Select(part => Read(part, read))];
            return issue => tests.Exists(test => test(issue));
        }

        if (Split(text, "AND") is { Count: > 1 } parts)
        {
            List<Func<FakeIssue, bool>> tests = [.. parts.Select(part => Read(part, read))];
            return issue => tests.TrueForAll(test => test(issue));
        }

        return text.StartsWith('(') && text.EndsWith(')') ? Read(text[1..^1], read) : read(text);
    }

    /// <summary>Splits a query at <c>ORDER BY</c>.</summary>
    public static (string Condition, string Order) SplitOrder(string query)
    {
        var parts = Split(query, "ORDER BY");
        return (parts[0], parts.Count > 1 ? parts[1] : "");
    }

    private static List<string> Split(string text, string word)
    {
        List<string> parts = [];
        var (depth, start, quote) = (0, 0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\') i++;
                else if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'') quote = c;
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            else if (depth == 0 && IsWord(text, i, word))
            {
                parts.Add(text[start..i].Trim());
                i += word.Length - 1;
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    private static bool IsWord(string text, int at, string word) =>
        string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && at > 0 && text[at - 1] is ' ' or ')'
        && at + word.Length < text.Length && text[at + word.Length] is ' ' or '(';
}
