using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Requests;

public sealed class UnknownParameterTests
{
    [Theory]
    [InlineData("/portal/scores?limt=5", "limt", "is unknown (did you mean limit?)")]
    [InlineData("/portal/scores?limit=5&Form=2026-01-01", "Form", "is unknown (did you mean from?)")]
    [InlineData("/portal/scores/summary?zzzzzzzz", "zzzzzzzz", "is unknown; allowed: customer_id, latest")]
    [InlineData("/portal/scores/some-id?latest=true", "latest", "is unknown: this request has no query parameters")]
    public async Task A_parameter_that_a_route_does_not_have_is_refused_with_the_nearest_name(string path, string name, string message)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var problem = await (await client.GetAsync(path)).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").GetProperty(name).EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe(message);
    }

    [Fact]
    public async Task Nothing_is_stored_by_a_refused_request()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await client.PostAsync("/v1/score?detials=true", Json.Ticket("Export"))).ProblemAsync(422, "invalid_fields");

        (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task The_case_of_names_does_not_matter()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        (await (await client.GetAsync("/portal/scores?LIMIT=3")).JsonAsync(200)).GetProperty("limit").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Under_feedback_the_error_is_a_reason()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync("feedback:write");

        var answer = await (await client.PostAsync("/feedback/import?projectid=acme/x", Json.Text("{}"))).JsonAsync(400);

        answer.Text("reason").ShouldBe("projectid: is unknown (did you mean project_id?).");
    }

    [Fact]
    public async Task A_long_list_of_long_names_is_cut()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var names = Enumerable.Range(0, 50).Select(i => new string('x', 100) + i);

        var problem = await (await client.GetAsync("/portal/scores?" + string.Join('&', names))).ProblemAsync(422);

        problem.GetProperty("errors").EnumerateObject().ShouldAllBe(error => error.Name.Length <= 64);
        JsonSerializer.Serialize(problem).Length.ShouldBeLessThan(4000);
    }

    [Theory]
    [InlineData("/health?from=monitor")]
    [InlineData("/?utm_source=mail")]
    [InlineData("/login?utm_source=mail")]
    public async Task Pages_and_probes_ignore_them(string path)
    {
        await using var server = await TestServer.StartAsync();

        (await server.Anonymous.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Receivers_of_events_ignore_them()
    {
        await using var server = await TestServer.StartAsync();

        (await server.Anonymous.PostAsync("/api/v1/evaluate/generic?hook=7", Json.Text("{}"))).StatusCode.ShouldBe(
            (await server.Anonymous.PostAsync("/api/v1/evaluate/generic", Json.Text("{}"))).StatusCode);
        (await (await server.Anonymous.PostAsync("/api/v1/evaluate/generic?hook=7", Json.Text("{}"))).Content.ReadAsStringAsync()).ShouldNotContain("hook");
    }
}
