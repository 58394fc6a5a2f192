using System.Net;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>A range of special-purpose addresses, which cannot belong to a callback receiver on the public internet.</summary>
/// <param name="Network">The range.</param>
/// <param name="Name">Its name in the registry.</param>
/// <param name="Source">The RFC that defines it.</param>
/// <param name="Carries">Whether only the embedded IPv4 address is checked.</param>
internal sealed record SpecialRange(IPNetwork Network, string Name, string Source, bool Carries = false);

/// <summary>
/// The forbidden ranges: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890, RFC 8190), multicast, and what the IPv6 address space
/// registry excludes from global unicast. Entries that the registries call globally reachable are included, because they are anycast services of the
/// network itself, not web servers. One entry per line.
/// </summary>
internal static class SpecialRanges
{
    private static readonly SpecialRange[] Table =
    [
        // IANA IPv4 Special-Purpose Address Registry
        Range("0.0.0.0/8", "this network", "RFC 791"),
        Range("0.0.0.0/32", "this host on this network", "RFC 1122"),
        Range("10.0.0.0/8", "private use", "RFC 1918"),
        Range("100.64.0.0/10", "shared address space (carrier-grade NAT)", "RFC 6598"),
        Range("127.0.0.0/8", "loopback", "RFC 1122"),
        Range("169.254.0.0/16", "link local", "RFC 3927"),
        Range("172.16.0.0/12", "private use", "RFC 1918"),
        Range("192.0.0.0/24", "IETF protocol assignments", "RFC 6890"),
        Range("192.0.0.0/29", "IPv4 service continuity prefix", "RFC 7335"),
        Range("192.0.0.8/32", "IPv4 dummy address", "RFC 7600"),
        Range("192.0.0.9/32", "port control protocol anycast", "RFC 7723"),
        Range("192.0.0.10/32", "traversal using relays around NAT anycast", "RFC 8155"),
        Range("192.0.0.170/32", "NAT64/DNS64 discovery", "RFC 8880"),
        Range("192.0.0.171/32", "NAT64/DNS64 discovery", "RFC 8880"),
        Range("192.0.2.0/24", "documentation (TEST-NET-1)", "RFC 5737"),
        Range("192.31.196.0/24", "AS112-v4", "RFC 7535"),
        Range("192.52.193.0/24", "automatic multicast tunnelling", "RFC 7450"),
        Range("192.88.99.0/24", "6to4 relay anycast, deprecated", "RFC 7526"),
        Range("192.88.99.2/32", "6a44 relay anycast", "RFC 6751"),
        Range("192.168.0.0/16", "private use", "RFC 1918"),
        Range("192.175.48.0/24", "direct delegation AS112 service", "RFC 7534"),
        Range("198.18.0.0/15", "benchmarking", "RFC 2544"),
        Range("198.51.100.0/24", "documentation (TEST-NET-2)", "RFC 5737"),
        Range("203.0.113.0/24", "documentation (TEST-NET-3)", "RFC 5737"),
        Range("240.0.0.0/4", "reserved", "RFC 1112"),
        Range("255.255.255.255/32", "limited broadcast", "RFC 919"),
        // IPv4 multicast
        Range("224.0.0.0/4", "multicast", "RFC 5771"),

        // IANA IPv6 Special-Purpose Address Registry
        Range("::1/128", "loopback", "RFC 4291"),
        Range("::/128", "unspecified address", "RFC 4291"),
        Range("::ffff:0:0/96", "IPv4-mapped address", "RFC 4291", carries: true),
        Range("64:ff9b::/96", "IPv4-IPv6 translation", "RFC 6052", carries: true),
        Range("64:ff9b:1::/48", "local-use IPv4-IPv6 translation", "RFC 8215"),
        Range("100::/64", "discard only", "RFC 6666"),
        Range("100:0:0:1::/64", "dummy IPv6 prefix", "RFC 9780"),
        Range("2001::/23", "IETF protocol assignments", "RFC 2928"),
        Range("2001::/32", "Teredo", "RFC 4380"),
        Range("2001:1::1/128", "port control protocol anycast", "RFC 7723"),
        Range("2001:1::2/128", "traversal using relays around NAT anycast", "RFC 8155"),
        Range("2001:1::3/128", "DNS-SD service registration protocol anycast", "RFC 9665"),
        Range("2001:2::/48", "benchmarking", "RFC 5180"),
        Range("2001:3::/32", "automatic multicast tunnelling", "RFC 7450"),
        Range("2001:4:112::/48", "AS112-v6", "RFC 7535"),
        Range("2001:10::/28", "ORCHID, deprecated", "RFC 4843"),
        Range("2001:20::/28", "ORCHIDv2", "RFC 7343"),
        Range("2001:30::/28", "drone remote id protocol entity tags", "RFC 9374"),
        Range("2001:db8::/32", "documentation", "RFC 3849"),
        Range("2002::/16", "6to4", "RFC 3056"),
        Range("2620:4f:8000::/48", "direct delegation AS112 service", "RFC 7534"),
        Range("3fff::/20", "documentation", "RFC 9637"),
        Range("5f00::/16", "segment routing identifiers", "RFC 9602"),
        Range("fc00::/7", "unique local", "RFC 4193"),
        Range("fe80::/10", "link local", "RFC 4291"),
        // IPv6 multicast, and deprecated forms that systems still accept
        Range("ff00::/8", "multicast", "RFC 4291"),
        Range("fec0::/10", "site local, deprecated", "RFC 3879"),
        Range("::/96", "IPv4-compatible address, deprecated", "RFC 4291"),
        Range("::ffff:0:0:0/96", "IPv4-translated address, deprecated", "RFC 2765"),
        // IPv6 address space outside global unicast (2000::/3)
        Range("::/8", "reserved by the IETF", "RFC 4291"),
        Range("100::/8", "reserved by the IETF", "RFC 4291"),
        Range("200::/7", "reserved by the IETF", "RFC 4048"),
        Range("400::/6", "reserved by the IETF", "RFC 4291"),
        Range("800::/5", "reserved by the IETF", "RFC 4291"),
        Range("1000::/4", "reserved by the IETF", "RFC 4291"),
        Range("4000::/3", "reserved by the IETF", "RFC 4291"),
        Range("6000::/3", "reserved by the IETF", "RFC 4291"),
        Range("8000::/3", "reserved by the IETF", "RFC 4291"),
        Range("a000::/3", "reserved by the IETF", "RFC 4291"),
        Range("c000::/3", "reserved by the IETF", "RFC 4291"),
        Range("e000::/4", "reserved by the IETF", "RFC 4291"),
        Range("f000::/5", "reserved by the IETF", "RFC 4291"),
        Range("f800::/6", "reserved by the IETF", "RFC 4291"),
        Range("fe00::/9", "reserved by the IETF", "RFC 4291"),
    ];

    /// <summary>All ranges, in the order of the registries.</summary>
    public static IReadOnlyList<SpecialRange> All => Table;

    /// <summary>The narrowest range that contains the address; null for an ordinary public address.</summary>
    public static SpecialRange? Find(IPAddress address)
    {
        SpecialRange? narrowest = null;
        foreach (var range in Table)
        {
            if (range.Network.Holds(address) && (narrowest is null || range.Network.PrefixLength > narrowest.Network.PrefixLength))
                narrowest = range;
        }

        return narrowest;
    }

    private static SpecialRange Range(string network, string name, string source, bool carries = false) => new(IPNetwork.Parse(network), name, source, carries);
}
