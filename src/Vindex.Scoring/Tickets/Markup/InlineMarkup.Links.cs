namespace Vindex.Scoring.Tickets.Markup;

/// <content>Links, images, tags, entities and macros.</content>
internal sealed partial class InlineMarkup
{
    private const int LongestTitle = 300;

    private int OpenBracket(int i)
    {
        _brackets.Add(i);
        return i + 1;
    }

    private int CloseBracket(int i)
    {
        if (_brackets.Count == 0) return i + 1;
        var open = _brackets[^1];
        _brackets.RemoveAt(_brackets.Count - 1);
        var image = open > 0 && _chars[open - 1] == '!';
        if (At(i + 1) == '(')
        {
            var end = LinkTarget(i + 2);
            if (end > 0)
            {
                if (image)
                {
                    Drop(open - 1, end);
                }
                else
                {
                    _drop[open] = true;
                    Drop(i, end);
                }
                return end;
            }
        }
        if (_lastBar > open && _lastBlank < _lastBar && i > _lastBar + 1)
        {
            // [text|address], and [text|address|tip] with a one-word tip.
            _drop[open] = true;
            var target = _lastBar;
            _lastBar = -1;
            Drop(target, i + 1);
            return i + 1;
        }
        if (At(open + 1) is '~' && i > open + 2)
        {
            Drop(open, open + 2);
            _drop[i] = true;
        }
        else if (_lastBlank < open && StartsWith(open + 1, "http"))
        {
            _drop[open] = _drop[i] = true;
        }
        else if (At(i + 1) == '[' && _chars.AsSpan(i + 2, Math.Min(_length - i - 2, 60)).IndexOfAny(']', ' ') is >= 0 and var reference
            && _chars[i + 2 + reference] == ']')
        {
            // [text][reference]
            _drop[open] = true;
            Drop(i, i + 3 + reference);
            return i + 3 + reference;
        }
        return i + 1;
    }

    /// <summary>Where the target of a link ends, past its bracket; −1 if it is not a link. Stops at square brackets, so that nothing is read twice.</summary>
    private int LinkTarget(int i)
    {
        var depth = 1;
        for (; i < _length; i++)
        {
            var c = _chars[i];
            if (c == '(') depth++;
            else if (c == ')' && --depth == 0) return i + 1;
            else if (c is '[' or ']') return -1;
            else if (Characters.IsBlank(c)) return TitleEnd(i);
        }
        return -1;
    }

    private int TitleEnd(int i)
    {
        while (i < _length && Characters.IsBlank(_chars[i])) i++;
        if (At(i) is not ('"' or '\'' or '=' or ')')) return -1;
        for (var end = i; end < Math.Min(_length, i + LongestTitle); end++)
        {
            if (_chars[end] == ')') return end + 1;
            if (_chars[end] is '[' or ']') return -1;
        }
        return -1;
    }

    /// <summary>Jira's <c>!picture.png|thumbnail!</c>; Markdown's pictures are settled at their closing bracket.</summary>
    private int Image(int i)
    {
        if (Characters.IsWord(At(i - 1)) || Characters.IsBlank(At(i + 1)) || At(i + 1) is '!' or '[') return i + 1;
        var dot = false;
        for (var end = i + 1; end < Math.Min(_length, i + LongestTitle); end++)
        {
            var c = _chars[end];
            if (c == '.') dot = true;
            if (c == '!')
            {
                if (!dot || Characters.IsWord(At(end + 1))) return i + 1;
                Drop(i, end + 1);
                return end + 1;
            }
            if (c is '[' or ']' or '<' or '{' or '?') break;
            if (Characters.IsBlank(c) && !dot) break;
        }
        return i + 1;
    }

    private bool StartsWith(int i, ReadOnlySpan<char> text) =>
        i >= 0 && i + text.Length <= _length && _chars.AsSpan(i, text.Length).Equals(text, StringComparison.OrdinalIgnoreCase);

    private int Tag(int i)
    {
        var name = At(i + 1) == '/' ? i + 2 : i + 1;
        if (!char.IsAsciiLetter(At(name)))
        {
            if (StartsWith(i, "<!--")) Drop(i, i + 4);
            return i + 1;
        }
        var end = name;
        while (end < _length && (char.IsAsciiLetterOrDigit(_chars[end]) || _chars[end] == '-')) end++;
        if (StartsWith(end, "://") || (At(end) == ':' && StartsWith(name, "mailto")))
        {
            var stop = _chars.AsSpan(end, _length - end).IndexOfAny('>', ' ', '<');
            if (stop < 0 || _chars[end + stop] != '>') return end;
            _drop[i] = _drop[end + stop] = true;
            return end + stop + 1;
        }
        if (!HtmlTags.IsTag(_chars.AsSpan(name, end - name))) return i + 1;
        var close = _chars.AsSpan(end, _length - end).IndexOfAny('>', '<');
        if (close < 0 || _chars[end + close] != '>') return end;
        var breaks = HtmlTags.BreaksWords(_chars.AsSpan(name, end - name));
        Drop(i, end + close + 1);
        if (breaks)
        {
            _drop[i] = false;
            _chars[i] = ' ';
        }
        return end + close + 1;
    }

    private int Entity(int i)
    {
        var window = _chars.AsSpan(i + 1, Math.Min(10, _length - i - 1));
        var semicolon = window.IndexOf(';');
        if (semicolon <= 0 || HtmlTags.Entity(window[..semicolon]) is not { } character) return i + 1;
        Drop(i, i + semicolon + 2);
        if (character == '\0') return i + semicolon + 2;
        _drop[i] = false;
        _chars[i] = character;
        return i + semicolon + 2;
    }

    /// <summary>Jira's braces: <c>{{code}}</c>, <c>{code}…{code}</c> within a line, <c>{color:red}</c> and its like.</summary>
    private int Macro(int i)
    {
        if (At(i + 1) == '{')
        {
            if (_noBraces) return i + 2;
            var close = _chars.AsSpan(i + 2, _length - i - 2).IndexOf("}}");
            if (close < 0)
            {
                _noBraces = true;
                return i + 2;
            }
            if (close == 0) return i + 4;
            close += i + 2;
            if (At(close + 2) == '}') close++;
            Drop(i, i + 2);
            Drop(close, close + 2);
            DropInvisible(i + 2, close);
            return close + 2;
        }
        var name = i + 1;
        var end = name;
        while (end < _length && char.IsAsciiLetter(_chars[end])) end++;
        if (end == name || !JiraMacros.IsMacro(_chars.AsSpan(name, end - name)) || At(end) is not ('}' or ':')) return i + 1;
        var brace = _chars.AsSpan(end, _length - end).IndexOfAny('}', '{');
        if (brace < 0 || _chars[end + brace] != '}') return end;
        var past = end + brace + 1;
        Drop(i, past);
        if (!JiraMacros.IsVerbatim(_chars.AsSpan(name, end - name)) || _noCode) return past;
        var closing = _chars.AsSpan(past, _length - past).IndexOf(_chars.AsSpan(i, end - i));
        if (closing < 0)
        {
            _noCode = true;
            return past;
        }
        closing += past;
        var tail = _chars.AsSpan(closing, _length - closing).IndexOf('}');
        if (tail < 0) return past;
        DropInvisible(past, closing);
        Drop(closing, closing + tail + 1);
        return closing + tail + 1;
    }
}
