using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>
/// The IPv4 addresses that an IPv6 address embeds. A tunnel or translator may deliver packets for the IPv6 address to the IPv4 one, so both are checked.
/// </summary>
internal static class EmbeddedAddresses
{
    /// <summary>The addresses embedded in <paramref name="address"/>; empty for an ordinary IPv6 or any IPv4 address.</summary>
    public static IReadOnlyList<IPAddress> Of(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return [];

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        var last = (uint)low;

        // ::a.b.c.d (IPv4-compatible, RFC 4291) and ::ffff:a.b.c.d (IPv4-mapped); :: and ::1 are themselves, not 0.0.0.0 and 0.0.0.1.
        if (high == 0 && ((low >> 32) == 0xffff || (low >> 32 == 0 && last > 1)))
            return [From(last)];
        // ::ffff:0:a.b.c.d (RFC 2765)
        if (high == 0 && low >> 32 == 0xffff_0000)
            return [From(last)];
        // 64:ff9b::a.b.c.d (RFC 6052)
        if (high == 0x0064_ff9b_0000_0000 && low >> 32 == 0)
            return [From(last)];
        // 64:ff9b:1::/48 (RFC 8215)
        if (high >> 16 == 0x0064_ff9b_0001)
            return InLocalTranslation(high, low);
        // 2002:aabb:ccdd::/48 (6to4, RFC 3056)
        if (high >> 48 == 0x2002)
            return [From((uint)(high >> 16))];
        // 2001:0:server:flags:port:client (Teredo, RFC 4380): the client's address is kept with its bits inverted.
        if (high >> 32 == 0x2001_0000)
            return [From((uint)high), From(~last)];
        // prefix:0:5efe:a.b.c.d and prefix:200:5efe:a.b.c.d (ISATAP, RFC 5214)
        if ((low >> 32 & 0xfdff_ffff) == 0x0000_5efe)
            return [From(last)];
        return [];
    }

    /// <summary>
    /// The position of the address in a local translation prefix depends on the prefix length (RFC 6052, section 2.2): each position is read
    /// for which the rest of the address is zero, as that section requires. It skips byte 8.
    /// </summary>
    private static List<IPAddress> InLocalTranslation(ulong high, ulong low)
    {
        var found = new List<IPAddress>(4);
        if (low >> 56 == 0)
        {
            Add(found, (uint)(high << 16 | low >> 40 & 0xffff), rest: low & 0xff_ffff_ffff);
            Add(found, (uint)(high << 24 | low >> 32 & 0xff_ffff), rest: low & 0xffff_ffff);
            Add(found, (uint)(low >> 24), rest: low & 0xff_ffff);
        }

        Add(found, (uint)low, rest: 0);
        if (found.Count == 0)
            found.Add(IPAddress.Any);
        return found;
    }

    private static void Add(List<IPAddress> found, uint address, ulong rest)
    {
        if (address != 0 && rest == 0)
            found.Add(From(address));
    }

    private static IPAddress From(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes);
    }
}
