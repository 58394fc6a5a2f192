using System.Buffers;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Splits a stream into lines, holding at most one in memory; the content of overlong lines is dropped.</summary>
internal sealed class LineSplitter(int limit)
{
    private bool _skipping;
    private long _searched;

    /// <summary>Takes the next line from the buffer.</summary>
    /// <param name="buffer">The received bytes; unused bytes are passed again with more data.</param>
    /// <param name="isEnd">Whether this is the end of the stream.</param>
    /// <param name="line">The line without its line break; empty if it is too long.</param>
    /// <param name="isTooLong">Whether the line is too long.</param>
    /// <returns>False if no complete line has arrived.</returns>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line, out bool isTooLong)
    {
        line = default;
        isTooLong = false;

        // A long line arrives in many pieces; bytes already searched are not searched again.
        if (buffer.Slice(_searched).PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }
        else if (isEnd && (buffer.Length > 0 || _skipping))
        {
            line = buffer;
            buffer = buffer.Slice(buffer.End);
        }
        else
        {
            _skipping |= buffer.Length > limit;
            if (_skipping) buffer = buffer.Slice(buffer.End);
            _searched = buffer.Length;
            return false;
        }

        _searched = 0;
        isTooLong = _skipping || line.Length > limit;
        _skipping = false;
        if (isTooLong) line = default;
        return true;
    }
}
