using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Security;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Web.Bodies;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary>Bodies that arrive slowly or not at all.</summary>
public sealed partial class SlowBodyTests
{
    private const string Events = "/api/v1/evaluate/jiraforge";
    private const int Mebibyte = 1024 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_a_header_suffices_the_credential_is_checked_before_the_body_is_read()
    {
        await using var server = await TestServer.StartAsync();
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => (endpoint, method)))
            .Where(route => route.method is "POST" or "PUT" or "PATCH")
            .ToList();
        routes.Count.ShouldBeGreaterThan(50);

        foreach (var (endpoint, method) in routes)
        {
            var path = "/" + RouteParameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "x");
            using var connection = await RawConnection.SendAsync(
                server.Address, method, path, "Authorization: Bearer nonsense\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n", [], Stop);

            (await connection.HeadAsync(Stop)).ShouldMatch("^HTTP/1.1 (401|303|302) ", path);
        }
    }

    [Fact]
    public async Task A_declared_length_reserves_no_memory()
    {
        await using var server = await TestServer.StartAsync();
        var memory = server.Services.GetRequiredService<BodyMemory>();
        var connections = new List<RawConnection>();
        for (var i = 0; i < 40; i++) connections.Add(await StallAsync(server, Mebibyte, [(byte)'{']));

        await UntilAsync(() => memory.InUse > 0);

        memory.InUse.ShouldBeLessThanOrEqualTo(40 * 16 * 1024);
        connections.ForEach(connection => connection.Dispose());
        await UntilAsync(() => memory.InUse == 0);
    }

    [Fact]
    public async Task Stalled_events_are_refused_past_a_limit_and_leave_authenticated_callers_alone()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:Bodies:AnonymousMegabytes", "3"));
        var memory = server.Services.GetRequiredService<BodyMemory>();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        using var first = await StallAsync(server, Mebibyte - 10, new byte[Mebibyte - 12]);
        using var second = await StallAsync(server, Mebibyte - 10, new byte[Mebibyte - 12]);
        await UntilAsync(() => memory.InUse == 2 * Mebibyte);

        var refused = await server.Anonymous.PostAsync(Events, Large(), Stop);

        await refused.ProblemAsync(503, "bodies_in_flight");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await client.PostAsync("/v1/score", Json.Ticket("As a user I want to see my orders"), Stop)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        first.Dispose();
        await UntilAsync(() => memory.InUse <= Mebibyte);
        await (await server.Anonymous.PostAsync(Events, Large(), Stop)).ProblemAsync(401);
    }

    [Fact]
    public async Task One_caller_cannot_have_all_the_memory()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Bodies:Megabytes", "8"), ("Limits:Bodies:MegabytesPerCaller", "2")]);
        var memory = server.Services.GetRequiredService<BodyMemory>();
        var company = await server.CompanyAsync("Acme");
        var (one, other) = (await company.ClientAsync(), await company.ClientAsync());
        var credential = $"Authorization: {one.DefaultRequestHeaders.Authorization}\r\n";
        using var stalled = await StallAsync(server, Mebibyte - 10, new byte[Mebibyte - 12], "/v1/score", credential);
        await UntilAsync(() => memory.InUse == Mebibyte);

        await (await one.PostAsync("/v1/score", Large(), Stop)).ProblemAsync(503, "bodies_in_flight");
        await (await other.PostAsync("/v1/score", Large(), Stop)).ProblemAsync(422);
    }

    [Theory]
    [InlineData(Events, 1)]
    [InlineData("/evaluate/upload", 5)]
    [InlineData("/session", 1)]
    public async Task A_body_that_does_not_arrive_in_time_is_given_up(string path, int mebibytes)
    {
        await using var server = await TestServer.StartAsync();
        var head = path == "/evaluate/upload" ? "Content-Type: multipart/form-data; boundary=x\r\n" : "Content-Type: application/json\r\n";
        using var connection = await RawConnection.SendAsync(
            server.Address, "POST", path, head + "Content-Length: 1000\r\n", Encoding.ASCII.GetBytes(path == "/evaluate/upload" ? "--x\r\n" : "{"), Stop);
        var answer = connection.RestAsync(Stop);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(20, Stop));
            server.Time.Advance(TimeSpan.FromSeconds(30 + (4 * (mebibytes + 1))));
        }

        (await answer).ShouldStartWith("HTTP/1.1 408 ");
        (await answer).ShouldContain("\"body_timeout\"");
        (await answer).ShouldContain("Connection: close");
    }

    private static Task<RawConnection> StallAsync(TestServer server, int declared, byte[] sent, string path = Events, string headers = "") =>
        RawConnection.SendAsync(server.Address, "POST", path, $"{headers}Content-Type: application/json\r\nContent-Length: {declared}\r\n", sent, Stop);

    private static StringContent Large() => Json.Content(new { cloudId = "x", padding = new string('x', Mebibyte - 100) });

    private static async Task UntilAsync(Func<bool> isReached)
    {
        for (var i = 0; i < 4000 && !isReached(); i++) await Task.Delay(5, Stop);
        isReached().ShouldBeTrue();
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex RouteParameter();
}
