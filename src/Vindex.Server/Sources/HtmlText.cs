using System.Net;

namespace Vindex.Server.Sources;

/// <summary>
/// Converts an editor's HTML to Markdown: paragraphs, lists, headings, bold, code, tables row by row. Meant for reading the
/// text, not for display: attributes, styles and scripts are dropped. Reads each character once, however broken the HTML is.
/// </summary>
internal sealed class HtmlText
{
    private readonly string _html;
    private readonly TextLayout _layout = new();
    private readonly Stack<string> _links = new();
    private bool _quotesBroken;
    private bool _tagsBroken;

    private HtmlText(string html) => _html = html;

    public static string Read(string html) =>
        html.Contains('<', StringComparison.Ordinal) ? new HtmlText(html).Run() : WebUtility.HtmlDecode(html).Replace('\u00A0', ' ').Trim();

    private string Run()
    {
        var at = 0;
        while (at < _html.Length)
        {
            if (_html[at] == '<' && TagEnd(at) is var end and > 0)
            {
                at = Tag(at, end);
                continue;
            }

            var next = _html.IndexOf('<', at + 1);
            if (next < 0) next = _html.Length;
            _layout.Text(WebUtility.HtmlDecode(_html[at..next]));
            at = next;
        }

        return _layout.ToString();
    }

    /// <summary>The position after a tag or comment; 0 if it is neither.</summary>
    private int TagEnd(int at)
    {
        var rest = _html.AsSpan(at + 1);
        if (rest.StartsWith("!--"))
        {
            var close = _html.IndexOf("-->", at + 4, StringComparison.Ordinal);
            return close < 0 ? _html.Length : close + 3;
        }

        var isTag = rest.Length > 0
            && (char.IsAsciiLetter(rest[0]) || rest[0] is '!' or '?' || (rest[0] == '/' && rest.Length > 1 && char.IsAsciiLetter(rest[1])));
        if (!isTag || _tagsBroken) return 0;
        if (!_quotesBroken && QuotedEnd(at) is var quoted and > 0) return quoted;

        // An unclosed quotation mark: from here on, the first ">" ends a tag. A search that found nothing is not repeated.
        _quotesBroken = true;
        var end = _html.IndexOf('>', at) + 1;
        if (end == 0) _tagsBroken = true;
        return end;
    }

    private int QuotedEnd(int at)
    {
        var quote = '\0';
        for (var i = at + 1; i < _html.Length; i++)
        {
            var c = _html[i];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'' && _html[i - 1] == '=') quote = c;
            else if (c == '>') return i + 1;
        }

        return 0;
    }

    /// <summary>Handles a tag; returns the position after it.</summary>
    private int Tag(int at, int end)
    {
        var isClosing = _html[at + 1] == '/';
        var from = at + (isClosing ? 2 : 1);
        var to = from;
        while (to < end && char.IsAsciiLetterOrDigit(_html[to])) to++;
        var name = _html[from..to].ToLowerInvariant();
        if (!isClosing && name is "script" or "style" or "title")
        {
            var close = _html.IndexOf("</" + name, end, StringComparison.OrdinalIgnoreCase);
            return close < 0 ? _html.Length : close;
        }

        if (name == "a") Link(at, end, isClosing);
        else if (name == "img" && Attribute(at, end, "alt") is { } alt) _layout.Text(alt);
        else if (isClosing) _layout.Close(name);
        else _layout.Open(name);
        return end;
    }

    private void Link(int at, int end, bool isClosing)
    {
        if (!isClosing)
        {
            _links.Push(Attribute(at, end, "href") ?? "");
        }
        else if (_links.TryPop(out var target))
        {
            // Mentions link to "#"; a link whose text is its address is written once.
            var isAddress = target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || target.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
            if (isAddress && !_layout.EndsWith(target)) _layout.Text($" ({target})");
        }
    }

    private string? Attribute(int at, int end, string name)
    {
        var tag = _html.AsSpan(at, end - at);
        var start = tag.IndexOf(name + "=", StringComparison.OrdinalIgnoreCase);
        if (start <= 0 || !char.IsWhiteSpace(tag[start - 1])) return null;
        var value = tag[(start + name.Length + 1)..];
        if (value[0] is '"' or '\'')
        {
            var close = value[1..].IndexOf(value[0]);
            return close <= 0 ? null : WebUtility.HtmlDecode(value.Slice(1, close).ToString());
        }

        var stop = value.IndexOfAny(" \t\r\n>");
        return stop <= 0 ? null : WebUtility.HtmlDecode(value[..stop].ToString());
    }
}
