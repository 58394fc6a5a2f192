namespace Vindex.Server.Callbacks;

/// <summary>
/// A URL as it is shown: what can be a credential is masked, which are user names and passwords, values of the query, the fragment, and long segments of the
/// path that look random, as in the webhook addresses of chat services. Scheme, host and the rest of the path stay.
/// </summary>
internal static class MaskedUrl
{
    private const string Mask = "***";
    private const int LongSegment = 20;
    private const int Kept = 4;

    /// <summary>Masks a URL, absolute or relative.</summary>
    public static string Of(string url)
    {
        var end = url.IndexOfAny(['?', '#']);
        return Address(end < 0 ? url : url[..end]) + (end < 0 ? "" : Query(url[end..]));
    }

    private static string Address(string address)
    {
        var scheme = address.IndexOf("//", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + 2;
        var slash = address.IndexOf('/', start);
        var hostEnd = scheme < 0 ? 0 : slash < 0 ? address.Length : slash;
        var authority = address[start..hostEnd];
        var at = authority.LastIndexOf('@');
        return address[..start] + (at < 0 ? authority : Mask + authority[at..]) + string.Join('/', address[hostEnd..].Split('/').Select(Segment));
    }

    private static string Segment(string segment) =>
        segment.Length >= LongSegment && segment.Any(char.IsAsciiDigit) && segment.Any(char.IsAsciiLetter) ? segment[..Kept] + Mask : segment;

    private static string Query(string rest)
    {
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var query = hash < 0 ? rest : rest[..hash];
        var pairs = query.Length < 2 ? query : "?" + string.Join('&', query[1..].Split('&').Select(Pair));
        return pairs + (hash < 0 ? "" : "#" + Mask);
    }

    private static string Pair(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? Mask : pair[..(equals + 1)] + Mask;
    }
}
