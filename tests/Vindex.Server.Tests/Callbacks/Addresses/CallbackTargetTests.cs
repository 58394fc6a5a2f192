using System.Net;
using Shouldly;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Addresses;

public sealed class CallbackTargetTests
{
    private static readonly NameServer Names = new NameServer()
        .Add("hooks.example.com", "93.184.215.14 2606:2800:220:1::1")
        .Add("intranet.example.com", "10.1.2.3")
        .Add("half.example.com", "93.184.215.14 192.168.0.9")
        .Add("empty.example.com", "")
        .Add("six.example.com", "fd00::7");

    [Fact]
    public async Task A_public_name_is_allowed_in_its_normal_form()
    {
        var verdict = await CheckAsync("https://Hooks.Example.com./vindex");
        verdict.ShouldBeOfType<TargetVerdict.Allowed>().Url.AbsoluteUri.ShouldBe("https://hooks.example.com/vindex");
    }

    [Theory]
    [InlineData(
        "https://intranet.example.com/",
        nameof(TargetRefusal.Address),
        "'intranet.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved")]
    [InlineData(
        "https://half.example.com/",
        nameof(TargetRefusal.Address),
        "'half.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved")]
    [InlineData(
        "https://six.example.com/",
        nameof(TargetRefusal.Address),
        "'six.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved")]
    [InlineData("https://10.1.2.3/", nameof(TargetRefusal.Address), "10.1.2.3 is in 10.0.0.0/8, private use (RFC 1918)")]
    [InlineData("https://[::1]/", nameof(TargetRefusal.Address), "::1 is in ::1/128, loopback (RFC 4291)")]
    [InlineData("https://localhost/", nameof(TargetRefusal.Address), "reserved for loopback (RFC 6761)")]
    [InlineData("https://a.b.localhost./", nameof(TargetRefusal.Address), "reserved for loopback (RFC 6761)")]
    [InlineData(
        "https://unknown.example.com/",
        nameof(TargetRefusal.Address),
        "'unknown.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved")]
    [InlineData(
        "https://empty.example.com/",
        nameof(TargetRefusal.Address),
        "'empty.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved")]
    [InlineData("http://hooks.example.com/", nameof(TargetRefusal.Scheme), "https://")]
    public async Task Others_are_refused_with_a_reason(string url, string kind, string reason)
    {
        var refused = (await CheckAsync(url)).ShouldBeOfType<TargetVerdict.Refused>();
        refused.Kind.ToString().ShouldBe(kind);
        refused.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task What_an_internal_name_resolves_to_is_not_told() =>
        (await CheckAsync("https://intranet.example.com/")).ShouldBeOfType<TargetVerdict.Refused>().Reason.ShouldNotContain("10.1.2.3");

    [Theory]
    [InlineData("https://intranet.example.com/", "10.0.0.0/8", true)]
    [InlineData("https://half.example.com/", "10.0.0.0/8", false)]
    [InlineData("https://half.example.com/", "192.168.0.0/16", true)]
    [InlineData("https://localhost:5001/", "127.0.0.0/8", true)]
    [InlineData("https://localhost:5001/", "::1/128", true)]
    [InlineData("https://localhost:5001/", "10.0.0.0/8", false)]
    public async Task The_operators_networks_are_allowed(string url, string network, bool allowed) =>
        (await CheckAsync(url, network) is TargetVerdict.Allowed).ShouldBe(allowed);

    [Fact]
    public async Task A_name_server_that_does_not_answer_is_given_up_after_ten_seconds()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var silent = new TaskCompletionSource<IPAddress[]>();
        var check = new CallbackTarget(new AddressGuard(new AddressPolicy([]), (_, _) => silent.Task, time), allowHttp: false)
            .CheckAsync("https://hooks.example.com/", TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(9.9));
        check.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        (await check).ShouldBeOfType<TargetVerdict.Refused>().ShouldBe(
            new TargetVerdict.Refused(
                TargetRefusal.Address,
                "Callbacks to 'hooks.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved"));
    }

    [Fact]
    public async Task A_check_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var silent = new TaskCompletionSource<IPAddress[]>();
        var check = new CallbackTarget(new AddressGuard(new AddressPolicy([]), (_, _) => silent.Task, TimeProvider.System), allowHttp: false)
            .CheckAsync("https://hooks.example.com/", cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(check);
    }

    private static Task<TargetVerdict> CheckAsync(string url, params string[] allowed) =>
        new CallbackTarget(
            new AddressGuard(new AddressPolicy([.. allowed.Select(network => IPNetwork.Parse(network))]), Names.Lookup, TimeProvider.System), allowHttp: false)
            .CheckAsync(url, TestContext.Current.CancellationToken);
}
