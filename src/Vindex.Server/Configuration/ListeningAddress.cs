using System.Net;

namespace Vindex.Server.Configuration;

/// <summary>An address that the server listens on, for clients.</summary>
internal static class ListeningAddress
{
    /// <summary>Clients cannot connect to "all addresses"; use this machine's loopback address instead.</summary>
    public static string Reachable(string address)
    {
        var uri = new UriBuilder(BindingAddress.Parse(address)
            .ToString()
            .Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal));
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))) uri.Host = "127.0.0.1";
        return uri.Uri.ToString();
    }
}
