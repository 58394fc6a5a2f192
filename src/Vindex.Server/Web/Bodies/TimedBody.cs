using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web.Bodies;

/// <summary>
/// A request body that must arrive in time. Kestrel's minimum rate is an average, so a caller that sends almost everything at once could keep back the rest for
/// hours. Kestrel also reports some framing errors of chunks (RFC 9112, 7.1), such as a chunk size beyond 64 bits, as a plain <see cref="IOException"/>; here
/// they become the caller's error like all others. Reads the pipe rather than the stream, because a cancelled read of the stream leaves the connection in a
/// state that the web server reports as its own error.
/// </summary>
internal sealed class TimedBody(PipeReader reader, bool isChunked, TimeSpan patience, TimeProvider time) : Stream
{
    /// <summary>Additional time for each mebibyte that a route accepts.</summary>
    public static readonly TimeSpan PerMebibyte = TimeSpan.FromSeconds(4);

    private const long Mebibyte = 1024 * 1024;
    private TimeSpan _patience = patience;
    private CancellationTokenSource? _late;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Must be called before the body is read.</summary>
    public static void Guard(HttpRequest request, TimeSpan patience, TimeProvider time)
    {
        var isChunked = request.Headers.ContainsKey(HeaderNames.TransferEncoding);
        if (!isChunked && request.ContentLength is null or 0) return;
        var body = new TimedBody(request.BodyReader, isChunked, patience, time);
        request.Body = body;
        request.HttpContext.Response.RegisterForDispose(body);
    }

    /// <summary>Allows the time that a body of this size takes. Without effect once it is being read.</summary>
    public static void Allow(HttpRequest request, long bytes)
    {
        if (request.Body is TimedBody body) body._patience += PerMebibyte * ((double)bytes / Mebibyte);
    }

    /// <summary>Allows any time, for streams whose sender may pause. Must be called before the body is read.</summary>
    public static void AllowPauses(HttpRequest request)
    {
        if (request.Body is TimedBody body) body._patience = Timeout.InfiniteTimeSpan;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_late is null)
        {
            _late = new CancellationTokenSource(_patience, time);
            _late.Token.UnsafeRegister(static body => ((TimedBody)body!).CancelRead(), this);
        }

        if (_late.IsCancellationRequested) throw Late();
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var taken = Take(result, buffer);
                if (taken > 0 || result.IsCompleted || buffer.IsEmpty) return taken;
            }
        }
        catch (IOException exception) when (isChunked && exception is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The chunks of the body cannot be read.", StatusCodes.Status400BadRequest, exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _late?.Dispose();
        base.Dispose(disposing);
    }

    private void CancelRead()
    {
        try
        {
            reader.CancelPendingRead();
        }
        catch (ObjectDisposedException)
        {
            // The request ended just before, and nothing reads its body any more. On a timer's thread, this would end the process.
        }
    }

    private int Take(ReadResult result, Memory<byte> buffer)
    {
        if (result.IsCanceled)
        {
            reader.AdvanceTo(result.Buffer.Start);
            throw Late();
        }

        var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
        taken.CopyTo(buffer.Span);

        // After advancing, the sequence's memory belongs to the reader again.
        var length = (int)taken.Length;
        reader.AdvanceTo(taken.End);
        return length;
    }

    private static BadHttpRequestException Late() => new("The body did not arrive in time.", StatusCodes.Status408RequestTimeout);
}
