using System.Net;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class EvaluatorLimitTests
{
    [Fact]
    public async Task An_address_uploads_ten_times_an_hour()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            (await server.Anonymous.UploadAsync("Summary\nOne\n")).StatusCode.ShouldBe(HttpStatusCode.Created);
            server.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var refused = await server.Anonymous.UploadAsync("Summary\nOne\n");
        await refused.ProblemAsync(429, "rate_limited");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(50));
        refused.Headers.GetValues("RateLimit-Limit").ShouldBe(["10"]);
        server.Time.Advance(TimeSpan.FromMinutes(50));
        (await server.Anonymous.UploadAsync("Summary\nOne\n")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_address_scores_five_files_and_thirty_tickets_an_hour_and_looks_sixty_times_a_minute()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Anonymous;
        await RefusedAfter(5, () => client.ScoreAsync("x"));
        await RefusedAfter(30, () => client.PostAsync("/evaluate/ticket", Json.Ticket("x")));
        await RefusedAfter(60, () => client.GetAsync("/evaluate/results/x"));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        (await client.GetAsync("/evaluate/results/x.csv")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_callers_are_told_apart_and_a_caller_without_one_cannot_choose_an_address()
    {
        (string, string)[] one = [("Limits:EvaluatorTicket:Requests", "1")];
        await using var behind = await TestServer.StartAsync(null, null, [.. one, ("Server:TrustedProxies", "127.0.0.0/8, ::1/128")]);
        (await Ask(behind, "192.0.2.1")).ShouldBe(HttpStatusCode.OK);
        (await Ask(behind, "192.0.2.1")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await Ask(behind, "198.51.100.9, 192.0.2.2")).ShouldBe(HttpStatusCode.OK);
        (await Ask(behind, "198.51.100.10, 192.0.2.2")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await Ask(behind, "2001:db8:1:2::1")).ShouldBe(HttpStatusCode.OK);
        (await Ask(behind, "2001:db8:1:2:ffff::2")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await Ask(behind, "2001:db8:1:3::1")).ShouldBe(HttpStatusCode.OK);

        await using var open = await TestServer.StartAsync(null, null, one);
        (await Ask(open, "192.0.2.1")).ShouldBe(HttpStatusCode.OK);
        (await Ask(open, "192.0.2.2")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static async Task<HttpStatusCode> Ask(TestServer server, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/evaluate/ticket") { Content = Json.Ticket("x") };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return (await server.Anonymous.SendAsync(request)).StatusCode;
    }

    private static async Task RefusedAfter(int allowed, Func<Task<HttpResponseMessage>> ask)
    {
        for (var i = 0; i < allowed; i++) (await ask()).StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
        await (await ask()).ProblemAsync(429, "rate_limited");
    }
}
