using System.Net;
using Shouldly;
using Vindex.Server.Configuration;
using Xunit;

namespace Vindex.Server.Tests.Configuration;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("10.20.0.0/16")]
    [InlineData("127.0.0.1/32")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::1/128")]
    [InlineData("fd12:3456::/32")]
    [InlineData("::/0")]
    public void Reads_networks_in_CIDR_notation(string text)
    {
        NetworkList.TryRead($" {text} ", out var network, out _).ShouldBeTrue();
        network.ShouldBe(IPNetwork.Parse(text));
    }

    [Theory]
    [InlineData("", "is not a network; expected CIDR notation")]
    [InlineData("intranet", "is not a network; expected CIDR notation")]
    [InlineData("10/8", "is not a network; expected CIDR notation")]
    [InlineData("0x0a.0.0.0/8", "is not a network; expected CIDR notation")]
    [InlineData("010.0.0.0/8", "is not a network; expected CIDR notation")]
    [InlineData("fe80::1%eth0/128", "is not a network; expected CIDR notation")]
    [InlineData("10.0.0.7", "has no prefix length; for this single address write 10.0.0.7/32")]
    [InlineData("::1", "has no prefix length; for this single address write ::1/128")]
    [InlineData("10.0.0.0/33", "has a prefix length outside the range 0–32")]
    [InlineData("10.0.0.0/-1", "has a prefix length outside the range 0–32")]
    [InlineData("10.0.0.0/", "has a prefix length outside the range 0–32")]
    [InlineData("fd00::/129", "has a prefix length outside the range 0–128")]
    [InlineData("10.20.30.40/16", "has bits set after its prefix; write 10.20.0.0/16, or 10.20.30.40/32")]
    [InlineData("fd00::1/64", "has bits set after its prefix; write fd00::/64, or fd00::1/128")]
    [InlineData("::ffff:10.0.0.0/104", "is an IPv4-mapped network; write it as IPv4: 10.0.0.0/8")]
    public void Says_what_is_wrong_with_an_entry(string text, string expected)
    {
        NetworkList.TryRead(text, out _, out var error).ShouldBeFalse();
        error.ShouldBe($"'{text}' {expected}" + error[Math.Min(error.Length, $"'{text}' {expected}".Length)..]);
    }
}
