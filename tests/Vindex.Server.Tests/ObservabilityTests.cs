using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Web;
using Vindex.Storage;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ObservabilityTests
{
    [Fact]
    public async Task A_bug_is_answered_without_a_word_about_its_cause()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await new ExceptionMiddleware(_ => throw new InvalidOperationException("secret cause"), NullLogger<ExceptionMiddleware>.Instance).InvokeAsync(context);

        context.Response.StatusCode.ShouldBe(500);
        context.Response.ContentType.ShouldBe("application/problem+json");
        context.Response.Body.Position = 0;
        var problem = (await JsonDocument.ParseAsync(context.Response.Body)).RootElement;
        problem.Text("code").ShouldBe("internal_error");
        problem.Text("trace_id").ShouldNotBeNullOrEmpty();
        problem.GetRawText().ShouldNotContain("secret cause");
        problem.GetRawText().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Only_the_store_is_reported_as_unavailable()
    {
        (await StatusAsync(new StoreUnavailableException("disk full"))).ShouldBe(503);
        (await StatusAsync(new StoreDamagedException("page 7"))).ShouldBe(500);
        (await StatusAsync(new BadHttpRequestException("too slow", 408))).ShouldBe(408);
        (await StatusAsync(new IOException("a bug of ours"))).ShouldBe(500);

        static async Task<int> StatusAsync(Exception exception)
        {
            var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
            await new ExceptionMiddleware(_ => throw exception, NullLogger<ExceptionMiddleware>.Instance).InvokeAsync(context);
            return context.Response.StatusCode;
        }
    }

    [Fact]
    public async Task A_caller_who_went_away_is_no_failure()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true), Response = { Body = new MemoryStream() } };

        await new ExceptionMiddleware(_ => throw new OperationCanceledException(), NullLogger<ExceptionMiddleware>.Instance).InvokeAsync(context);

        context.Response.Body.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Judging_is_measured_and_traced_under_the_name_Vindex()
    {
        var measured = new ConcurrentBag<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Vindex")
                    listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, _, _) => measured.Add(instrument.Name));
        meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => measured.Add(instrument.Name));
        meters.SetMeasurementEventCallback<int>((instrument, _, _, _) => measured.Add(instrument.Name));
        meters.Start();
        var spans = new ConcurrentBag<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Vindex",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => spans.Add(activity.OperationName),
        };
        ActivitySource.AddActivityListener(activities);
        await using var server = await TestServer.StartAsync(settings: ("Limits:Score:Requests", "1"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).ProblemAsync(429);
        meters.RecordObservableInstruments();

        // Other tests' servers are measured, too: what must be there is there.
        foreach (var name in (string[])
        [
            "vindex.scores.judged", "vindex.judge.duration", "vindex.store.duration", "vindex.requests.refused", "vindex.store.queue", "vindex.queue.waiting",
            "vindex.queue.age",
        ])
        {
            measured.ShouldContain(name);
        }

        spans.ShouldContain("judge");
        spans.ShouldContain("store score");
    }

    [Fact]
    public async Task Telemetry_is_sent_where_the_settings_say()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var arrival = collector.AcceptTcpClientAsync();
        await using var server = await TestServer.StartAsync(settings: ("Telemetry:OtlpEndpoint", $"http://{collector.LocalEndpoint}"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);

        // Stopping sends what is left; the collector here answers nothing, so hanging up is what lets the exporter go.
        var stopping = server.DisposeAsync().AsTask();
        using (await arrival.WaitAsync(TimeSpan.FromSeconds(30))) collector.Stop();
        await stopping;
    }

    [Fact]
    public async Task The_log_is_a_JSON_object_a_line_without_secrets_or_ticket_text()
    {
        var console = Console.Error;
        var captured = new StringWriter();
        string key;
        Console.SetError(TextWriter.Synchronized(captured));
        try
        {
            await using var server = await TestServer.StartAsync(settings: ("Logging:Level", "debug"));
            key = (await (await server.CompanyAsync("Acme")).NewKeyAsync(["scores:write", "scores:read"])).Text("api_key");
            var client = server.WithKey(key);
            await (await client.PostAsync("/v1/score", Json.Ticket("Xylophone secrets", "XYLO-1"))).JsonAsync(200);
            await (await client.GetAsync("/portal/scores?q=xylophone")).JsonAsync(200);
            await (await client.PostAsync("/v1/score", Json.Text("{\"ticket_data\":{\"summary\":\"Xylophone\"}"))).ProblemAsync(400);
            await (await server.WithKey(key + "x").GetAsync("/portal/scores/0199a1b2c3d47e8f9a0b1c2d3e4f5a6b")).ProblemAsync(401);
        }
        finally
        {
            Console.SetError(console);
        }

        var log = captured.ToString();
        log.ShouldNotContain("xylo", Case.Insensitive);
        log.ShouldNotContain(key[16..]);
        log.ShouldNotContain(TestServer.AdminKey);
        log.ShouldNotContain("0199a1b2c3d47e8f9a0b1c2d3e4f5a6b");
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var messages = lines.Select(line => $"{line.Text("LogLevel")} {line.Text("Message")}").ToList();
        messages.ShouldContain(message => message.StartsWith("Information POST /v1/score 200 in "));
        messages.ShouldContain(message => message.StartsWith("Information POST /v1/score 400 in "));
        messages.ShouldContain(message => message.StartsWith("Information GET /portal/scores/{id} 401 in "));
    }
}
