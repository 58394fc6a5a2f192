namespace Vindex.Scoring.Backlogs;

/// <summary>A stream of which the beginning can be looked at, and which ends after so many bytes.</summary>
internal sealed class LimitedStream : Stream
{
    /// <summary>The most bytes that can be looked at.</summary>
    public const int HeadSize = 64 * 1024;
    private readonly Stream _stream;
    private readonly byte[] _head = new byte[HeadSize];
    private readonly int _headLength;
    private long _left;
    private int _position;

    public LimitedStream(Stream stream, long limit)
    {
        _stream = stream;
        _headLength = stream.ReadAtLeast(_head, HeadSize, throwOnEndOfStream: false);
        _left = limit - _headLength;
        Exceeded = _left < 0;
    }

    /// <summary>The first bytes.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <summary>There were more bytes than allowed; the rest was not read.</summary>
    public bool Exceeded { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Leaves out bytes at the beginning (a byte order mark).</summary>
    public void Skip(int bytes) => _position += bytes;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_position < _headLength)
        {
            var count = Math.Min(buffer.Length, _headLength - _position);
            _head.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
        if (Exceeded) return 0;
        var read = _stream.Read(buffer);
        _left -= read;
        if (_left >= 0) return read;
        Exceeded = true;
        return 0;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
