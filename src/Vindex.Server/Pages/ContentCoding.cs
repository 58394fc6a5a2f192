using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Pages;

/// <summary>How a body is compressed (RFC 9110, 8.4.1).</summary>
internal enum ContentCoding
{
    /// <summary>Not at all.</summary>
    Identity,

    /// <summary>RFC 7932.</summary>
    Brotli,

    /// <summary>RFC 1952.</summary>
    Gzip,
}

/// <summary>Chooses what the caller takes.</summary>
internal static class ContentCodings
{
    // Enough for pages: a higher one takes more time than it saves on the wire.
    private static readonly BrotliCompressionOptions s_pageQuality = new() { Quality = 4 };

    /// <summary>The best that the request accepts; brotli before gzip at equal weight.</summary>
    public static ContentCoding Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var brotli = Weight(accepted, "br");
        var gzip = Weight(accepted, "gzip");
        if (brotli <= 0 && gzip <= 0) return ContentCoding.Identity;
        return brotli >= gzip ? ContentCoding.Brotli : ContentCoding.Gzip;
    }

    /// <summary>Says in the answer how it is compressed, and that another caller may get it otherwise.</summary>
    public static void Announce(this ContentCoding coding, HttpResponse response)
    {
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (coding != ContentCoding.Identity) response.Headers.ContentEncoding = coding == ContentCoding.Brotli ? "br" : "gzip";
    }

    /// <summary>A stream that compresses into another, which stays open; the other itself where nothing is compressed.</summary>
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
