using System.Buffers;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Splits a stream into lines and holds at most one of them; the content of a line that is too long is dropped.</summary>
internal sealed class LineSplitter(int limit)
{
    private bool _skipping;
    private long _searched;

    /// <summary>Takes the next line off the buffer.</summary>
    /// <param name="buffer">What has arrived; what is left over comes again with more behind it.</param>
    /// <param name="isEnd">Whether nothing more will come.</param>
    /// <param name="line">The line without its end; empty when it is too long.</param>
    /// <param name="isTooLong">Whether it is.</param>
    /// <returns>False when no whole line has arrived.</returns>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line, out bool isTooLong)
    {
        line = default;
        isTooLong = false;

        // A long line comes in many pieces; what was looked through is not looked through again with each.
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
