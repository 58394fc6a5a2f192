using System.Net;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Whether an address lies in a network, bit by bit.</summary>
internal static class NetworkMembership
{
    /// <summary>
    /// True when the address is of the network's family and its first bits are the network's. Not <see cref="IPNetwork.Contains"/>, which reads an IPv4-mapped
    /// IPv6 address in a way of its own (it puts ::ffff:8.8.8.8 in 1000::/4).
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
