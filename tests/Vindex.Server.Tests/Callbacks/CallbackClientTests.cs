using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Callbacks;

public sealed class CallbackClientTests
{
    private static readonly CallbackOptions Options = new() { AllowHttp = true, Timeout = TimeSpan.FromSeconds(60), ConnectTimeout = TimeSpan.FromSeconds(30) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_callback_arrives_as_it_was_signed_and_with_nothing_else()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK\r\nSet-Cookie: session=1", "thanks ✓"));
        using var client = Client(Options);
        var message = new CallbackMessage($"http://127.0.0.1:{receiver.Port}/hook?a=1", "{\"ticket\":\"Zoë\"}"u8.ToArray(), [new("webhook-id", "dlv_1"), new("X-Vindex-Job-Id", "job_1")]);

        var outcome = await client.SendAsync(message, Stop);
        await client.SendAsync(message, Stop);

        var delivered = outcome.ShouldBeOfType<CallbackOutcome.Delivered>();
        delivered.StatusCode.ShouldBe(200);
        delivered.Excerpt.ShouldBe("thanks ✓");
        delivered.ResponseTime.ShouldBeGreaterThan(TimeSpan.Zero);
        delivered.Error.ShouldBeNull();

        receiver.Requests.Count.ShouldBe(2);
        var second = receiver.Requests[1];
        second.Line.ShouldBe("POST /hook?a=1 HTTP/1.1");
        second.Body.ShouldBe(message.Body.ToArray());
        // No cookie, no trace headers.
        string.Join(' ', second.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase))
            .ShouldBe("Accept-Encoding Content-Length Content-Type Host User-Agent webhook-id X-Vindex-Job-Id");
        second.Headers["Accept-Encoding"].ShouldBe("identity");
        receiver.Connections.ShouldBe(1, "the second callback goes over the first's connection");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Any_2xx_is_a_delivery(int status)
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says($"HTTP/1.1 {status} Fine"));
        (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Delivered>().StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(407)]
    [InlineData(410)]
    [InlineData(500)]
    [InlineData(599)]
    [InlineData(799)]
    public async Task Any_other_status_is_a_rejection_with_its_excerpt(int status)
    {
        await using var receiver = LoopbackReceiver.Start(
            LoopbackReceiver.Says($"HTTP/1.1 {status} No\r\nWWW-Authenticate: Basic\r\nProxy-Authenticate: Basic", status == 304 ? "" : "why not"));

        var rejected = (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Rejected>();

        rejected.StatusCode.ShouldBe(status);
        rejected.RetryAfter.ShouldBeNull();
        rejected.Excerpt.ShouldBe(status == 304 ? "" : "why not");
        receiver.Requests.Count.ShouldBe(1, "no credentials are tried");
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("99999999999999999999", 365 * 86400)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public async Task Retry_After_is_read_from_429_and_503(string header, int? seconds)
    {
        foreach (var status in new[] { 429, 503 })
        {
            await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says($"HTTP/1.1 {status} Later\r\nRetry-After: {header}"));
            (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Rejected>().RetryAfter.ShouldBe(seconds is { } value ? TimeSpan.FromSeconds(value) : null);
        }
    }

    [Fact]
    public async Task A_receiver_that_never_answers_runs_into_the_time_limit_of_the_clock()
    {
        var asked = new TaskCompletionSource();
        await using var receiver = LoopbackReceiver.Start(async (_, _, stopped) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, stopped);
            return false;
        });
        var time = new ManualTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var client = Client(new CallbackOptions { AllowHttp = true }, time);
        var sending = client.SendAsync(Message(receiver), Stop);
        await asked.Task.WaitAsync(Stop);

        time.Advance(TimeSpan.FromSeconds(29.9));
        await Task.Delay(50, Stop);
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        var outcome = await sending;
        outcome.ShouldBe(new CallbackOutcome.TimedOut(TimeSpan.FromSeconds(30)));
        outcome.Error.ShouldBe("No answer within 30 s");
    }

    [Fact]
    public async Task A_receiver_that_stalls_in_its_headers_times_out()
    {
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nX-Slow: "u8.ToArray(), stopped);
            await Task.Delay(Timeout.Infinite, stopped);
            return false;
        });
        (await SendAsync(receiver, Options with { Timeout = TimeSpan.FromMilliseconds(300) })).ShouldBeOfType<CallbackOutcome.TimedOut>();
    }

    [Fact]
    public async Task A_receiver_that_stalls_in_its_body_has_answered()
    {
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning"u8.ToArray(), stopped);
            await Task.Delay(Timeout.Infinite, stopped);
            return false;
        });
        (await SendAsync(receiver, Options with { Timeout = TimeSpan.FromSeconds(5) })).ShouldBeOfType<CallbackOutcome.Delivered>().Excerpt.ShouldBe("the beginning");
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task A_receiver_that_resets_the_connection_is_a_failed_connection(string before)
    {
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            if (before.Length > 0)
                await socket.SendAsync(Encoding.ASCII.GetBytes(before), stopped);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return false;
        });
        var failed = (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>();
        failed.Kind.ShouldBe(ConnectionFailure.Closed);
        failed.Error.ShouldBe("The connection was closed before an answer came");
    }

    [Fact]
    public async Task A_receiver_that_breaks_off_in_its_body_has_answered()
    {
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            await socket.SendAsync("HTTP/1.1 500 Oh\r\nContent-Length: 100\r\n\r\nhalf a st"u8.ToArray(), stopped);
            return false;
        });
        (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Rejected>().Excerpt.ShouldBe("half a st");
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 9000000000000")]
    [InlineData("Connection: close")]
    public async Task Of_an_endless_body_sixteen_kibibytes_are_read(string framing)
    {
        long sent = 0;
        var gone = new TaskCompletionSource();
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            try
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n"), stopped);
                var block = Encoding.ASCII.GetBytes(framing.StartsWith('T') ? $"1000\r\n{new string('x', 4096)}\r\n" : new string('x', 4096));
                while (true)
                    sent += await socket.SendAsync(block, stopped);
            }
            finally
            {
                gone.SetResult();
            }
        });

        (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Delivered>().Excerpt.ShouldBe(new string('x', 16 * 1024));

        // The connection is closed, not drained: the receiver notices.
        await gone.Task.WaitAsync(Stop);
        sent.ShouldBeGreaterThanOrEqualTo(16 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endless_headers_are_cut_off(bool oneLine)
    {
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nX-Long: "u8.ToArray(), stopped);
            var block = Encoding.ASCII.GetBytes(oneLine ? new string('x', 1024) : $"x\r\nX-More: {new string('y', 100)}\r\nX-Long: ");
            while (true)
                await socket.SendAsync(block, stopped);
        });
        var failed = (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>();
        failed.Kind.ShouldBe(ConnectionFailure.HeadersTooLarge);
        failed.Error.ShouldBe("The answer's headers are larger than 16 KiB");
    }

    [Fact]
    public async Task What_is_not_HTTP_is_said_to_be_so()
    {
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            await socket.SendAsync("220 mail.example.com ESMTP ready, and a bit more text\r\n\r\n"u8.ToArray(), stopped);
            return false;
        });
        (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>().Kind.ShouldBe(ConnectionFailure.NotHttp);
    }

    [Fact]
    public async Task A_compressed_answer_is_not_unpacked()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", "not really gzip"));
        (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Delivered>().Excerpt.ShouldBe("[15 bytes, gzip]");
    }

    [Fact]
    public async Task A_closed_port_is_unreachable()
    {
        int port;
        await using (var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK")))
            port = receiver.Port;
        using var client = Client(Options);

        var failed = (await client.SendAsync(new CallbackMessage($"http://127.0.0.1:{port}/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>();

        failed.Kind.ShouldBe(ConnectionFailure.Unreachable);
        failed.Error.ShouldBe("No connection: ConnectionRefused");
    }

    [Fact]
    public async Task A_name_without_address_is_not_found()
    {
        using var client = Client(Options);
        var failed = (await client.SendAsync(new CallbackMessage("http://gone.example.com/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.ConnectionFailed>();
        failed.Kind.ShouldBe(ConnectionFailure.NameNotFound);
        failed.Error.ShouldBe("The host name 'gone.example.com' has no address");
    }

    [Fact]
    public async Task The_next_address_is_tried_when_the_first_refuses()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        using var client = Client(Options, names: new NameServer().Add("two.example.com", "127.0.0.9 127.0.0.1"));
        (await client.SendAsync(new CallbackMessage($"http://two.example.com:{receiver.Port}/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
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
            using var client = Client(Options with { ConnectTimeout = TimeSpan.FromSeconds(4) }, names: new NameServer().Add("two.example.com", "127.0.0.9 127.0.0.1"));
            (await client.SendAsync(new CallbackMessage($"http://two.example.com:{receiver.Port}/", "{}"u8.ToArray(), []), Stop)).ShouldBeOfType<CallbackOutcome.Delivered>();
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

        var failed = (await client.SendAsync(new CallbackMessage($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", "{}"u8.ToArray(), []), Stop))
            .ShouldBeOfType<CallbackOutcome.ConnectionFailed>();

        failed.Kind.ShouldBe(ConnectionFailure.Tls);
        await serving;
        received.ShouldBe(0);
    }

    [Fact]
    public async Task Http_is_refused_at_sending_when_it_is_no_longer_allowed()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        (await SendAsync(receiver, Options with { AllowHttp = false })).ShouldBeOfType<CallbackOutcome.RefusedTarget>().Reason.ShouldBe("The URL must begin with https://");
        receiver.Connections.ShouldBe(0);
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

    [Fact]
    public async Task Only_the_callers_cancellation_throws()
    {
        var asked = new TaskCompletionSource();
        await using var receiver = LoopbackReceiver.Start(async (_, _, stopped) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopped);
            return false;
        });
        using var client = Client(Options);
        using var cancelled = new CancellationTokenSource();
        var sending = client.SendAsync(Message(receiver), cancelled.Token);
        await asked.Task.WaitAsync(Stop);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending);
        await Should.ThrowAsync<OperationCanceledException>(client.SendAsync(Message(receiver), cancelled.Token));
    }

    [Fact]
    public async Task A_trace_that_is_running_does_not_show_in_the_request()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        using var activity = new Activity("judging").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.AddBaggage("customer", "acme");

        (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Delivered>();

        receiver.Requests[0].Headers.Keys.ShouldNotContain(name => name == "traceparent" || name == "baggage" || name == "Correlation-Context");
    }

    [Fact]
    public async Task Random_bytes_as_an_answer_never_throw()
    {
        var random = new Random(99);
        var gate = new Lock();
        await using var receiver = LoopbackReceiver.Start(async (_, socket, stopped) =>
        {
            var bytes = new byte[200];
            lock (gate)
            {
                random.NextBytes(bytes);
                if (random.Next(2) == 0)
                    Encoding.ASCII.GetBytes($"HTTP/1.1 {random.Next(100, 700)} x\r\n{(char)random.Next(32, 127)}: \r\n\r\n").CopyTo(bytes, 0);
            }

            await socket.SendAsync(bytes, stopped);
            return false;
        });
        using var client = Client(Options);
        for (var i = 0; i < 300; i++)
            (await client.SendAsync(Message(receiver), Stop)).ShouldNotBeNull();
        receiver.Requests.Count.ShouldBeGreaterThanOrEqualTo(300);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private static CallbackClient Client(CallbackOptions options, TimeProvider? time = null, NameServer? names = null) =>
        new(options, new AddressGuard(new AddressPolicy([IPNetwork.Parse("127.0.0.0/8")]), (names ?? new NameServer()).Lookup, time ?? TimeProvider.System), time ?? TimeProvider.System);

    private static CallbackMessage Message(LoopbackReceiver receiver) => new($"http://127.0.0.1:{receiver.Port}/", "{}"u8.ToArray(), []);

    private static async Task<CallbackOutcome> SendAsync(LoopbackReceiver receiver, CallbackOptions options)
    {
        using var client = Client(options);
        return await client.SendAsync(Message(receiver), Stop);
    }
}
