using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;
using static Vindex.Server.Tests.Callbacks.Receivers.TestClient;

namespace Vindex.Server.Tests.Callbacks;

/// <summary>How the client connects, and what it makes of connections that fail.</summary>
public sealed class CallbackConnectionTests
{
    [Fact]
    public async Task A_closed_port_is_unreachable()
    {
        int port;
        await using (var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK")))
            port = receiver.Port;
        using var client = Client(Options);

        var failed = (await client.SendAsync(
            new CallbackMessage($"http://127.0.0.1:{port}/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>();

        failed.Kind.ShouldBe(ConnectionFailure.Unreachable);
        failed.Error.ShouldBe("No connection: ConnectionRefused");
    }

    [Fact]
    public async Task A_name_without_address_is_not_found()
    {
        using var client = Client(Options);
        var failed = (await client.SendAsync(
            new CallbackMessage("http://gone.example.com/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>();
        failed.Kind.ShouldBe(ConnectionFailure.NameNotFound);
        failed.Error.ShouldBe("Callbacks to 'gone.example.com' are not possible: it has no address, or one that is loopback, private or otherwise reserved");
    }

    [Fact]
    public async Task The_next_address_is_tried_when_the_first_refuses()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        using var client = Client(Options, names: new NameServer().Add("two.example.com", "127.0.0.9 127.0.0.1"));
        (await client.SendAsync(
            new CallbackMessage($"http://two.example.com:{receiver.Port}/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
    }

    [Fact]
    public async Task A_dead_first_address_does_not_use_up_the_time_of_the_next()
    {
        // A listener whose backlog is full accepts no connection and refuses none: connecting to it hangs.
        using var dead = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        dead.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), receiver.Port));
        dead.Listen(0);
        Socket[] filling = [.. Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        var connecting = Task.WhenAll(filling.Select(filler => filler.ConnectAsync(dead.LocalEndPoint!)));

        try
        {
            using var client = Client(
                Options with { ConnectTimeout = TimeSpan.FromSeconds(4) }, names: new NameServer().Add("two.example.com", "127.0.0.9 127.0.0.1"));
            (await client.SendAsync(
                new CallbackMessage($"http://two.example.com:{receiver.Port}/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
        }
        finally
        {
            Array.ForEach(filling, filler => filler.Dispose());
            await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    [Fact]
    public async Task An_untrusted_certificate_is_a_failed_connection()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = 0;
        var serving = Task.Run(
            async () =>
            {
                using var socket = await listener.AcceptTcpClientAsync(Stop);
                await using var tls = new SslStream(socket.GetStream());
                try
                {
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Stop);
                    received = await tls.ReadAsync(new byte[1], Stop);
                }
                catch (Exception refused) when (refused is IOException or AuthenticationException)
                {
                    // What a client does that does not trust the certificate.
                }
            },
            Stop);
        using var client = Client(Options);

        var failed = (await client.SendAsync(
            new CallbackMessage($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", "{}"u8.ToArray(), []), Stop))
            .ShouldBeOfType<CallbackOutcome.ConnectionFailed>();

        failed.Kind.ShouldBe(ConnectionFailure.Tls);
        await serving;
        received.ShouldBe(0);
    }

    [Fact]
    public async Task Http_is_refused_at_sending_when_it_is_no_longer_allowed()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        (await SendAsync(receiver, Options with { AllowHttp = false })).ShouldBeOfType<CallbackOutcome.RefusedTarget>().Reason.ShouldBe(
            "The URL must begin with https://");
        receiver.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_receiver_of_HTTP_1_0_gets_a_connection_for_each_callback()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.0 200 OK"));
        using var client = Client(Options);

        for (var i = 0; i < 4; i++)
            (await client.SendAsync(Message(receiver), Stop)).ShouldBeOfType<CallbackOutcome.Delivered>();

        receiver.Connections.ShouldBe(4, "its end of the connection may close at any moment");
    }

    [Fact]
    public async Task One_endpoint_gets_no_more_connections_than_the_limit()
    {
        var open = 0;
        var most = 0;
        await using var receiver = LoopbackReceiver.Start(async (request, socket, stopped) =>
        {
            var now = Interlocked.Increment(ref open);
            InterlockedMax(ref most, now);
            await Task.Delay(20, stopped);
            Interlocked.Decrement(ref open);
            return await LoopbackReceiver.Says("HTTP/1.1 200 OK")(request, socket, stopped);
        });
        using var client = Client(Options with { Concurrency = 3 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.SendAsync(Message(receiver), Stop)));

        outcomes.ShouldAllBe(outcome => outcome is CallbackOutcome.Delivered);
        most.ShouldBe(3);
        receiver.Connections.ShouldBe(3);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
