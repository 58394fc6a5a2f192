using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Vindex.Server.Web.Bodies;

/// <summary>The bytes of a body, up to a limit, in pooled memory.</summary>
internal readonly struct BodyBytes : IDisposable
{
    /// <summary>An oversized body is read to its end up to this size.</summary>
    public const int DiscardLimit = 16 * 1024 * 1024;

    private readonly byte[] _rented;

    private BodyBytes(byte[] rented, int length)
    {
        _rented = rented;
        Memory = rented.AsMemory(0, length);
    }

    /// <summary>The bytes; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>The body; null if it is larger than the limit.</summary>
    public static async ValueTask<BodyBytes?> ReceiveAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (limit > DiscardLimit && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit + 1L;
        if (request.ContentLength > limit)
        {
            await DiscardAsync(context, 0);
            return null;
        }

        var (rented, length) = await ReadAsync(request, limit, context.RequestAborted);
        if (length <= limit) return new BodyBytes(rented, length);
        ArrayPool<byte>.Shared.Return(rented);
        await DiscardAsync(context, length);
        return null;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);

    // One byte past the limit is enough to know; the length of a chunked body is unknown until it ends.
    private static async ValueTask<(byte[] Rented, int Length)> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 4096) + 1);
        var length = 0;
        try
        {
            while (length <= limit)
            {
                if (length == rented.Length) rented = Grow(rented, length);
                var read = await request.Body.ReadAsync(rented.AsMemory(length), cancellationToken);
                if (read == 0) break;
                length += read;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }

        return (rented, length);
    }

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

    private static byte[] Grow(byte[] rented, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(rented.Length * 2);
        rented.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented);
        return larger;
    }
}
