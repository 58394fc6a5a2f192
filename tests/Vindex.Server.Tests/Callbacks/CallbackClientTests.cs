using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;
using static Vindex.Server.Tests.Callbacks.Receivers.TestClient;

namespace Vindex.Server.Tests.Callbacks;

/// <summary>What the client makes of answers, good and bad.</summary>
public sealed class CallbackClientTests
{
    [Fact]
    public async Task A_callback_arrives_as_it_was_signed_and_with_nothing_else()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK\r\nSet-Cookie: session=1", "thanks ✓"));
        using var client = Client(Options);
        var message = new CallbackMessage(
            $"http://127.0.0.1:{receiver.Port}/hook?a=1", "{\"ticket\":\"Zoë\"}"u8.ToArray(), [new("webhook-id", "dlv_1"), new("X-Vindex-Job-Id", "job_1")]);

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
            (await SendAsync(receiver, Options)).ShouldBeOfType<CallbackOutcome.Rejected>().RetryAfter.ShouldBe(
                seconds is { } value ? TimeSpan.FromSeconds(value) : null);
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
        using var client = Client(Options with { Timeout = TimeSpan.FromSeconds(30) }, time);
        var sending = client.SendAsync(Message(receiver), Stop);
        await asked.Task.WaitAsync(Stop);

        time.Advance(TimeSpan.FromSeconds(29.9));
        await Task.Delay(50, Stop);
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        var outcome = await sending;
        outcome.ShouldBe(new CallbackOutcome.TimedOut(TimeSpan.FromSeconds(30)));
        outcome.Error.ShouldBe("No response within 30 s");
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
        (await SendAsync(receiver, Options with { Timeout = TimeSpan.FromSeconds(5) })).ShouldBeOfType<CallbackOutcome.Delivered>().Excerpt.ShouldBe(
            "the beginning");
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
        failed.Error.ShouldBe("The connection was closed before a response arrived");
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
        failed.Error.ShouldBe("The response headers are larger than 16 KiB");
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
}
