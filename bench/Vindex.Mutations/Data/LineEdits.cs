using System.Globalization;

namespace Vindex.Mutations.Data;

/// <summary>Changes to files with one entry a line, <c>#</c> before comments and <c>[section]</c> headings.</summary>
internal static class LineEdits
{
    /// <summary>Each entry is missing once.</summary>
    public static IEnumerable<DataEdit> EachLine(string text) =>
        Lines(text).Where(line => IsEntry(text, line)).Select(line => new DataEdit(line.Start, line.End, ""));

    /// <summary>All entries are missing at once.</summary>
    public static IEnumerable<DataEdit> WholeList(string text) => Without(text, Lines(text));

    /// <summary>The entries of each section are missing once.</summary>
    public static IEnumerable<DataEdit> EachSection(string text)
    {
        var lines = Lines(text).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (text[lines[i].Start] != '[') continue;
            foreach (var edit in Without(text, lines.Skip(i + 1).TakeWhile(line => text[line.Start] != '['))) yield return edit;
        }
    }

    /// <summary>The last number of each entry is zero, its opposite, and ten times as much.</summary>
    public static IEnumerable<DataEdit> EachWeight(string text)
    {
        foreach (var line in Lines(text).Where(line => IsEntry(text, line)))
        {
            var start = line.End;
            while (start > line.Start && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '+' or 'e' or 'E')) start--;
            if (!double.TryParse(text.AsSpan(start, line.End - start), CultureInfo.InvariantCulture, out var weight) || weight == 0) continue;
            foreach (var other in Others(weight)) yield return new DataEdit(start, line.End, other);
        }
    }

    /// <summary>Zero, the opposite and ten times a weight.</summary>
    public static string[] Others(double weight) =>
        weight == 0 ? ["1"] : ["0", (-weight).ToString(CultureInfo.InvariantCulture), (weight * 10).ToString(CultureInfo.InvariantCulture)];

    private static IEnumerable<DataEdit> Without(string text, IEnumerable<(int Start, int End)> lines)
    {
        var entries = lines.Where(line => IsEntry(text, line)).ToList();
        if (entries.Count == 0) yield break;
        // Comments between the entries go with them, line ends stay.
        var (start, end) = (entries[0].Start, entries[^1].End);
        yield return new DataEdit(start, end, new string('\n', text.AsSpan(start, end - start).Count('\n')));
    }

    private static bool IsEntry(string text, (int Start, int End) line) => text[line.Start] is not ('#' or '[');

    /// <summary>The lines that hold anything, without their ends.</summary>
    private static IEnumerable<(int Start, int End)> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            var end = length < 0 ? text.Length : start + length;
            if (end > start) yield return (start, end);
            start = end + 1;
        }
    }
}
