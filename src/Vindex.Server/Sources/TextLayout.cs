using System.Text;

namespace Vindex.Server.Sources;

/// <summary>Writes words as Markdown while HTML elements open and close; breaks and markers are delayed until words follow.</summary>
internal sealed class TextLayout
{
    private const int DeepestList = 10;
    private readonly StringBuilder _text = new();
    private readonly Stack<(bool IsOrdered, int Items)> _lists = new();
    private string? _marker;
    private int _breaks;
    private int _preformatted;
    private int _bold;
    private bool _boldIsOpen;
    private bool _space;
    private bool _isCell;

    public void Open(string element)
    {
        switch (element)
        {
            case "ul" or "ol":
                Break(_lists.Count == 0 ? 2 : 1);
                _marker = null;
                _lists.Push((element == "ol", 0));
                break;
            case "li":
                _marker = null;
                Break(1);
                _marker = Item();
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Break(2);
                _marker ??= new string('#', element[1] - '0') + " ";
                break;
            case "b" or "strong":
                _bold++;
                break;
            case "code" when _preformatted == 0:
                Verbatim("`");
                break;
            case "pre":
                Break(2);
                Verbatim("```\n");
                _preformatted++;
                break;
            case "td" or "th":
                if (_isCell) Text(" | ");
                _isCell = true;
                break;
            case "br" when _preformatted > 0:
                _text.Append('\n');
                break;
            case "br":
                Break(Math.Min(_breaks + 1, 2));
                break;
            default:
                Block(element);
                break;
        }
    }

    public void Close(string element)
    {
        switch (element)
        {
            case "ul" or "ol":
                _marker = null;
                _lists.TryPop(out _);
                Break(_lists.Count == 0 ? 2 : 1);
                break;
            case "li":
                // The next item follows; its paragraphs do not separate it.
                _marker = null;
                _breaks = 1;
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                _marker = null;
                Break(2);
                break;
            case "b" or "strong":
                if (_bold > 0 && --_bold == 0) CloseBold();
                break;
            case "code" when _preformatted == 0:
                _space = false;
                _text.Append('`');
                break;
            case "pre" when _preformatted > 0:
                _preformatted--;
                if (_text.Length > 0 && _text[^1] != '\n') _text.Append('\n');
                _text.Append("```");
                Break(2);
                break;
            default:
                Block(element);
                break;
        }
    }

    /// <summary>Words; whitespace collapses to one space unless preformatted.</summary>
    public void Text(string words)
    {
        if (_preformatted > 0)
        {
            _text.Append(words);
            return;
        }

        foreach (var c in words)
        {
            if (char.IsWhiteSpace(c)) _space = true;
            else if (c is not ('\u200B' or '\uFEFF')) Append(c);
        }
    }

    /// <summary>Whether the text so far ends with this.</summary>
    public bool EndsWith(string end)
    {
        if (end.Length > _text.Length) return false;
        return _text.ToString(_text.Length - end.Length, end.Length).Equals(end, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString()
    {
        CloseBold();
        return _text.ToString().Trim();
    }

    private void Block(string element)
    {
        if (element == "tr") _isCell = false;
        if (element is "p" or "table" or "blockquote" or "hr") Break(2);
        else if (element is "div" or "tr" or "section" or "article" or "dl" or "dt" or "dd" or "tbody" or "thead" or "caption") Break(1);
    }

    // No break between a marker and its words: <li><p>word</p></li> is one line.
    private void Break(int lines)
    {
        if (_marker is null) _breaks = Math.Max(_breaks, lines);
        _space = false;
    }

    private string Item()
    {
        var (isOrdered, items) = _lists.Count > 0 ? _lists.Pop() : (false, 0);
        _lists.Push((isOrdered, items + 1));
        return isOrdered ? $"{items + 1}. " : "- ";
    }

    private void Append(char c)
    {
        FlushBreaks();
        if (_space && _text.Length > 0 && _text[^1] is not ('\n' or ' ')) _text.Append(' ');
        _space = false;
        if (_bold > 0 && !_boldIsOpen)
        {
            _text.Append("**");
            _boldIsOpen = true;
        }

        _text.Append(c);
    }

    private void Verbatim(string text)
    {
        FlushBreaks();
        if (_space && _text.Length > 0 && _text[^1] is not ('\n' or ' ')) _text.Append(' ');
        _space = false;
        _text.Append(text);
    }

    private void FlushBreaks()
    {
        if (_breaks == 0 && _marker is null) return;

        // Bold does not span lines in Markdown; it starts again with the next word.
        CloseBold();
        if (_text.Length > 0) _text.Append('\n', _breaks);
        var depth = Math.Min(_lists.Count, DeepestList);
        if (_text.Length > 0 || _marker is not null) _text.Append(' ', 2 * (_marker is null ? depth : Math.Max(0, depth - 1)));
        _text.Append(_marker);
        (_marker, _breaks, _space) = (null, 0, false);
    }

    private void CloseBold()
    {
        if (!_boldIsOpen) return;
        _text.Append("**");
        _boldIsOpen = false;
    }
}
