using System.Text.Json;

namespace Vindex.Scoring.Backlogs;

/// <summary>Reads the elements of a JSON array one by one, or a lone value, without holding more than one of them.</summary>
internal sealed class JsonArrayReader(Stream stream)
{
    /// <summary>A document of the deepest kind that a ticket may hold takes some 200 levels of JSON.</summary>
    public const int MaxDepth = 512;
    private const int FirstBuffer = 32 * 1024;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private int _linesWithin;
    private bool _final;
    private bool _opened;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>The line, from 1, on which the element read last begins.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The value is an array.</summary>
    public bool IsArray => _opened;

    /// <summary>The next element, or the lone value; null at the end. Throws <see cref="JsonException"/> for broken JSON.</summary>
    public JsonDocument? Read()
    {
        while (true)
        {
            if (TryRead(out var element, out var ended)) return element;
            if (ended) return null;
        }
    }

    private bool TryRead(out JsonDocument? element, out bool ended)
    {
        element = null;
        ended = false;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        if (!reader.Read())
        {
            ended = _final;
            if (!_final) Fill();
            return false;
        }
        if (!_opened && reader.TokenType == JsonTokenType.StartArray)
        {
            _opened = true;
            Consume(ref reader);
            return false;
        }
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            Consume(ref reader);
            return false;
        }
        var before = (int)reader.TokenStartIndex;
        if (!JsonDocument.TryParseValue(ref reader, out element))
        {
            Fill();
            return false;
        }
        // Lines within the element count once the next one is asked for, so that Line is where this one begins.
        Line += _linesWithin + _buffer.AsSpan(_start, before).Count((byte)'\n');
        _linesWithin = _buffer.AsSpan(_start + before, (int)reader.BytesConsumed - before).Count((byte)'\n');
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return true;
    }

    private void Consume(ref Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        Line += _buffer.AsSpan(_start, consumed).Count((byte)'\n');
        _start += consumed;
        _state = reader.CurrentState;
    }

    /// <summary>Reads at least as much again as waits already, so that a long element is looked at a few times only.</summary>
    private void Fill()
    {
        var waiting = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, waiting).CopyTo(_buffer);
            (_start, _end) = (0, waiting);
        }
        if (waiting * 2 > _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var wanted = Math.Max(1, Math.Min(waiting, _buffer.Length - _end));
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), wanted, throwOnEndOfStream: false);
        _end += read;
        _final = read < wanted;
    }
}
