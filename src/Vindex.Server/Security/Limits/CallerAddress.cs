using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Security.Limits;

/// <summary>The partition for rate limits of requests without a credential.</summary>
internal static class CallerAddress
{
    // Anyone who has an IPv6 address also has its 2^64 neighbors (RFC 6177).
    private const int NetworkBytes = 8;

    /// <summary>The caller's IPv4 address, or the /64 network of its IPv6 address. Behind trusted proxies, the caller's address, not the proxy's.</summary>
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>The same for an address.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes) + "/64";
    }
}
