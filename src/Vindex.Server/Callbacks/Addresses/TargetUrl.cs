using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Why a URL cannot be a callback target.</summary>
internal enum TargetRefusal
{
    /// <summary>Not an absolute URL, too long, or with invalid characters.</summary>
    NotAUrl,

    /// <summary>The scheme is not https (or http, if allowed).</summary>
    Scheme,

    /// <summary>It contains a user name or password.</summary>
    UserInfo,

    /// <summary>It contains a fragment.</summary>
    Fragment,

    /// <summary>The port belongs to another protocol.</summary>
    Port,

    /// <summary>The host is not a plain name or address.</summary>
    Host,

    /// <summary>The host has no address, or one that is not allowed.</summary>
    Address,
}

/// <summary>The result of reading a callback URL.</summary>
internal abstract record UrlReading
{
    private UrlReading()
    {
    }

    /// <summary>The URL is well formed.</summary>
    /// <param name="Url">The normalized URL: host in lower case and without a trailing dot.</param>
    internal sealed record Read(Uri Url) : UrlReading;

    /// <summary>The URL is not an allowed target.</summary>
    /// <param name="Kind">What is wrong.</param>
    /// <param name="Reason">A message for the user.</param>
    internal sealed record Refused(TargetRefusal Kind, string Reason) : UrlReading;
}

/// <summary>
/// Reads a callback URL strictly and without resolving names. Where parsers are known to differ (numbers as hosts, backslashes, escapes, characters that
/// fold into dots or digits), the URL is rejected instead of interpreted; the rest is parsed again by <see cref="Uri"/>, and both must agree.
/// </summary>
internal static class TargetUrl
{
    private const int LongestUrl = 2048;

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <param name="text">The URL as the caller wrote it.</param>
    /// <param name="allowHttp">Whether plain http is accepted, for development.</param>
    public static UrlReading Read(string text, bool allowHttp)
    {
        if (text.Length is 0 or > LongestUrl)
            return Refuse(TargetRefusal.NotAUrl, $"The URL must have 1 to {LongestUrl} characters");
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\')
                return Refuse(TargetRefusal.NotAUrl, "The URL must not contain spaces, control characters or backslashes");
        }

        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0)
            return Refuse(TargetRefusal.NotAUrl, "The URL must be absolute, for example https://hooks.example.com/vindex");
        var scheme = text[..schemeEnd].ToLowerInvariant();
        if (scheme != "https" && !(allowHttp && scheme == "http"))
            return Refuse(TargetRefusal.Scheme, allowHttp ? "The URL must begin with https:// or http://" : "The URL must begin with https://");
        if (text.Contains('#', StringComparison.Ordinal))
            return Refuse(TargetRefusal.Fragment, "The URL must not have a fragment (#…)");

        var rest = text.AsSpan(schemeEnd + 3);
        var end = rest.IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        if (authority.Contains('@'))
            return Refuse(TargetRefusal.UserInfo, "The URL must not carry a user name or password");

        var colon = authority.Length > 0 && authority[0] == '[' ? AfterBracket(authority) : authority.IndexOf(':');
        var hostText = colon < 0 ? authority : authority[..colon];
        var port = "";
        if (colon >= 0)
        {
            if (!TryReadPort(authority[(colon + 1)..], out var number, out var portError))
                return Refuse(TargetRefusal.Port, portError);
            port = $":{number}";
        }

        if (!TargetHost.TryRead(hostText.ToString(), out var host, out var hostError))
            return Refuse(TargetRefusal.Host, hostError);

        var path = end < 0 ? "/" : rest[end..].ToString();
        if (!Uri.TryCreate($"{scheme}://{host}{port}{(path[0] == '?' ? "/" : "")}{path}", UriKind.Absolute, out var url)
            || !string.Equals(url.Host, host, StringComparison.Ordinal) && !SameAddress(url.Host, host)
            || url.UserInfo.Length > 0
            || url.Fragment.Length > 0)
        {
            return Refuse(TargetRefusal.NotAUrl, "The URL is ambiguous");
        }

        return new UrlReading.Read(url);
    }

    private static int AfterBracket(ReadOnlySpan<char> authority)
    {
        var bracket = authority.IndexOf(']');
        var colon = bracket < 0 ? -1 : authority[bracket..].IndexOf(':');
        return colon < 0 ? -1 : bracket + colon;
    }

    private static bool SameAddress(string left, string right) => IPAddress.TryParse(left, out var a)
        && a.AddressFamily == AddressFamily.InterNetworkV6
        && IPAddress.TryParse(right, out var b)
        && a.Equals(b);

    private static bool TryReadPort(ReadOnlySpan<char> text, out int port, out string error)
    {
        if (text.Length > 5 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535)
        {
            port = 0;
            error = "The port must be a number from 1 to 65535";
            return false;
        }

        error = OtherProtocols.Contains(port) ? $"Port {port} belongs to another protocol than HTTP" : "";
        return error.Length == 0;
    }

    private static UrlReading.Refused Refuse(TargetRefusal kind, string reason) => new(kind, reason);

    /// <summary>The "bad ports" of the Fetch standard: an HTTP request sent there could be read as mail, chat or remote control.</summary>
    private static readonly HashSet<int> OtherProtocols =
    [
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135,
        137,
        139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
        2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    ];
}
