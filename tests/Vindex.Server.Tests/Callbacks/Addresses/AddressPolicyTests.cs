using System.Net;
using System.Net.Sockets;
using Shouldly;
using Vindex.Server.Callbacks.Addresses;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Addresses;

public sealed class AddressPolicyTests
{
    private static readonly AddressPolicy Strict = new([]);

    /// <summary>The blocks of the two IANA registries (fetched 2025), so that a line lost from the table is noticed.</summary>
    private const string Registries = """
        0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32
        192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.88.99.2/32 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
        198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32
        ::1/128 ::/128 ::ffff:0.0.0.0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128 2001:1::2/128 2001:1::3/128
        2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7
        fe80::/10
        224.0.0.0/4 ff00::/8
        """;

    [Fact]
    public void Every_block_of_the_registries_and_multicast_has_its_line_in_the_table()
    {
        var table = SpecialRanges.All.Select(range => range.Network).ToHashSet();
        var missing = Registries.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(block => !table.Contains(IPNetwork.Parse(block)));

        missing.ShouldBeEmpty();
        table.Count.ShouldBe(SpecialRanges.All.Count, "a range stands twice in the table");
        SpecialRanges.All.ShouldAllBe(range => range.Source.StartsWith("RFC ", StringComparison.Ordinal) && range.Name.Length > 0);
    }

    [Fact]
    public void The_first_and_last_address_of_every_range_are_refused_with_the_range_and_its_RFC()
    {
        foreach (var range in SpecialRanges.All.Where(range => !range.Carries))
        {
            foreach (var address in new[] { range.Network.BaseAddress, Last(range.Network) })
            {
                // The last address of a wide range may lie in a narrower one, which is then named.
                var refused = Strict.Judge(address).ShouldBeOfType<AddressVerdict.Refused>($"{address} of {range.Network}");
                refused.Range.Network.PrefixLength.ShouldBeGreaterThanOrEqualTo(range.Network.PrefixLength);
                refused.Reason.ShouldContain(refused.Range.Source);
                refused.Reason.ShouldContain(refused.Range.Network.ToString());
            }
        }
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2000::1")]
    [InlineData("2001:200::1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:80b::200e")]
    [InlineData("3ffe:ffff::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2a00:1450::5efe:8.8.8.8")]
    public void Ordinary_public_addresses_are_allowed(string address) =>
        Strict.Judge(IPAddress.Parse(address)).ShouldBe(new AddressVerdict.Allowed(ByOperator: false));

    [Theory]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", "127.0.0.0/8")]
    [InlineData("::127.0.0.1", "127.0.0.1", "127.0.0.0/8")]
    [InlineData("::ffff:0:169.254.169.254", "169.254.169.254", "169.254.0.0/16")]
    [InlineData("64:ff9b::10.0.0.1", "10.0.0.1", "10.0.0.0/8")]
    [InlineData("64:ff9b:1::192.168.1.1", "192.168.1.1", "192.168.0.0/16")]
    [InlineData("64:ff9b:1:a00:0:100::", "10.0.0.1", "10.0.0.0/8")]
    [InlineData("64:ff9b:1:a:0:1::", "10.0.0.1", "10.0.0.0/8")]
    [InlineData("64:ff9b:1:0:a:0:100:0", "10.0.0.1", "10.0.0.0/8")]
    [InlineData("2002:7f00:1::", "127.0.0.1", "127.0.0.0/8")]
    [InlineData("2002:a9fe:a9fe::1", "169.254.169.254", "169.254.0.0/16")]
    [InlineData("2001:0:a00:1::f7f7:f7f7", "10.0.0.1", "10.0.0.0/8")]
    [InlineData("2001:0:808:808::80ff:fffe", "127.0.0.1", "127.0.0.0/8")]
    [InlineData("2a00:1450::5efe:10.0.0.1", "10.0.0.1", "10.0.0.0/8")]
    [InlineData("2a00:1450::200:5efe:10.0.0.1", "10.0.0.1", "10.0.0.0/8")]
    public void An_IPv4_address_within_an_IPv6_address_is_judged_and_named(string address, string carried, string range)
    {
        EmbeddedAddresses.Of(IPAddress.Parse(address)).ShouldContain(IPAddress.Parse(carried));
        Strict.Judge(IPAddress.Parse(address)).ShouldBeOfType<AddressVerdict.Refused>().Reason.ShouldContain($"embeds {carried}, which is in {range}");
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.1", true)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    [InlineData("127.0.0.0/8", "64:ff9b::127.0.0.1", true)]
    [InlineData("127.0.0.0/8", "::1", false)]
    [InlineData("127.0.0.0/8", "10.0.0.1", false)]
    [InlineData("10.20.0.0/16", "10.20.255.255", true)]
    [InlineData("10.20.0.0/16", "10.21.0.0", false)]
    [InlineData("fd12:3456::/32", "fd12:3456:789a::1", true)]
    [InlineData("64:ff9b:1::/48", "64:ff9b:1::8.8.8.8", true)]
    [InlineData("64:ff9b:1::/48", "64:ff9b:1::10.0.0.1", false)]
    [InlineData("2002::/16", "2002:7f00:1::", false)]
    [InlineData("10.0.0.0/8", "2002:a00:1::", false)]
    public void The_operator_opens_the_networks_he_lists_and_not_what_hides_in_them(string listed, string address, bool allowed)
    {
        var verdict = new AddressPolicy([IPNetwork.Parse(listed)]).Judge(IPAddress.Parse(address));
        (verdict is AddressVerdict.Allowed { ByOperator: true }).ShouldBe(allowed, verdict.ToString());
    }

    [Fact]
    public void A_carrying_address_is_allowed_when_both_networks_are_listed() =>
        new AddressPolicy([IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("10.0.0.0/8")])
            .Judge(IPAddress.Parse("64:ff9b:1::10.0.0.1"))
            .ShouldBe(new AddressVerdict.Allowed(ByOperator: true));

    [Fact]
    public void Twenty_thousand_random_addresses_are_refused_exactly_when_a_range_holds_them()
    {
        var random = new Random(20_260_101);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[4];
            random.NextBytes(bytes);
            var address = new IPAddress(bytes);
            // The platform's own arithmetic, which is right for plain IPv4.
            var special = SpecialRanges.All.Any(range =>
                range.Network.BaseAddress.AddressFamily == AddressFamily.InterNetwork && range.Network.Contains(address));

            (Strict.Judge(address) is AddressVerdict.Refused).ShouldBe(special, address.ToString());
            (Strict.Judge(address.MapToIPv6()) is AddressVerdict.Refused).ShouldBe(special, $"mapped {address}");
        }
    }

    private static IPAddress Last(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
