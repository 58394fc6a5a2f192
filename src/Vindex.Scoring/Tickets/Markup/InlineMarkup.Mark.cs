using System.Buffers;

namespace Vindex.Scoring.Tickets.Markup;

/// <content>The pass that marks what goes.</content>
internal sealed partial class InlineMarkup
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.;'\"/()=@#$%^?-");

    private readonly bool[] _noBackticks = new bool[9];
    private bool _noBraces;
    private bool _noCode;
    private int _lastBar;
    private int _lastBlank;

    private void Mark()
    {
        Array.Fill(_open, -1);
        Array.Clear(_noBackticks);
        _brackets.Clear();
        _noBraces = _noCode = false;
        _boldEnd = _lastBar = _lastBlank = -1;
        _textStart = 0;
        while (_textStart < _length && Characters.IsBlank(_chars[_textStart])) _textStart++;

        var i = 0;
        while (i < _length)
        {
            var c = _chars[i];
            if (c == ' ') _lastBlank = i;
            if (s_plain.Contains(c))
            {
                i++;
                continue;
            }
            i = c switch
            {
                '*' => Emphasis(i, 0),
                '_' => Emphasis(i, 3),
                '~' => Strike(i),
                '`' => Code(i),
                '[' => OpenBracket(i),
                ']' => CloseBracket(i),
                '!' => Image(i),
                '<' => Tag(i),
                '&' => Entity(i),
                '{' => Macro(i),
                '\\' => Escape(i),
                ':' => Address(i),
                '|' => Bar(i),
                _ => Other(i, c),
            };
        }
    }

    private int Bar(int i)
    {
        _lastBar = i;
        return i + 1;
    }

    private int Other(int i, char c)
    {
        if (c == HtmlBlocks.BoldStart && i - _textStart < 40 && Characters.AreBlank(_chars.AsSpan(_textStart, i - _textStart)))
        {
            _open[7] = i;
        }
        else if (c == HtmlBlocks.BoldEnd && _open[7] >= 0)
        {
            _open[7] = -1;
            _boldEnd = i + 1;
        }
        if (Characters.IsInvisible(c)) _drop[i] = true;
        else if (Characters.IsBlank(c)) _lastBlank = i;
        return i + 1;
    }

    private char At(int i) => (uint)i < (uint)_length ? _chars[i] : ' ';

    private void Drop(int start, int end) => _drop.AsSpan(start, end - start).Fill(true);

    /// <summary>Stars and underscores: a run opens before a word and closes after one; only a pair goes, so that <c>*.csv</c> and <c>a_b_c</c> stay.</summary>
    private int Emphasis(int i, int slot)
    {
        var c = _chars[i];
        var end = i + 1;
        while (end < _length && _chars[end] == c) end++;
        var length = end - i;
        if (length > 3) return end;
        var before = At(i - 1);
        var after = At(end);
        var opens = !Characters.IsWord(before) && before != '\\' && MayBeginEmphasis(after);
        var closes = !Characters.IsWord(after) && !Characters.IsBlank(before) && i > 0 && before != c;
        if (closes && _open[slot + length - 1] >= 0 && Close(slot + length - 1, i, length, end)) return end;
        if (closes && length == 3 && _open[slot] >= 0 && _open[slot + 1] >= 0)
        {
            Close(slot, i, 1, i + 1);
            Close(slot + 1, i + 1, 2, end);
            return end;
        }
        if (opens) _open[slot + length - 1] = i;
        return end;
    }

    private bool Close(int slot, int i, int length, int end)
    {
        var open = _open[slot];
        if (_chars[i] == '_' && length == 2 && IsIdentifier(open + length, i)) return false;
        _open[slot] = -1;
        Drop(open, open + length);
        Drop(i, end);
        if (open == _textStart && (_chars[i] == '*' || length > 1)) _boldEnd = end;
        return true;
    }

    /// <summary>A short lower-case name between double underscores (<c>__init__</c>) is a name, not bold.</summary>
    private bool IsIdentifier(int start, int end)
    {
        if (end - start is 0 or > 40) return false;
        for (var i = start; i < end; i++)
        {
            if (!char.IsAsciiLetterLower(_chars[i]) && _chars[i] != '_') return false;
        }
        return true;
    }

    private static bool MayBeginEmphasis(char c) =>
        Characters.IsWord(c) || c is '[' or '`' or '(' or '{' or '<' or '"' or '\'' or '#' or '@' or '$' or '&' or '_' or '*' or '~' or '!' or '+' or '\\'
            || (c >= 128 && !Characters.IsBlank(c));

    private int Strike(int i)
    {
        if (At(i + 1) != '~') return i + 1;
        var end = i + 2;
        while (end < _length && _chars[end] == '~') end++;
        if (end - i != 2) return end;
        const int slot = 6;
        if (_open[slot] >= 0 && !Characters.IsBlank(At(i - 1)))
        {
            Drop(_open[slot], _open[slot] + 2);
            Drop(i, end);
            _open[slot] = -1;
        }
        else if (!Characters.IsBlank(At(end)) && end < _length)
        {
            _open[slot] = i;
        }
        return end;
    }

    /// <summary>A code span: as many backticks close it as opened it; its content stays as it is.</summary>
    private int Code(int i)
    {
        var end = i + 1;
        while (end < _length && _chars[end] == '`') end++;
        var length = end - i;
        if (length >= _noBackticks.Length || _noBackticks[length]) return end;
        for (var at = end; at < _length;)
        {
            var next = _chars.AsSpan(at, _length - at).IndexOf('`');
            if (next < 0) break;
            var close = at + next;
            at = close + 1;
            while (at < _length && _chars[at] == '`') at++;
            if (at - close != length) continue;
            Drop(i, end);
            Drop(close, at);
            DropInvisible(end, close);
            return at;
        }
        _noBackticks[length] = true;
        return end;
    }

    private void DropInvisible(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (Characters.IsInvisible(_chars[i])) _drop[i] = true;
        }
    }

    private int Escape(int i)
    {
        var next = At(i + 1);
        if (i + 1 >= _length || (next == '\\' && Characters.IsBlank(At(i + 2))))
        {
            // A forced line break: Markdown's at the end of a line, Jira's anywhere.
            Drop(i, Math.Min(i + 2, _length));
            return i + 2;
        }
        if (next == ' ' && IsLineEnd(i + 1))
        {
            _drop[i] = true;
            return i + 1;
        }
        if (next is '*' or '_' or '`' or '[' or ']' or '{' or '}' or '#' or '+' or '-' or '!' or '|' or '~' or '<' or '>' or '(' or ')')
        {
            _drop[i] = true;
            return i + 2;
        }
        return next == '\\' ? i + 2 : i + 1;
    }

    private bool IsLineEnd(int scratch)
    {
        // Joined lines are few and ascending; a binary search finds the one that begins after this blank.
        var low = 0;
        var high = _lines.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_lines[middle].Scratch == scratch + 1) return true;
            if (_lines[middle].Scratch < scratch + 1) low = middle + 1;
            else high = middle - 1;
        }
        return false;
    }

    /// <summary>A web address runs to the next blank or bracket; nothing in it is markup.</summary>
    private int Address(int i)
    {
        if (At(i + 1) != '/' || At(i + 2) != '/') return i + 1;
        var end = i + 3;
        while (end < _length && _chars[end] is not (' ' or '\t' or '|' or ']' or '[' or ')' or '>' or '<' or '"' or '`' or '{' or '}')
            && !Characters.IsBlank(_chars[end])
            && !Characters.IsInvisible(_chars[end]))
        {
            end++;
        }
        while (end > i + 3 && _chars[end - 1] is '*' or '_') end--;
        return end;
    }
}
