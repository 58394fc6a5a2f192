using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Operations.Connections;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

public sealed class ConnectionLimitTests
{
    private const string Limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max cpu time              unlimited            unlimited            seconds
        Max open files            1024                 524288               files
        Max locked memory         8388608              8388608              bytes
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_the_others_are_served()
    {
        await using var server = await TestServer.StartAsync(
            settings: [("Limits:Connections:Max", "6"), ("Limits:Connections:PercentPerAddress", "100")]);
        var gate = server.Services.GetRequiredService<ConnectionGate>();
        (await server.Anonymous.GetAsync("/health/live", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var silent = new List<RawConnection>();
        for (var i = 0; i < 5; i++) silent.Add(await RawConnection.OpenAsync(server.Address, Stop));
        await UntilAsync(() => gate.Open == 6);

        for (var i = 0; i < 20; i++) (await IsRefusedAsync(server)).ShouldBeTrue();

        (await server.Anonymous.GetAsync("/health/live", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        silent.ForEach(connection => connection.Dispose());
        await UntilAsync(() => gate.Open == 1);
        using var later = await RawConnection.SendAsync(server.Address, "GET", "/health/live", "", [], Stop);
        (await later.HeadAsync(Stop)).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("127.0.0.0/8", 10)]
    public async Task One_address_cannot_take_all_connections(string proxies, int expected)
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Connections:Max", "10"), ("Server:TrustedProxies", proxies)]);
        var gate = server.Services.GetRequiredService<ConnectionGate>();
        var silent = new List<RawConnection>();
        for (var i = 0; i < expected; i++) silent.Add(await RawConnection.OpenAsync(server.Address, Stop));
        await UntilAsync(() => gate.Open == expected);

        (await IsRefusedAsync(server)).ShouldBeTrue();
        gate.Open.ShouldBe(expected);
        gate.TryEnter(IPAddress.Parse("192.0.2.1")).ShouldBe(expected < 10);
        silent.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public void Too_few_descriptors_are_refused_with_the_number_that_is_needed()
    {
        Descriptors.Problem(319).ShouldBe(
            "The process may open 319 files; the server needs at least 320. "
            + "Raise the limit: ulimit -n in a shell, LimitNOFILE= in a systemd unit, --ulimit nofile= for a container.");
    }

    [Theory]
    [InlineData(320, 10_000, 64)]
    [InlineData(1024, 10_000, 768)]
    [InlineData(1_048_576, 10_000, 10_000)]
    [InlineData(null, 10_000, 10_000)]
    public void Connections_leave_descriptors_for_the_servers_own_files(int? limit, int wanted, int expected)
    {
        Descriptors.ConnectionsWithin(limit, wanted).ShouldBe(expected);
        Descriptors.Problem(limit).ShouldBeNull();
    }

    [Fact]
    public void The_limit_is_read_from_what_the_system_says()
    {
        Descriptors.Read(Limits).ShouldBe(1024);
        Descriptors.Read(Limits.Replace("1024  ", "unlimited", StringComparison.Ordinal)).ShouldBeNull();
        Descriptors.Read("").ShouldBeNull();
    }

    private static async Task<bool> IsRefusedAsync(TestServer server)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(server.Address, Stop);
            return (await connection.HeadAsync(Stop)).Length == 0;
        }
        catch (SocketException)
        {
            // Closed before the client knew that it was open.
            return true;
        }
    }

    private static async Task UntilAsync(Func<bool> isReached)
    {
        for (var i = 0; i < 4000 && !isReached(); i++) await Task.Delay(5, Stop);
        isReached().ShouldBeTrue();
    }
}
