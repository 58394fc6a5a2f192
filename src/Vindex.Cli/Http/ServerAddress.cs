using System.Net;

namespace Vindex.Cli.Http;

/// <summary>Where a server is, or why that address will not do.</summary>
/// <param name="Base">The address, ending with a slash; null when refused.</param>
/// <param name="Reason">Why not, and what would do.</param>
internal sealed record ServerAddress(Uri? Base, string? Reason)
{
    /// <summary>Whether the server is on this machine.</summary>
    public bool IsLoopback => Base is not null && IsThisMachine(Base);

    /// <summary>Reads <c>--url</c>. Unencrypted HTTP would show the API key to the network: it is for this machine, or for who asks for it.</summary>
    public static ServerAddress Read(string url, bool plainHttp)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            return Refuse($"--url expects an address such as https://vindex.example.com, not '{url}'");
        if (address.UserInfo.Length > 0) return Refuse("--url must not contain a user name or password; set VINDEX_API_KEY instead");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) return Refuse("--url must not contain ? or #");
        if (address.Scheme == Uri.UriSchemeHttp && !plainHttp && !IsThisMachine(address))
        {
            return Refuse(
                $"{address.GetLeftPart(UriPartial.Authority)} would receive the API key unencrypted; use https, or add --plain-http on a network you trust");
        }
        var path = address.AbsolutePath.EndsWith('/') ? address.AbsolutePath : address.AbsolutePath + "/";
        return new(new Uri(address.GetLeftPart(UriPartial.Authority) + path), null);
    }

    private static bool IsThisMachine(Uri address) =>
        IPAddress.TryParse(address.DnsSafeHost, out var ip)
            ? IPAddress.IsLoopback(ip)
            : address.DnsSafeHost.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static ServerAddress Refuse(string reason) => new(null, reason);
}
