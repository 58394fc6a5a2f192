using System.Net;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Compares addresses with networks bit by bit.</summary>
internal static class NetworkMembership
{
    /// <summary>
    /// Whether the address has the network's family and prefix. Not <see cref="IPNetwork.Contains"/>, which interprets IPv4-mapped
    /// IPv6 addresses differently (it considers ::ffff:8.8.8.8 part of 1000::/4).
    /// </summary>
    public static bool Holds(this IPNetwork network, IPAddress address)
    {
        if (network.BaseAddress.AddressFamily != address.AddressFamily)
            return false;
        Span<byte> left = stackalloc byte[16];
        Span<byte> right = stackalloc byte[16];
        network.BaseAddress.TryWriteBytes(left, out _);
        address.TryWriteBytes(right, out _);

        var whole = network.PrefixLength / 8;
        var rest = network.PrefixLength % 8;
        return left[..whole].SequenceEqual(right[..whole]) && (rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0);
    }
}
