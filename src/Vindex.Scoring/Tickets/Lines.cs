namespace Vindex.Scoring.Tickets;

/// <summary>
/// The lines of a field. Some exports lose the line ends and leave two blanks for each: a text without any line end is cut at such runs, and four blanks are
/// an empty line.
/// </summary>
internal struct Lines
{
    private readonly bool _flattened;
    private int _blankLinesDue;

    public Lines(ReadOnlySpan<char> text, bool mayBeFlattened)
    {
        _flattened = mayBeFlattened && text.IndexOfAny('\n', '\r') < 0 && text.Contains("  ", StringComparison.Ordinal);
        Next = 0;
        Start = End = 0;
    }

    /// <summary>The line ends were lost.</summary>
    public readonly bool Flattened => _flattened;

    /// <summary>First UTF-16 unit of the line.</summary>
    public int Start { get; private set; }

    /// <summary>One past its last, without the line end.</summary>
    public int End { get; private set; }

    /// <summary>Where the next line begins.</summary>
    public int Next { get; private set; }

    /// <summary>Lets the next line begin at <paramref name="position"/>.</summary>
    public void Seek(int position)
    {
        Next = position;
        _blankLinesDue = 0;
    }

    /// <summary>Lets this line go on to the first line end from <paramref name="position"/> on.</summary>
    public void Extend(ReadOnlySpan<char> text, int position)
    {
        var start = Start;
        Seek(position);
        Start = End = position;
        Read(text);
        Start = start;
    }

    /// <summary>Goes to the next line; false after the last.</summary>
    public bool Read(ReadOnlySpan<char> text)
    {
        if (_blankLinesDue > 0)
        {
            _blankLinesDue = 0;
            Start = End = Next;
            return true;
        }
        if (Next >= text.Length) return false;
        Start = Next;
        if (_flattened) ReadFlattened(text);
        else ReadPlain(text);
        return true;
    }

    private void ReadPlain(ReadOnlySpan<char> text)
    {
        var length = text[Start..].IndexOfAny('\n', '\r');
        End = length < 0 ? text.Length : Start + length;
        Next = End + 1;
        if (length >= 0 && text[End] == '\r' && Next < text.Length && text[Next] == '\n') Next++;
    }

    private void ReadFlattened(ReadOnlySpan<char> text)
    {
        var length = text[Start..].IndexOf("  ");
        End = length < 0 ? text.Length : Start + length;
        Next = End;
        while (Next < text.Length && text[Next] == ' ') Next++;
        if (Next - End >= 4) _blankLinesDue = 1;
    }
}
