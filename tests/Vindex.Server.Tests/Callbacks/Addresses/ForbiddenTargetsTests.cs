using System.Net;
using Microsoft.Extensions.Options;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Addresses;

/// <summary>
/// The table of server-side request forgery. A listener on every address of this machine must never see a connection, whichever way a target tries to reach it:
/// each is refused when registered, refused by the client, and refused by the connector alone, that is when the reading of the URL would have let it pass.
/// </summary>
public sealed class ForbiddenTargetsTests(ITestOutputHelper output)
{
    private static readonly string[] Hosts =
    [
        // this machine, as it is usually written
        "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "a.localhost", "b.a.localhost.", "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "127.0.0.1.",
        // short forms
        "127.1", "127.0.1", "127.65535", "0", "0.0", "0.1",
        // decimal
        "2130706433", "2130706434", "2130706433.", "0000000000000000000",
        // hexadecimal
        "0x7f.0.0.1", "0x7f000001", "0x7F000001", "0x7f.1", "0x0", "0x00000000000007f.0.0.0x1", "127.0x1",
        // octal
        "0177.0.0.1", "017700000001", "0177.1", "00000177.0.0.01", "0177.0x0.0.1",
        // an IPv4 address in an IPv6 address
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[::ffff:0.0.0.0]",
        "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::127.0.0.1]", "[64:ff9b:1:7f00:0:100::]", "[2002:7f00:1::]", "[2002:7f00:1::1]",
        "[2001:0:7f00:1::]", "[2001::80ff:fffe]", "[fe80::5efe:127.0.0.1]", "[2a00:1450::5efe:127.0.0.1]", "[2a00:1450::200:5efe:127.0.0.1]",
        // private, link-local, shared, reserved, multicast
        "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200",
        "192.0.0.1",
        "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168430081",
        "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "[fd00:ec2::254]", "[fc00::1]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%25eth0]", "[fec0::1]",
        "[ff02::1]",
        "[100::1]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[::ffff:169.254.169.254]", "[64:ff9b::169.254.169.254]", "[2002:a9fe:a9fe::]",
        // what a resolver or a browser might fold into an address
        "127。0。0。1", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "ⓛocalhost", "127.0.0.1%00.example.com", "%31%32%37.0.0.1", "localho%73t", "127.0.0.1\\.example.com",
        // user info before the real host
        "hooks.example.com@127.0.0.1", "hooks.example.com:443@127.0.0.1", "hooks.example.com%40@127.0.0.1", "hooks.example.com#@127.0.0.1",
        "127.0.0.1#hooks.example.com",
        // names that resolve to where no callback goes
        "loopback.example.com", "loopback6.example.com", "unspecified.example.com", "metadata.google.internal", "private.example.com", "mapped.example.com",
        "nat64.example.com", "sixtofour.example.com", "mixed.example.com", "mixed-last.example.com", "linklocal6.example.com", "intranet",
        "xn--lcalhost-54a.example.com",
    ];

    private static NameServer Names() => new NameServer()
        .Add("loopback.example.com", "127.0.0.1")
        .Add("loopback6.example.com", "::1")
        .Add("unspecified.example.com", "0.0.0.0")
        .Add("metadata.google.internal", "169.254.169.254")
        .Add("private.example.com", "10.0.0.1 10.0.0.2")
        .Add("mapped.example.com", "::ffff:127.0.0.1")
        .Add("nat64.example.com", "64:ff9b::7f00:1")
        .Add("sixtofour.example.com", "2002:7f00:1::1")
        .Add("mixed.example.com", "127.0.0.1 93.184.215.14")
        .Add("mixed-last.example.com", "93.184.215.14 2606:2800:220:1::1 127.0.0.1")
        .Add("linklocal6.example.com", "fe80::1%1")
        .Add("intranet", "192.168.1.1")
        .Add("xn--lcalhost-54a.example.com", "127.0.0.1");

    [Fact]
    public async Task None_of_the_forbidden_targets_is_reached()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var trap = LoopbackReceiver.StartEverywhere(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        var options = DefaultSettings.Of<CallbackOptions>("Callbacks", ("Callbacks:AllowHttp", "true"));
        var guard = new AddressGuard(new AddressPolicy([]), Names().Lookup, TimeProvider.System);
        var target = new CallbackTarget(guard, allowHttp: true);
        using var client = new CallbackClient(new OptionsWrapper<CallbackOptions>(options), guard, TimeProvider.System);
        using var bare = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnector(guard, options.ConnectTimeout, TimeProvider.System).ConnectAsync,
            UseProxy = false,
        });

        var passedBare = 0;
        foreach (var host in Hosts)
        {
            var url = $"http://{host}:{trap.Port}/vindex";
            (await target.CheckAsync(url, stop)).ShouldBeOfType<TargetVerdict.Refused>(url).Reason.ShouldNotBeNullOrWhiteSpace();
            (await client.SendAsync(new CallbackMessage(url, "{}"u8.ToArray(), []), stop)).ShouldBeOfType<CallbackOutcome.RefusedTarget>(url);

            if (!Uri.TryCreate(url, UriKind.Absolute, out var lenient))
                continue;
            passedBare++;
            using var request = new HttpRequestMessage(HttpMethod.Post, lenient);
            var failure = await Should.ThrowAsync<HttpRequestException>(bare.SendAsync(request, stop), url);
            (failure.InnerException is TargetRefusedException or TargetNotFoundException).ShouldBeTrue($"{url}: {failure}");
        }

        trap.Connections.ShouldBe(0);
        Hosts.Length.ShouldBeGreaterThanOrEqualTo(80);
        output.WriteLine($"{Hosts.Length} targets, {passedBare} of them also tried without the reading of URLs");

        // The trap is live: with the operator's word, the same client reaches it.
        using var permitted = new CallbackClient(
            new OptionsWrapper<CallbackOptions>(options),
            new AddressGuard(new AddressPolicy([IPNetwork.Parse("127.0.0.0/8")]), Names().Lookup, TimeProvider.System), TimeProvider.System);
        (await permitted.SendAsync(
            new CallbackMessage($"http://loopback.example.com:{trap.Port}/", "{}"u8.ToArray(), []), stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
        trap.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_between_check_and_connect_reaches_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var trap = LoopbackReceiver.StartEverywhere(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        var names = new NameServer().Add("rebind.example.com", "93.184.215.14", "127.0.0.1");
        var guard = new AddressGuard(new AddressPolicy([]), names.Lookup, TimeProvider.System);
        using var client = new CallbackClient(new OptionsWrapper<CallbackOptions>(TestClient.Options), guard, TimeProvider.System);
        var url = $"http://rebind.example.com:{trap.Port}/";

        (await new CallbackTarget(guard, allowHttp: true).CheckAsync(url, stop)).ShouldBeOfType<TargetVerdict.Allowed>();
        var outcome = await client.SendAsync(new CallbackMessage(url, "{}"u8.ToArray(), []), stop);

        outcome.ShouldBeOfType<CallbackOutcome.RefusedTarget>().Reason.ShouldContain("are not possible: it has no address, or one that is loopback");
        names.Asked("rebind.example.com").ShouldBe(2);
        trap.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_goes_to_the_judged_address_without_asking_the_name_again()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var receiver = LoopbackReceiver.Start(async (request, socket, stopped) =>
        {
            await LoopbackReceiver.Says("HTTP/1.1 204 No Content\r\nConnection: close")(request, socket, stopped);
            return false;
        });
        // Where a second question per connection would be asked, it would be answered with an address that is refused.
        var names = new NameServer().Add("flip.example.com", "127.0.0.1", "127.0.0.1", "10.0.0.1");
        var guard = new AddressGuard(new AddressPolicy([IPNetwork.Parse("127.0.0.1/32")]), names.Lookup, TimeProvider.System);
        using var client = new CallbackClient(new OptionsWrapper<CallbackOptions>(TestClient.Options), guard, TimeProvider.System);
        var message = new CallbackMessage($"http://flip.example.com:{receiver.Port}/", "{}"u8.ToArray(), []);

        (await client.SendAsync(message, stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
        (await client.SendAsync(message, stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
        (await client.SendAsync(message, stop)).ShouldBeOfType<CallbackOutcome.RefusedTarget>();

        names.Asked("flip.example.com").ShouldBe(3);
        receiver.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_this_machine_is_a_failure_and_not_followed(int status)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var trap = LoopbackReceiver.StartEverywhere(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var redirecting = LoopbackReceiver.Start(
            LoopbackReceiver.Says($"HTTP/1.1 {status} Elsewhere\r\nLocation: http://127.0.0.1:{trap.Port}/\r\nRefresh: 0; url=http://127.0.0.1:{trap.Port}/"));
        // Even where the operator allows the network: a redirect is nobody's registered target.
        var guard = new AddressGuard(new AddressPolicy([IPNetwork.Parse("127.0.0.0/8")]), Names().Lookup, TimeProvider.System);
        using var client = new CallbackClient(new OptionsWrapper<CallbackOptions>(TestClient.Options), guard, TimeProvider.System);

        var outcome = await client.SendAsync(new CallbackMessage($"http://127.0.0.1:{redirecting.Port}/", "{}"u8.ToArray(), []), stop);

        outcome.ShouldBeOfType<CallbackOutcome.Rejected>().StatusCode.ShouldBe(status);
        outcome.Error.ShouldBe($"The receiver returned {status}; redirects are not followed");
        trap.Connections.ShouldBe(0);
    }
}
