using System.Text.RegularExpressions;

namespace Vindex.Scoring.Rewriting.Parts;

/// <summary>
/// The lines of a text that hold an image or attachment and nothing else. They have no words, so they are in no block. Asked for in ascending order.
/// </summary>
internal sealed partial class ImageLines(string source)
{
    private readonly List<(int Start, int End)> _lines = Find(source);
    private int _next;

    /// <summary>The lines that lie within a range.</summary>
    public IEnumerable<(int Start, int End)> Between(int start, int end)
    {
        while (_next < _lines.Count && _lines[_next].Start < start) _next++;
        while (_next < _lines.Count && _lines[_next].End <= end) yield return _lines[_next++];
    }

    private static List<(int Start, int End)> Find(string source)
    {
        var comments = new List<(int Start, int End)>();
        foreach (var comment in Comment().EnumerateMatches(source)) comments.Add((comment.Index, comment.Index + comment.Length));
        var lines = new List<(int Start, int End)>();
        var past = 0;
        foreach (var image in Image().EnumerateMatches(source))
        {
            while (past < comments.Count && comments[past].End <= image.Index) past++;
            if (past < comments.Count && comments[past].Start <= image.Index) continue;
            var text = source.AsSpan(image.Index, image.Length);
            var start = image.Index + (text.Length - text.TrimStart().Length);
            lines.Add((start, start + text.Trim().Length));
        }

        return lines;
    }

    [GeneratedRegex(@"(?m)^[ \t]*(?:!\[[^\]\n]*\]\([^)\n]*\)|![^\s!|][^!\n]*\.[a-zA-Z]{3,4}(?:\|[^!\n]*)?!|\[\^[^\]\n]+\]|<img\s[^>\n]*>)[ \t]*\r?$", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    [GeneratedRegex(@"(?s)<!--.*?-->", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();
}
