using System.Text.RegularExpressions;

namespace Vindex.Server.Tests.Architecture;

/// <summary>A method, a constructor, or a class with a primary constructor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">How many parameters it has.</param>
/// <param name="Lines">Lines between its braces; 0 without a body in braces.</param>
internal readonly record struct SourceMember(string Name, int Parameters, int Lines);

/// <summary>
/// Finds members in source text, which the formatter has laid out: a member begins at an indentation of 4 (in a nested type 8), and its braces stand alone.
/// </summary>
internal static partial class SourceMembers
{
    public static IEnumerable<SourceMember> Of(string text)
    {
        foreach (Match match in Declaration().Matches(text))
        {
            var isType = match.Groups["type"].Success;
            var (parameters, end) = Parameters(text, match.Index + match.Length);
            yield return new SourceMember(match.Groups["name"].Value, parameters, isType ? 0 : Lines(text, end, match.Groups["indent"].Value));
        }
    }

    // Commas between the parentheses, but not within (tuples), <generics>, [arrays] or "texts".
    private static (int Count, int End) Parameters(string text, int start)
    {
        var (depth, count, at, quoted) = (0, 0, start, false);
        for (; depth > 0 || text[at] != ')'; at++)
        {
            if (text[at] == '"') quoted = !quoted;
            if (quoted) continue;
            if (text[at] is '(' or '<' or '[' or '{') depth++;
            else if (text[at] is ')' or ']' or '}' || (text[at] == '>' && text[at - 1] != '=')) depth--;
            else if (text[at] == ',' && depth == 0) count++;
        }

        return (string.IsNullOrWhiteSpace(text[start..at]) ? 0 : count + 1, at + 1);
    }

    private static int Lines(string text, int at, string indent)
    {
        var open = text.IndexOf('\n' + indent + "{\n", at, StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf('\n' + indent + "}", open + 1, StringComparison.Ordinal);

        // What stands between the parameters and the brace are constraints and calls of another constructor; anything else is a body without braces.
        if (close < 0 || text.AsSpan(at, open - at).ContainsAny(';', '{', '}') || text.AsSpan(at, open - at).Contains("=>", StringComparison.Ordinal)) return 0;
        return text.AsSpan(open + 1, close - open).Count('\n') - 1;
    }

    [GeneratedRegex(
        @"^(?<indent> {8}| {4}| {0})(?![^(\n]*\b(record|interface|enum|delegate|operator)\b)(?:(?:public|private|protected|internal|static|async|override|sealed|virtual|abstract|partial|readonly|unsafe) )+(?:(?<type>class|struct) |[\w.<>\[\]?, ()]+? )?(?<name>\w+)(?:<[\w, ]+>)?\(",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Declaration();
}
