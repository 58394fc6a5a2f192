namespace Vindex.Scoring.Tickets;

/// <summary>Grows the text without markup, and with it the map that leads back to the source.</summary>
internal sealed class CleanText
{
    private readonly List<(int Clean, int Source)> _runs = [];
    private char[] _text = new char[2048];
    private int _length;
    private int _nextSource = -1;

    /// <summary>How much was written so far.</summary>
    public int Length => _length;

    /// <summary>Ascending pairs (start in clean, start in source) of stretches copied unchanged.</summary>
    public IReadOnlyList<(int Clean, int Source)> Runs => _runs;

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Forgets everything; large buffers are given back.</summary>
    public void Clear()
    {
        _length = 0;
        _nextSource = -1;
        _runs.Clear();
        if (_text.Length > 256 * 1024)
        {
            _text = new char[2048];
            _runs.TrimExcess();
        }
    }

    /// <summary>Makes room, so that <see cref="Append(char, int)"/> need not ask.</summary>
    public void Reserve(int more)
    {
        if (_length + more > _text.Length) Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + more));
    }

    /// <summary>Writes one character that stands at <paramref name="source"/>; room must have been reserved.</summary>
    public void Append(char character, int source)
    {
        if (source != _nextSource) _runs.Add((_length, source));
        _text[_length++] = character;
        _nextSource = source + 1;
    }

    /// <summary>Writes characters that stand together from <paramref name="source"/> on.</summary>
    public void Append(ReadOnlySpan<char> characters, int source)
    {
        if (characters.IsEmpty) return;
        Reserve(characters.Length);
        if (source != _nextSource) _runs.Add((_length, source));
        characters.CopyTo(_text.AsSpan(_length));
        _length += characters.Length;
        _nextSource = source + characters.Length;
    }

    /// <summary>Writes a line end between two blocks; it stands where the last block ended.</summary>
    public void AppendLineEnd()
    {
        if (_length == 0 || _text[_length - 1] == '\n') return;
        Reserve(1);
        _text[_length++] = '\n';
        _nextSource++;
    }

    /// <summary>Takes back what was written since the text had this length.</summary>
    public void Truncate(int length)
    {
        _length = length;
        while (_runs.Count > 0 && _runs[^1].Clean >= length) _runs.RemoveAt(_runs.Count - 1);
        _nextSource = _runs.Count == 0 ? -1 : _runs[^1].Source + (length - _runs[^1].Clean);
    }
}
