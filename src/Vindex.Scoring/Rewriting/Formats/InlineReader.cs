namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>
/// Cuts inline markup, Markdown's or Jira's, into runs, to write them in another format. Styles do not nest; what is not certainly markup stays as it is. The
/// time is linear: a search for an end is not repeated after it has failed.
/// </summary>
internal sealed class InlineReader
{
    private const int LongestStyled = 500;
    private readonly string _text;
    private readonly bool _wiki;
    private readonly List<InlineRun> _runs = [];
    private int _plain;

    private InlineReader(string text, bool wiki) => (_text, _wiki) = (text, wiki);

    /// <summary>The runs of a line.</summary>
    public static IReadOnlyList<InlineRun> Read(string text, bool wiki) => new InlineReader(text, wiki).Read();

    private List<InlineRun> Read()
    {
        for (var at = 0; at < _text.Length;)
        {
            var next = _text[at] switch
            {
                '`' when !_wiki => Between(at, "`", "`", InlineStyle.Code),
                '{' when _wiki && Starts(at, "{{") => Between(at, "{{", "}}", InlineStyle.Code),
                '{' when _wiki && Starts(at, "{color") => Dropped(at),
                '*' when _wiki => Word(at, "*", InlineStyle.Strong),
                '_' when _wiki => Word(at, "_", InlineStyle.Emphasis),
                '*' when Starts(at, "**") => Word(at, "**", InlineStyle.Strong),
                '_' when Starts(at, "__") => Word(at, "__", InlineStyle.Strong),
                '*' or '_' => Word(at, _text[at].ToString(), InlineStyle.Emphasis),
                '[' => Link(at),
                _ => -1,
            };
            at = next < 0 ? at + 1 : next;
        }

        Plain(_text.Length, _text.Length);
        return _runs;
    }

    private bool Starts(int at, string mark) => string.CompareOrdinal(_text, at, mark, 0, mark.Length) == 0;

    private int Between(int at, string open, string close, InlineStyle style)
    {
        var from = at + open.Length;
        var end = _text.IndexOf(close, from, Math.Min(_text.Length - from, LongestStyled), StringComparison.Ordinal);
        if (end <= from || string.IsNullOrWhiteSpace(_text[from..end])) return -1;
        return Add(at, new InlineRun(_text[from..end], style), end + close.Length);
    }

    // Emphasis begins and ends at the edge of words.
    private int Word(int at, string mark, InlineStyle style)
    {
        var from = at + mark.Length;
        if (from >= _text.Length || char.IsWhiteSpace(_text[from]) || _text[from] == mark[0] || (at > 0 && char.IsLetterOrDigit(_text[at - 1]))) return -1;
        var end = _text.IndexOf(mark, from, Math.Min(_text.Length - from, LongestStyled), StringComparison.Ordinal);
        if (end < 0 || char.IsWhiteSpace(_text[end - 1])) return -1;
        var past = end + mark.Length;
        if (past < _text.Length && (char.IsLetterOrDigit(_text[past]) || _text[past] == mark[0])) return -1;
        return Add(at, new InlineRun(_text[from..end], style), past);
    }

    private int Dropped(int at)
    {
        var end = _text.IndexOf('}', at, Math.Min(_text.Length - at, LongestStyled));
        if (end < 0) return -1;
        Plain(at, end + 1);
        return end + 1;
    }

    private int Link(int at)
    {
        // The text of an image, "![text](address)", is none of a link.
        if (at > 0 && _text[at - 1] == '!') return -1;
        var end = _text.IndexOf(']', at, Math.Min(_text.Length - at, LongestStyled));
        if (end < 0) return -1;
        var inner = _text[(at + 1)..end];
        if (!_wiki)
        {
            if (!Starts(end + 1, "(")) return -1;
            var close = _text.IndexOf(')', end, Math.Min(_text.Length - end, LongestStyled));
            return close < 0 ? -1 : Linked(at, inner, _text[(end + 2)..close].Split(' ')[0], close + 1);
        }

        var bar = inner.LastIndexOf('|');
        return Linked(at, bar < 0 ? inner : inner[..bar], inner[(bar + 1)..], end + 1);
    }

    private int Linked(int at, string text, string address, int past) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" or "mailto") && !string.IsNullOrWhiteSpace(text)
            ? Add(at, new InlineRun(text, Link: address), past)
            : -1;

    private int Add(int at, InlineRun run, int past)
    {
        Plain(at, past);
        _runs.Add(run);
        return past;
    }

    private void Plain(int until, int next)
    {
        if (until > _plain) _runs.Add(new InlineRun(_text[_plain..until]));
        _plain = next;
    }
}
