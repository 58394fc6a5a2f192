using System.Buffers;

namespace Vindex.Server.Web.Bodies;

/// <summary>
/// Checks the syntax of JSON (RFC 8259) without an exception for text that is none: System.Text.Json has only readers that throw, at a cost of several
/// microseconds each.
/// </summary>
internal ref struct JsonSyntax
{
    private static readonly SearchValues<byte> s_stops = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _maxDepth;
    private int _at;

    private JsonSyntax(ReadOnlySpan<byte> text, int maxDepth)
    {
        _text = text;
        _maxDepth = maxDepth;
    }

    /// <summary>Whether the text is one JSON value that nests at most so deep. Its encoding is not checked.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text, int maxDepth)
    {
        var syntax = new JsonSyntax(text, maxDepth);
        return syntax.Value(0) && syntax.Next() < 0;
    }

    private bool Value(int depth) => Next() switch
    {
        '{' => depth < _maxDepth && Object(depth + 1),
        '[' => depth < _maxDepth && Array(depth + 1),
        '"' => String(),
        't' => Word("true"u8),
        'f' => Word("false"u8),
        'n' => Word("null"u8),
        _ => Number(),
    };

    private bool Object(int depth)
    {
        _at++;
        if (Take('}')) return true;
        do
        {
            if (Next() != '"' || !String() || !Take(':') || !Value(depth)) return false;
        }
        while (Take(','));
        return Take('}');
    }

    private bool Array(int depth)
    {
        _at++;
        if (Take(']')) return true;
        do
        {
            if (!Value(depth)) return false;
        }
        while (Take(','));
        return Take(']');
    }

    private bool String()
    {
        _at++;
        while (true)
        {
            var length = _text[_at..].IndexOfAny(s_stops);
            if (length < 0) return false;
            _at += length + 1;
            var stop = _text[_at - 1];
            if (stop == '"') return true;
            if (stop != '\\' || !Escape()) return false;
        }
    }

    private bool Escape()
    {
        if (_at >= _text.Length) return false;
        var kind = _text[_at++];
        if (kind != 'u') return "\"\\/bfnrt"u8.Contains(kind);
        if (_text.Length - _at < 4) return false;
        for (var end = _at + 4; _at < end; _at++)
        {
            if (!char.IsAsciiHexDigit((char)_text[_at])) return false;
        }

        return true;
    }

    private bool Number()
    {
        if (Peek() == '-') _at++;
        if (Peek() == '0') _at++;
        else if (!Digits()) return false;
        if (Peek() == '.')
        {
            _at++;
            if (!Digits()) return false;
        }

        if (Peek() is not ('e' or 'E')) return true;
        _at++;
        if (Peek() is '+' or '-') _at++;
        return Digits();
    }

    private bool Digits()
    {
        var start = _at;
        while (Peek() is >= '0' and <= '9') _at++;
        return _at > start;
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private bool Take(char expected)
    {
        if (Next() != expected) return false;
        _at++;
        return true;
    }

    // The next byte that is not white space; -1 at the end.
    private int Next()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n') _at++;
        return Peek();
    }

    private readonly int Peek() => _at < _text.Length ? _text[_at] : -1;
}
