namespace Vindex.Scoring.Untrusted;

/// <summary>
/// The parts of a text that a reader of the ticket does not see: HTML comments, link comments of Markdown, elements styled away, white text of Jira.
/// </summary>
internal static class HiddenRanges
{
    /// <summary>How far the end of a styled element is looked for, which keeps the effort linear.</summary>
    private const int FarthestEnd = 4_096;

    private static readonly string[] s_hidingStyles = [
        "display:none", "visibility:hidden", "font-size:0", "opacity:0", "color:#fff;", "color:#fff\"", "color:#ffffff", "color:white"
    ];

    /// <summary>The ranges, ascending and without overlap.</summary>
    public static List<(int Start, int End)> Find(ReadOnlySpan<char> text)
    {
        var ranges = new List<(int Start, int End)>();
        for (var at = 0; at < text.Length;)
        {
            var step = text[at..].IndexOfAny('<', '[', '{');
            if (step < 0) break;
            at += step;
            var end = EndOf(text, at);
            if (end > at) ranges.Add((at, end));
            at = Math.Max(end, at + 1);
        }

        return ranges;
    }

    private static int EndOf(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        if (rest.StartsWith("<!--")) return After(rest, "-->", rest.Length) is >= 0 and var end ? at + end : text.Length;
        if (rest.StartsWith("[//]:") || rest.StartsWith("[comment]:", StringComparison.OrdinalIgnoreCase)) return at + LineEnd(rest);
        if (rest.StartsWith("{color:white}", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("{color:#fff", StringComparison.OrdinalIgnoreCase))
        {
            return After(rest[1..], "{color}", FarthestEnd) is >= 0 and var color ? at + 1 + color : at + LineEnd(rest);
        }

        return rest[0] == '<' && IsStyledAway(rest, out var name, out var open) ? at + ElementEnd(rest, name, open) : -1;
    }

    private static bool IsStyledAway(ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out int open)
    {
        name = default;
        open = rest[..Math.Min(rest.Length, 512)].IndexOf('>') + 1;
        if (open == 0 || open < 4 || !char.IsAsciiLetter(rest[1])) return false;
        var tag = rest[1..(open - 1)];
        var nameEnd = tag.IndexOfAnyExceptInRange('A', 'z');
        if (nameEnd < 0) return false;
        name = tag[..nameEnd];
        Span<char> attributes = stackalloc char[tag.Length];
        var length = 0;
        foreach (var c in tag[nameEnd..])
        {
            if (c is not (' ' or '\t' or '\n' or '\r')) attributes[length++] = char.ToLowerInvariant(c);
        }

        attributes = attributes[..length];
        if (attributes is "hidden") return true;
        foreach (var style in s_hidingStyles)
        {
            if (attributes.IndexOf(style) is >= 0 and var at && (at == 0 || attributes[at - 1] != '-')) return true;
        }

        return false;
    }

    private static int ElementEnd(ReadOnlySpan<char> rest, ReadOnlySpan<char> name, int open)
    {
        for (var at = open; at < Math.Min(rest.Length, FarthestEnd);)
        {
            var close = rest[at..Math.Min(rest.Length, FarthestEnd)].IndexOf("</");
            if (close < 0) break;
            at += close + 2;
            if (rest[at..].StartsWith(name, StringComparison.OrdinalIgnoreCase)) return at + name.Length;
        }

        return open + LineEnd(rest[open..]);
    }

    private static int LineEnd(ReadOnlySpan<char> rest) => rest.IndexOf('\n') is >= 0 and var end ? end : rest.Length;

    private static int After(ReadOnlySpan<char> rest, ReadOnlySpan<char> end, int within) =>
        rest[..Math.Min(rest.Length, within)].IndexOf(end, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at + end.Length : -1;
}
