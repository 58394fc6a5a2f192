using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ScoreOddServerTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(429, "1")]
    [InlineData(503, "date")]
    [InlineData(503, null)]
    public async Task A_request_that_is_put_off_is_sent_again_with_the_same_key(int status, string? retryAfter)
    {
        await using var server = await OddServer.StartAsync((context, number) =>
        {
            if (number > 1) return OddServer.ScoreAsync(context);
            context.Response.StatusCode = status;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter == "date"
                    ? TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("R", CultureInfo.InvariantCulture)
                    : retryAfter;
            }
            return context.Response.WriteAsync("""{"detail": "Not now."}""");
        });
        var ran = await RunAsync(server.Url, 1);
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.ErrLines.ShouldHaveSingleItem().ShouldMatch("^vindex: waiting [12] s, as the server asked: Not now\\.$");
        server.Bodies.Count.ShouldBe(2);
        server.Bodies.Distinct().ShouldHaveSingleItem().ShouldContain("\"idempotency_key\":\"ticket-");
    }

    [Fact]
    public async Task A_wait_of_hours_is_not_waited_for()
    {
        await using var server = await OddServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7200";
            return Task.CompletedTask;
        });
        var ran = await RunAsync(server.Url, 3);
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldContain("asked to wait 7200 s, which is too long");
    }

    [Fact]
    public async Task Answers_that_come_out_of_order_are_written_in_order_and_few_requests_are_under_way_at_once()
    {
        var (underWay, most) = (0, 0);
        await using var server = await OddServer.StartAsync(async (context, number) =>
        {
            lock (_work) most = Math.Max(most, ++underWay);
            await Task.Delay(TimeSpan.FromMilliseconds(number % 5 * 20));
            lock (_work) underWay--;
            await OddServer.ScoreAsync(context);
        });
        var ran = await RunAsync(server.Url, 950);
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.OutLines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(Enumerable.Range(1, 950).Select(i => $"T-{i}"));
        server.Bodies.Count.ShouldBe(10);
        most.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task A_ticket_that_the_server_puts_off_is_sent_again_alone()
    {
        await using var server = await OddServer.StartAsync((context, number) => number > 1
            ? OddServer.ScoreAsync(context)
            : context.Response.WriteAsync("""
                {"index": 0, "status": 409, "code": "idempotency_running", "detail": "A request with this Idempotency-Key is still running."}
                {"index": 1, "status": 422, "code": "invalid_fields", "detail": "Too long.", "errors": {}}
                {"done": true, "scored": 0, "failed": 2}

                """));
        var ran = await RunAsync(server.Url, 2);
        ran.ExitCode.ShouldBe(2);
        ran.OutLines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(["T-1"]);
        ran.ErrLines[0].ShouldEndWith("Too long.");
        server.Bodies.Select(body => body.Count(c => c == '\n')).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        await using var server = await OddServer.StartAsync((context, number) =>
        {
            if (number > 2) return OddServer.ScoreAsync(context);
            context.Abort();
            return Task.CompletedTask;
        });
        (await RunAsync(server.Url, 1)).ShouldSatisfyAllConditions(ran => ran.ExitCode.ShouldBe(0), ran => ran.Err.ShouldBeEmpty());
        server.Bodies.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_redirect_is_told_and_the_key_is_not_carried_there()
    {
        var followed = 0;
        await using var target = await OddServer.StartAsync((_, number) => Task.FromResult(followed = number));
        await using var server = await OddServer.StartAsync((context, _) =>
        {
            context.Response.Redirect(target.Url);
            return Task.CompletedTask;
        });
        var ran = await RunAsync(server.Url, 1);
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldContain($"returned 302 and redirects to {target.Url}");
        followed.ShouldBe(0);
    }

    [Theory]
    [InlineData(200, "<html>Welcome</html>", "not like a Vindex server")]
    [InlineData(200, "{\"overall_score\": 11}", "not like a Vindex server")]
    [InlineData(200, "{\"done\": true, \"scored\": 0, \"failed\": 0}", "not like a Vindex server")]
    [InlineData(200, "{\"index\": 0, \"status\": 200, \"overall_score\": 11}\n{\"done\": true}", "not like a Vindex server")]
    [InlineData(200, "{\"index\": 0, \"status\": 200, \"overall_score\": 7.0}", "not like a Vindex server")]
    [InlineData(500, "", "returned 500")]
    [InlineData(418, "{\"detail\": \"I am \\u001b[31ma teapot\"}", "vindex: I am [31ma teapot")]
    public async Task What_is_no_score_is_told(int status, string body, string message)
    {
        await using var server = await OddServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        var ran = await RunAsync(server.Url, 2);
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public async Task A_run_that_stops_half_way_keeps_what_it_has_and_says_so()
    {
        await using var server = await OddServer.StartAsync((context, number) =>
        {
            if (number <= 1) return OddServer.ScoreAsync(context);
            context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
            return context.Response.WriteAsync("""{"detail": "This key has expired."}""");
        });
        var ran = await RunAsync(server.Url, 300);
        ran.ExitCode.ShouldBe(2);
        var scored = ran.OutLines.Length - 1;
        scored.ShouldBeOneOf(0, 100);
        ran.ErrLines.ShouldHaveSingleItem()
            .ShouldBe($"vindex: the server rejected the API key: This key has expired.{(scored > 0 ? $" ({scored} tickets were scored before)" : "")}");
    }

    [Fact]
    public async Task Nobody_there_is_told_in_a_sentence()
    {
        string url;
        await using (var server = await OddServer.StartAsync((_, _) => Task.CompletedTask)) url = server.Url;
        var ran = await RunAsync(url, 1);
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldContain($"{url} cannot be reached: connection refused");
    }

    [Theory]
    [InlineData("--url https://example.com", "the server needs an API key: set VINDEX_API_KEY")]
    [InlineData("--url http://example.com --api-key k", "would receive the API key unencrypted")]
    [InlineData("--url https://example.com --api-key k --profile mine.json", "a file works only without --url")]
    [InlineData("--api-key k", "--api-key needs --url")]
    [InlineData("--plain-http", "--plain-http needs --url")]
    public async Task Arguments_that_do_not_fit_together_are_told(string line, string message)
    {
        var ran = await VindexProcess.RunAsync(
            ["score", _work.Write("one.txt", "See the weather\n"), .. line.Split(' ')], environment: ("VINDEX_API_KEY", null));
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines[0].ShouldContain(message);
        ran.Out.ShouldBeEmpty();
    }

    private Task<Ran> RunAsync(string url, int tickets) => VindexProcess.RunAsync(
        ["score", _work.Write("some.jsonl", Backlogs.JsonLines(tickets)), "--format", "csv", "--url", url], environment: ("VINDEX_API_KEY", "vx_key"));
}
