using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Vindex.Server.Web.Bodies;

/// <summary>The bytes of a body, up to a limit. The memory grows with what arrives and is counted by <see cref="BodyMemory"/> until disposed.</summary>
internal sealed class BodyBytes : IDisposable
{
    /// <summary>An oversized body is read to its end up to this size.</summary>
    public const int DiscardLimit = 16 * 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    // The pool keeps what it gets; larger buffers are too rare to be worth that.
    private const int LargestPooled = 1024 * 1024;
    private byte[] _buffer = [];
    private int _length;

    private BodyBytes(BodyLease lease) => Lease = lease;

    /// <summary>The bytes; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Counts the memory of the body, and of what is made from it.</summary>
    public BodyLease Lease { get; }

    /// <summary>The body, or the problem: it is larger than the limit, or the server has no memory for it at the moment.</summary>
    public static async ValueTask<(BodyBytes? Bytes, Problem? Problem)> ReceiveAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        TimedBody.Allow(request, limit);
        if (limit > DiscardLimit && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit + 1L;
        if (request.ContentLength > limit)
        {
            await DiscardAsync(context, 0);
            return (null, Problem.TooLarge(limit));
        }

        var bytes = new BodyBytes(context.RequestServices.GetRequiredService<BodyMemory>().Open(context));
        var isKept = false;
        try
        {
            var problem = await bytes.ReadAsync(request, limit, context.RequestAborted);
            isKept = problem is null;
            if (isKept) return (bytes, null);
            var read = bytes._length;
            bytes.Dispose();
            await DiscardAsync(context, read);
            return (null, problem);
        }
        finally
        {
            if (!isKept) bytes.Dispose();
        }
    }

    /// <summary>Counts the memory of the JSON document that is about to be made from the bytes.</summary>
    /// <param name="copied">Whether a record will copy parts of it, such as a ticket's ADF documents.</param>
    public Problem? TakeDocument(bool copied = false) =>
        JsonMemory.Of(Memory.Span) is var needed and > 0 ? Lease.Take(copied ? 2 * needed : needed) : null;

    public void Dispose()
    {
        Release(_buffer);
        _buffer = [];
        _length = 0;
        Lease.Dispose();
    }

    private async ValueTask<Problem?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (Grow((int)Math.Min(request.ContentLength ?? FirstBuffer, FirstBuffer)) is { } refused) return refused;
        while (true)
        {
            if (_length == limit) return await IsAtEndAsync(request, cancellationToken) ? null : Problem.TooLarge(limit);
            if (_length == _buffer.Length)
            {
                if (_length == request.ContentLength) return null;
                if (Grow((int)Math.Min(Math.Max(2L * _length, FirstBuffer), limit)) is { } problem) return problem;
            }

            var read = await request.Body.ReadAsync(_buffer.AsMemory(_length, Math.Min(_buffer.Length, limit) - _length), cancellationToken);
            if (read == 0) return null;
            _length += read;
        }
    }

    // One byte past the limit is enough to know; the length of a chunked body is unknown until it ends.
    private static async ValueTask<bool> IsAtEndAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await request.Body.ReadAsync(new byte[1], cancellationToken) == 0;

    // A caller that is still sending may miss a response that closes the connection, so moderately oversized bodies are read and discarded.
    public static async ValueTask DiscardAsync(HttpContext context, long read)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var length = 1;
            while (length > 0 && read < DiscardLimit)
            {
                length = await context.Request.Body.ReadAsync(buffer, context.RequestAborted);
                read += length;
            }

            if (length > 0) context.Response.Headers.Connection = "close";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Problem? Grow(int size)
    {
        var larger = size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        if (Lease.Take(larger.Length) is { } problem)
        {
            Release(larger);
            return problem;
        }

        _buffer.AsSpan(0, _length).CopyTo(larger);
        Lease.Return(_buffer.Length);
        Release(_buffer);
        _buffer = larger;
        return null;
    }

    private static void Release(byte[] buffer)
    {
        if (buffer.Length is > 0 and <= LargestPooled) ArrayPool<byte>.Shared.Return(buffer);
    }
}
