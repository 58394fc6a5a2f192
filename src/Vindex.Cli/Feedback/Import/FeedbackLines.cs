using System.Buffers;

namespace Vindex.Cli.Feedback.Import;

/// <summary>Reads lines of feedback in batches; never holds more than a batch and the longest line.</summary>
internal sealed class FeedbackLines(Stream input, string? project)
{
    /// <summary>Bytes from which on a batch goes out.</summary>
    public const int BatchSize = 2 * 1024 * 1024;

    /// <summary>Longer lines are rejected here, because no valid payload (1 MiB) makes one.</summary>
    public const int LongestLine = 4 * 1024 * 1024;

    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _scanned;
    private int _end;
    private long _line;
    private bool _ended;
    private bool _tooLong;

    /// <summary>The next batch; null at the end.</summary>
    public async Task<FeedbackBatch?> NextAsync(CancellationToken cancellationToken)
    {
        var batch = new FeedbackBatch();
        while (batch.Size < BatchSize)
        {
            if (TakeLine() is { } line) Add(batch, line);
            else if (_ended) break;
            else await FillAsync(cancellationToken);
        }

        return batch.IsEmpty ? null : batch;
    }

    private void Add(FeedbackBatch batch, Range line)
    {
        _line++;
        var bytes = _buffer.AsSpan(line);
        if (_line == 1 && bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (_tooLong || bytes.Length > LongestLine)
        {
            _tooLong = false;
            batch.Refuse(new RefusedLine(_line, $"the line is longer than {LongestLine / 1024 / 1024} MiB"));
        }
        else if (bytes.ContainsAnyExcept(" \t\r"u8))
        {
            batch.Add(_line, bytes, LineFacts.Read(bytes, project));
        }
    }

    private Range? TakeLine()
    {
        var found = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (found < 0 && !(_ended && (_end > _start || _tooLong)))
        {
            _scanned = _end;
            return null;
        }

        var end = found < 0 ? _end : _scanned + found;
        var line = _start..end;
        _start = _scanned = found < 0 ? _end : end + 1;
        return line;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_end - _start > LongestLine)
        {
            _tooLong = true;
            _start = _end;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _scanned, _end) = (0, _scanned - Math.Min(_start, _scanned), _end - _start);
            _scanned = Math.Min(_scanned, _end);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _ended = read == 0;
    }
}

/// <summary>Lines that go to the server in one request.</summary>
internal sealed class FeedbackBatch
{
    private readonly ArrayBufferWriter<byte> _body = new(64 * 1024);
    private readonly List<long> _lines = [];
    private readonly List<RefusedLine> _refused = [];

    /// <summary>The lines as they are sent.</summary>
    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>The number in the file of each of them.</summary>
    public IReadOnlyList<long> Lines => _lines;

    /// <summary>Lines that are not even sent.</summary>
    public IReadOnlyList<RefusedLine> Refused => _refused;

    /// <summary>Of those sent, how many carry no id.</summary>
    public int WithoutId { get; private set; }

    /// <summary>Of those sent, how many named another project.</summary>
    public int FromElsewhere { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Size => _body.WrittenCount;

    /// <summary>Whether there is nothing to send or report.</summary>
    public bool IsEmpty => _lines.Count == 0 && _refused.Count == 0;

    public void Add(long number, ReadOnlySpan<byte> line, LineFacts facts)
    {
        _body.Write(line);
        _body.Write("\n"u8);
        _lines.Add(number);
        if (!facts.HasId) WithoutId++;
        if (facts.NamesAnother) FromElsewhere++;
    }

    public void Refuse(RefusedLine line) => _refused.Add(line);
}

/// <summary>A rejected line.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Reason">Why.</param>
internal sealed record RefusedLine(long Line, string Reason);
