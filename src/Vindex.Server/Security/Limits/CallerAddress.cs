using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Security.Limits;

/// <summary>Whom a request without a credential is counted for.</summary>
internal static class CallerAddress
{
    // Whoever has an address of IPv6 has the 2^64 beside it as well (RFC 6177).
    private const int NetworkBytes = 8;

    /// <summary>The caller's IPv4 address, or the /64 network of its IPv6 address. Behind trusted proxies that of the caller, not of the proxy.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes) + "/64";
    }
}
