using System.Buffers;

namespace Vindex.Scoring.Tickets.Markup;

/// <summary>A marker at the start of a list item.</summary>
/// <param name="Length">Its UTF-16 units with the blanks after it; 0 when there is none.</param>
/// <param name="Depth">How many marks stood together (Jira's <c>**</c>); 1 otherwise.</param>
/// <param name="Ordered">A number or letter.</param>
/// <param name="Checked">State of a checkbox; null without one.</param>
internal readonly record struct ListMarker(int Length, int Depth = 1, bool Ordered = false, bool? Checked = null);

/// <summary>What a line begins with.</summary>
internal static class LineMarkers
{
    private const int DeepestWikiList = 12;
    private static readonly SearchValues<char> s_tableRule = SearchValues.Create("|-:+ \t");

    /// <summary>Reads a list marker from the start of a line without its indent. A single <c>#</c> is not one: the caller knows the dialect.</summary>
    public static ListMarker List(ReadOnlySpan<char> line)
    {
        var c = line[0];
        var marker = c switch
        {
            '-' or '*' or '+' or '#' => Bullets(line),
            '•' or '·' or '‣' or '◦' or '▪' or '●' or '○' or '–' or '—' or '⁃' or '∙' => Single(line, null),
            '☐' => Single(line, false),
            '☑' or '☒' or '✓' or '✔' or '✅' => Single(line, true),
            '[' => Box(line) is { } box ? new ListMarker(3 + Blanks(line, 3), Checked: box) : default,
            '(' => Number(line, 1),
            'A' or 'a' => Criterion(line),
            _ => default,
        };
        if (marker.Length == 0 && char.IsAsciiLetterOrDigit(c)) marker = Number(line, 0);
        if (marker.Length == 0 || marker.Checked is not null || marker.Length >= line.Length) return marker;
        var rest = line[marker.Length..];
        if (Box(rest) is not { } state) return marker;
        return marker with { Checked = state, Length = marker.Length + 3 + Blanks(rest, 3) };
    }

    /// <summary><c>[ ]</c> or <c>[x]</c> and a blank (or the line's end).</summary>
    private static bool? Box(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] != '[' || text[2] != ']' || (text.Length > 3 && !Characters.IsBlank(text[3]))) return null;
        return text[1] switch
        {
            'x' or 'X' or '✓' or '*' => true,
            ' ' or '_' or '\u00A0' => false,
            _ => null,
        };
    }

    private static int Blanks(ReadOnlySpan<char> line, int start)
    {
        var end = start;
        while (end < line.Length && Characters.IsBlank(line[end])) end++;
        return end - start;
    }

    private static ListMarker Bullets(ReadOnlySpan<char> line)
    {
        var depth = 1;
        while (depth < line.Length && depth <= DeepestWikiList && line[depth] is '-' or '*' or '+' or '#') depth++;
        var blanks = Blanks(line, depth);
        if (depth > DeepestWikiList || (blanks == 0 && depth < line.Length)) return default;
        if (depth > 1 && line[..depth].IndexOfAnyExcept('-') < 0) return default;
        return new ListMarker(depth + blanks, depth, line[depth - 1] == '#');
    }

    private static ListMarker Single(ReadOnlySpan<char> line, bool? state)
    {
        var blanks = Blanks(line, 1);
        var needed = line[0] is '–' or '—' or '·';
        return blanks == 0 && (needed || line.Length == 1) ? default : new ListMarker(1 + blanks, Checked: state);
    }

    /// <summary><c>1.</c>, <c>1)</c>, <c>(1)</c>, <c>1.2.</c>, <c>a)</c>.</summary>
    private static ListMarker Number(ReadOnlySpan<char> line, int start)
    {
        var end = start;
        while (end < line.Length && end - start < 9 && char.IsAsciiDigit(line[end])) end++;
        var digits = end - start;
        if (digits == 0)
        {
            if (line.Length < start + 2 || !char.IsAsciiLetter(line[start]) || line[start + 1] != ')') return default;
            end = start + 1;
        }
        while (digits > 0 && end - start < 12 && end + 1 < line.Length && line[end] == '.' && char.IsAsciiDigit(line[end + 1]))
        {
            end++;
            while (end < line.Length && end - start < 16 && char.IsAsciiDigit(line[end])) end++;
            if (end >= line.Length || line[end] is not ('.' or ')')) return default;
        }
        if (end >= line.Length || !(line[end] == ')' || (line[end] == '.' && start == 0 && digits > 0))) return default;
        var blanks = Blanks(line, end + 1);
        return blanks == 0 && end + 1 < line.Length ? default : new ListMarker(end + 1 + blanks, Ordered: true);
    }

    /// <summary><c>AC1:</c>, <c>AC-2.</c>, <c>AC 3)</c>.</summary>
    private static ListMarker Criterion(ReadOnlySpan<char> line)
    {
        if (line.Length < 4 || line[1] is not ('C' or 'c')) return default;
        var end = 2;
        if (line[end] is ' ' or '-' or '#') end++;
        var digits = end;
        while (end < line.Length && end - digits < 4 && char.IsAsciiDigit(line[end])) end++;
        if (end == digits || end >= line.Length || line[end] is not (':' or '.' or ')' or '-')) return default;
        var blanks = Blanks(line, end + 1);
        return blanks == 0 ? default : new ListMarker(end + 1 + blanks, Ordered: true);
    }

    /// <summary>How many <c>#</c> begin a Markdown heading; 0 if it is not one.</summary>
    public static int HashHeading(ReadOnlySpan<char> line)
    {
        var level = 0;
        while (level < line.Length && level < 7 && line[level] == '#') level++;
        return level is >= 1 and <= 6 && (level == line.Length || Characters.IsBlank(line[level])) ? level : 0;
    }

    /// <summary>The level in <c>h2. Title</c>; 0 if it is not a heading.</summary>
    public static int WikiHeading(ReadOnlySpan<char> line) =>
        line.Length >= 4 && line[0] is 'h' or 'H' && line[1] is >= '1' and <= '6' && line[2] == '.' && Characters.IsBlank(line[3]) ? line[1] - '0' : 0;

    /// <summary>A line of nothing but one of <paramref name="marks"/>, three or more, with or without blanks between.</summary>
    public static bool IsRule(ReadOnlySpan<char> line, ReadOnlySpan<char> marks)
    {
        var mark = line[0];
        if (!marks.Contains(mark)) return false;
        var count = 0;
        foreach (var c in line)
        {
            if (c == mark) count++;
            else if (!Characters.IsBlank(c)) return false;
        }
        return count >= 3;
    }

    /// <summary>The line under the head of a table: bars, hyphens, colons.</summary>
    public static bool IsTableRule(ReadOnlySpan<char> line) =>
        line.Contains('|') && line.Contains('-') && line.IndexOfAnyExcept(s_tableRule) < 0;

    /// <summary>The line is bold from end to end, with or without a colon: it serves as a heading.</summary>
    public static bool IsBold(ReadOnlySpan<char> line)
    {
        if (line.Length < 3 || line.Length > 160 || line[0] is not ('*' or '_')) return false;
        if (line[^1] == ':') line = line[..^1].TrimEnd(' ');
        var mark = line.StartsWith("**") ? "**" : line.StartsWith("__") ? "__" : line[0] == '*' ? "*" : "";
        if (mark.Length == 0 || line.Length <= 2 * mark.Length || !line.EndsWith(mark)) return false;
        var inner = line[mark.Length..^mark.Length];
        return inner[0] is not (' ' or '*') && inner[^1] != ' ' && !inner.Contains(mark, StringComparison.Ordinal);
    }

    /// <summary>The line is a step of a scenario, or opens one. Each of these is a block of its own, so that scenarios can be counted.</summary>
    public static bool IsGherkin(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("*_ ");
        return line.Length > 4 && line[0] switch
        {
            'G' or 'g' => Word(line, "given"),
            'W' or 'w' => Word(line, "when"),
            'T' or 't' => Word(line, "then"),
            'A' or 'a' => line[0] == 'A' && Word(line, "and"),
            'B' or 'b' => line[0] == 'B' && (Word(line, "but") || Word(line, "background:")),
            'S' or 's' =>
                Word(line, "scenario:") || Word(line, "scenario outline:") || (Word(line, "scenario") && char.IsAsciiDigit(line.Length > 9 ? line[9] : ' ')),
            'F' or 'f' => Word(line, "feature:"),
            'E' or 'e' => Word(line, "examples:"),
            _ => false,
        };
    }

    /// <summary>The line is a part of a user story or a step of a scenario; however bold, it is no heading.</summary>
    public static bool IsStory(ReadOnlySpan<char> line) =>
        IsGherkin(line) || Word(line, "as a") || Word(line, "as an") || Word(line, "as the") || Word(line, "i want") || Word(line, "i need")
            || Word(line, "so that") || Word(line, "in order to");

    private static bool Word(ReadOnlySpan<char> line, ReadOnlySpan<char> word) =>
        line.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (line.Length == word.Length || line[word.Length] is ' ' or ':' or ',' or '*' or '_');
}
