using System.Text;

namespace Vindex.Trackers.Markup;

/// <summary>Reads the emphasis, code and links of a line.</summary>
internal static class InlineReader
{
    /// <summary>The texts of a line, each of one style.</summary>
    public static IReadOnlyList<MarkdownInline> Read(string line)
    {
        List<MarkdownInline> inlines = [];
        Read(line, InlineStyle.None, null, inlines);
        return inlines;
    }

    private static void Read(string text, InlineStyle style, string? link, List<MarkdownInline> inlines)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\' && i + 1 < text.Length && IsMark(text[i + 1]))
            {
                plain.Append(text[i + 1]);
                i += 2;
            }
            else if (text[i] == '\n')
            {
                Flush();
                inlines.Add(new MarkdownInline("\n", InlineStyle.None, null));
                i++;
            }
            else if (Span(text, i) is { } span)
            {
                Flush();
                if (span.Style == InlineStyle.Code) inlines.Add(new MarkdownInline(span.Text, style | InlineStyle.Code, link));
                else Read(span.Text, style | span.Style, link ?? span.Link, inlines);
                i = span.End;
            }
            else
            {
                plain.Append(text[i++]);
            }
        }

        Flush();

        void Flush()
        {
            if (plain.Length > 0) inlines.Add(new MarkdownInline(plain.ToString(), style, link));
            plain.Clear();
        }
    }

    private static InlineSpan? Span(string text, int start) => text[start] switch
    {
        '`' => Code(text, start),
        '*' when Follows(text, start, "**") => Emphasis(text, start, "**", InlineStyle.Bold),
        '*' => Emphasis(text, start, "*", InlineStyle.Italic),
        '_' when start == 0 || !char.IsLetterOrDigit(text[start - 1]) => Emphasis(text, start, "_", InlineStyle.Italic),
        '[' => Link(text, start),
        _ => null,
    };

    private static InlineSpan? Code(string text, int start)
    {
        var end = text.IndexOf('`', start + 1);
        return end > start + 1 ? new InlineSpan(text[(start + 1)..end], InlineStyle.Code, null, end + 1) : null;
    }

    private static InlineSpan? Emphasis(string text, int start, string marker, InlineStyle style)
    {
        var inner = start + marker.Length;
        if (inner >= text.Length || char.IsWhiteSpace(text[inner])) return null;
        for (var end = Closing(text, inner, marker); end > inner; end = Closing(text, end + 1, marker))
        {
            var after = end + marker.Length;
            var isWithinWord = marker == "_" && after < text.Length && char.IsLetterOrDigit(text[after]);
            if (!char.IsWhiteSpace(text[end - 1]) && !isWithinWord) return new InlineSpan(text[inner..end], style, null, after);
        }

        return null;
    }

    private static InlineSpan? Link(string text, int start)
    {
        var end = Closing(text, start + 1, "](");
        if (end < 0) return null;
        var close = text.IndexOf(')', end + 2);
        if (close < 0) return null;
        var address = text[(end + 2)..close];
        return IsAddress(address) ? new InlineSpan(text[(start + 1)..end], InlineStyle.None, address, close + 1) : null;
    }

    // Other schemes run programs.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto" && !text.Any(c => char.IsWhiteSpace(c) || c is '"' or '<' or '>');

    // A single marker is not half of a double one.
    private static int Closing(string text, int from, string marker)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (marker == "*" && Follows(text, i, "**")) i++;
            else if (Follows(text, i, marker)) return i;
        }

        return -1;
    }

    private static bool IsMark(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));

    private static bool Follows(string text, int at, string wanted) => string.CompareOrdinal(text, at, wanted, 0, wanted.Length) == 0;

    private sealed record InlineSpan(string Text, InlineStyle Style, string? Link, int End);
}
