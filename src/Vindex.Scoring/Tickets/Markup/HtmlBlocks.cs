namespace Vindex.Scoring.Tickets.Markup;

/// <summary>
/// Fields of some trackers (Azure DevOps) hold HTML, and people put pieces of it into Markdown. Tags that shape the page are overwritten in a copy of equal
/// length by line ends and marks, so that offsets hold and one reader serves all.
/// </summary>
internal static class HtmlBlocks
{
    /// <summary>Marks a heading of level 1; the next five code points mark the others.</summary>
    public const char Heading1 = '\u0002';

    /// <summary>Marks an item of a list; its depth follows as a character counted from <see cref="Depth0"/>.</summary>
    public const char Bullet = '\u000E';

    /// <summary>Marks a numbered item.</summary>
    public const char Number = '\u000F';

    /// <summary>Depth 0; depths to 8 follow.</summary>
    public const char Depth0 = '\u0010';

    /// <summary>Marks a row of a table.</summary>
    public const char Row = '\u0019';

    /// <summary>Bold begins.</summary>
    public const char BoldStart = '\u001A';

    /// <summary>Bold ends.</summary>
    public const char BoldEnd = '\u001B';

    private const int Deepest = 8;

    /// <summary>A mark that stands for structure.</summary>
    public static bool IsMark(char c) => c is (>= Heading1 and <= '\u0007') or Bullet or Number or Row or BoldStart or BoldEnd;

    /// <summary>The copy, or null when the text has no such tags.</summary>
    public static char[]? Mask(string source)
    {
        if (!HasBlocks(source)) return null;
        var text = source.ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < ' ' && text[i] is not ('\n' or '\r' or '\t')) text[i] = Characters.Masked;
        }
        var state = new State();
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOf('<');
            if (next < 0) break;
            var tag = at + next;
            state.Pass(text.AsSpan(at, next));
            at = MaskTag(text, tag, ref state);
        }
        return text;
    }

    private static bool HasBlocks(ReadOnlySpan<char> source)
    {
        var tags = 0;
        for (var at = 0; ;)
        {
            var next = source[at..].IndexOf('<');
            if (next < 0) return false;
            at += next + 1;
            if (at > 1 && source[at - 2] is '`' or '"' or '\'' or '{') continue;
            var name = NameAt(source, at, out _);
            if (name.IsEmpty || !HtmlTags.BreaksWords(name) || IsDocumentTag(name)) continue;
            if (++tags == 2 || name.Equals("br", StringComparison.OrdinalIgnoreCase)) return true;
        }
    }

    private static bool IsDocumentTag(ReadOnlySpan<char> name) =>
        name is "html" or "body" or "main" or "header" or "footer" or "nav" or "section" or "article" or "address" or "col" or "caption";

    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> text, int at, out bool closing)
    {
        closing = at < text.Length && text[at] == '/';
        var start = closing ? at + 1 : at;
        var end = start;
        while (end < text.Length && end - start <= 10 && char.IsAsciiLetterOrDigit(text[end])) end++;
        return text[start..end];
    }

    private static int MaskTag(char[] text, int tag, ref State state)
    {
        var name = NameAt(text, tag + 1, out var closing);
        if (name.IsEmpty || !HtmlTags.IsTag(name) || (tag > 0 && text[tag - 1] is '`' or '"' or '\'' or '{')) return tag + 1;
        var length = text.AsSpan(tag + 1).IndexOfAny('>', '<');
        if (length < 0 || text[tag + 1 + length] != '>') return tag + 1;
        var end = tag + length + 2;
        Span<char> lower = stackalloc char[name.Length];
        name.ToLowerInvariant(lower);
        if (!HtmlTags.BreaksWords(lower))
        {
            if (lower is "b" or "strong")
            {
                text.AsSpan(tag, end - tag).Fill(Characters.Masked);
                text[tag] = closing ? BoldEnd : BoldStart;
            }
            return end;
        }
        var body = text.AsSpan(tag, end - tag);
        if (state.InRow && lower is not ("tr" or "td" or "th" or "table" or "tbody" or "thead"))
        {
            body.Fill(Characters.Masked);
            body[0] = ' ';
            return end;
        }
        body.Fill(Characters.Masked);
        Write(body, lower, closing, ref state);
        return end;
    }

    private static void Write(Span<char> body, ReadOnlySpan<char> name, bool closing, ref State state)
    {
        body[0] = '\n';
        if (name is not ("td" or "th")) state.StartLine();
        switch (name)
        {
            case "ul" or "ol":
                state.List(name[0] == 'o', closing);
                break;
            case "li" when !closing:
                body[1] = state.Ordered ? Number : Bullet;
                body[2] = (char)(Depth0 + Math.Clamp(state.Depth, 1, Deepest));
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6" when !closing:
                body[1] = (char)(Heading1 + (name[1] - '1'));
                break;
            case "p":
                body[1] = '\n';
                break;
            case "tr":
                state.HtmlRow = !closing;
                if (!closing) body[1] = Row;
                break;
            case "td" or "th":
                body[0] = closing ? Characters.Masked : '|';
                break;
        }
    }

    /// <summary>Where the tags have led so far.</summary>
    private struct State
    {
        private int _orderedLevels;
        private bool _markdownRow;
        private bool _lineStarted;

        public int Depth { get; private set; }

        public bool HtmlRow { get; set; }

        public readonly bool InRow => HtmlRow || _markdownRow;

        public readonly bool Ordered => Depth is > 0 and <= 31 && (_orderedLevels & (1 << Depth)) != 0;

        public void List(bool ordered, bool closing)
        {
            if (closing)
            {
                if (Depth > 0) Depth--;
                return;
            }
            Depth++;
            if (Depth > 31) return;
            _orderedLevels = ordered ? _orderedLevels | (1 << Depth) : _orderedLevels & ~(1 << Depth);
        }

        /// <summary>A tag ended the line.</summary>
        public void StartLine() => _lineStarted = _markdownRow = false;

        /// <summary>Text between two tags: a line that begins with a bar is a row of Markdown, whose cells must stay on it.</summary>
        public void Pass(ReadOnlySpan<char> text)
        {
            var line = text.LastIndexOf('\n');
            if (line >= 0)
            {
                StartLine();
                text = text[(line + 1)..];
            }
            if (_lineStarted) return;
            text = text.TrimStart(' ');
            if (text.IsEmpty) return;
            _lineStarted = true;
            _markdownRow = text[0] == '|';
        }
    }
}
