using System.Runtime.InteropServices;

namespace Vindex.Cli.Output;

/// <summary>
/// Standard output as bytes, buffered. The runtime's own stream swallows a broken pipe, so that <c>vindex score big.jsonl | head -1</c> would judge to
/// the end for no one; this stream checks after each write and throws <see cref="BrokenPipeException"/>.
/// </summary>
internal sealed partial class StandardOutput : Stream
{
    private const int PieceSize = 32 * 1024;

    private readonly Stream _console = Console.OpenStandardOutput();
    private readonly byte[] _piece = new byte[PieceSize];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, PieceSize - _filled);
            buffer[..taken].CopyTo(_piece.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == PieceSize) Flush();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        if (_filled == 0) return;
        try
        {
            var filled = _filled;
            _filled = 0;
            _console.Write(_piece, 0, filled);
            _console.Flush();
        }
        catch (IOException e)
        {
            throw new OutputFailedException(e);
        }

        if (IsPipeBroken()) throw new BrokenPipeException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static bool IsPipeBroken()
    {
        const short error = 0x0008; // POLLERR: the other end of the pipe is closed (poll(2))
        if (OperatingSystem.IsWindows()) return false;
        var standardOutput = new PollRequest { Descriptor = 1 };
        return Poll(ref standardOutput, 1, 0) > 0 && (standardOutput.Returned & error) != 0;
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollRequest requests, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Asked;
        public short Returned;
    }
}
