namespace Vindex.Scoring.Tickets.Markup;

/// <summary>
/// Reads the markup within one block of text, Markdown and Jira wiki alike, and writes the remaining text to <see cref="CleanText"/>. The lines of the
/// block are gathered first; one pass marks what goes, a second one copies what stays. Every search forward is bounded or remembers that it failed, so that
/// the time is linear whatever the text.
/// </summary>
internal sealed partial class InlineMarkup
{
    private const int Delimiters = 8;
    private readonly int[] _open = new int[Delimiters];
    private readonly List<(int Scratch, int Source)> _lines = [];
    private readonly List<int> _brackets = [];
    private char[] _chars = new char[1024];
    private bool[] _drop = new bool[1024];
    private int _length;
    private int _boldEnd;
    private int _textStart;

    /// <summary>Forgets the lines; large buffers are given back.</summary>
    public void Clear()
    {
        _length = 0;
        _lines.Clear();
        if (_chars.Length > 128 * 1024)
        {
            _chars = new char[1024];
            _drop = new bool[1024];
            _brackets.Clear();
            _brackets.TrimExcess();
        }
    }

    /// <summary>Adds a line of the block; it is joined to the last with a blank.</summary>
    public void Add(ReadOnlySpan<char> line, int source)
    {
        var needed = _length + line.Length + 1;
        if (needed > _chars.Length)
        {
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, needed));
            Array.Resize(ref _drop, _chars.Length);
        }
        if (_length > 0) _chars[_length++] = ' ';
        _lines.Add((_length, source));
        line.CopyTo(_chars.AsSpan(_length));
        _length += line.Length;
    }

    /// <summary>Writes the lines without their markup. True when the block is one stretch of bold text, with or without a colon after it.</summary>
    /// <param name="clean">Where to.</param>
    /// <param name="row">A row of a table: cells are set apart by <c> | </c>.</param>
    public bool Write(CleanText clean, bool row = false)
    {
        Array.Clear(_drop, 0, _length);
        Mark();
        var bold = IsBold();
        Copy(clean, row);
        return bold;
    }

    private bool IsBold()
    {
        if (_boldEnd < 0) return false;
        for (var i = _boldEnd; i < _length; i++)
        {
            if (!_drop[i] && _chars[i] is not (':' or ' ')) return false;
        }
        return true;
    }

    private void Copy(CleanText clean, bool row)
    {
        clean.Reserve(_length + (row ? _length : 0) + _lines.Count + 4);
        var start = clean.Length;
        var line = 0;
        var offset = _lines.Count > 0 ? _lines[0].Source - _lines[0].Scratch : 0;
        var nextLine = _lines.Count > 1 ? _lines[1].Scratch : int.MaxValue;
        var blank = -1;
        var cell = false;
        for (var i = 0; i < _length; i++)
        {
            if (i == nextLine)
            {
                line++;
                offset = _lines[line].Source - _lines[line].Scratch;
                nextLine = line + 1 < _lines.Count ? _lines[line + 1].Scratch : int.MaxValue;
            }
            if (_drop[i]) continue;
            var c = _chars[i];
            if (Characters.IsBlank(c) || c is '\n' or '\r')
            {
                if (blank < 0) blank = i + offset;
                continue;
            }
            if (row && c == '|')
            {
                // Bars stand between cells, once, whatever stood there: "||", "| |".
                cell = true;
                if (blank < 0) blank = i + offset;
                continue;
            }
            if (cell && clean.Length > start)
            {
                clean.Append(' ', blank);
                clean.Append('|', blank);
                clean.Append(' ', blank);
            }
            else if (blank >= 0 && clean.Length > start)
            {
                clean.Append(' ', blank);
            }
            blank = -1;
            cell = false;
            clean.Append(c, i + offset);
        }
    }
}
