using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web.Responses;

/// <summary>
/// Endpoint metadata: what a read answers holds no secret, so that it may be kept by the caller and compressed. Without it, responses are not to be stored.
/// </summary>
internal sealed record Revalidated
{
    public static Revalidated Instance { get; } = new();
}

/// <summary>
/// Entity tags (RFC 9110, 8.8.3) of reads with <see cref="Revalidated"/>. They are weak, since a response has the same tag in every content coding.
/// </summary>
internal static class EntityTag
{
    private const int Bytes = 16;

    /// <summary>Tags a response of 200. True if the caller already has it; then the status is 304, and there is nothing to write.</summary>
    public static bool Matches(HttpContext context, ReadOnlySpan<byte> body)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return false;
        if (context.GetEndpoint()?.Metadata.GetMetadata<Revalidated>() is null) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(hash[..Bytes])}\"", isWeak: true);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (!request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
