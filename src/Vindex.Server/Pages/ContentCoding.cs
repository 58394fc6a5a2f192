using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Pages;

/// <summary>How a body is compressed (RFC 9110, 8.4.1).</summary>
internal enum ContentCoding
{
    /// <summary>Not compressed.</summary>
    Identity,

    /// <summary>RFC 7932.</summary>
    Brotli,

    /// <summary>RFC 1952.</summary>
    Gzip,
}

/// <summary>Chooses an encoding that the caller accepts.</summary>
internal static class ContentCodings
{
    // Sufficient for pages: a higher level takes more time than it saves in transfer.
    private static readonly BrotliCompressionOptions s_pageQuality = new() { Quality = 4 };

    /// <summary>The best encoding that the request accepts; brotli before gzip at equal weight.</summary>
    public static ContentCoding Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var brotli = Weight(accepted, "br");
        var gzip = Weight(accepted, "gzip");
        if (brotli <= 0 && gzip <= 0) return ContentCoding.Identity;
        return brotli >= gzip ? ContentCoding.Brotli : ContentCoding.Gzip;
    }

    /// <summary>Sets the response headers for the encoding, including <c>Vary</c>.</summary>
    public static void Announce(this ContentCoding coding, HttpResponse response)
    {
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (coding != ContentCoding.Identity) response.Headers.ContentEncoding = coding == ContentCoding.Brotli ? "br" : "gzip";
    }

    /// <summary>A stream that compresses into another one, which stays open; the other stream itself if nothing is compressed.</summary>
    public static Stream Into(this ContentCoding coding, Stream target) => coding switch
    {
        ContentCoding.Brotli => new BrotliStream(target, s_pageQuality, leaveOpen: true),
        ContentCoding.Gzip => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        _ => target,
    };

    private static double Weight(IList<StringWithQualityHeaderValue> accepted, string coding)
    {
        foreach (var one in accepted)
            if (one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) return one.Quality ?? 1;
        return 0;
    }
}
