using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class HeadTests
{
    [Fact]
    public async Task HEAD_answers_what_GET_does_without_its_body()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var client = await company.ClientAsync();
        string[] open = ["/health/live", "/openapi/v1.json", "/docs", "/docs/api/scoring", "/"];
        string[] portal = [
            "/portal/scores", "/portal/scores/summary", "/portal/scores/chart", "/portal/scores/" + id, "/portal/scores/none", "/portal/scores/export",
            "/portal/scores?limit=0"
        ];

        foreach (var path in open) await SameAsync(server.Anonymous, path);
        foreach (var path in portal) await SameAsync(client, path);
        await SameAsync(server.Anonymous, "/portal/scores");
        await SameAsync(server.Admin, "/admin/companies/" + company.Id);
        await SameAsync(server.Anonymous, "/nowhere");
    }

    [Fact]
    public async Task An_address_without_GET_does_not_take_HEAD_and_Allow_says_which_do()
    {
        await using var server = await TestServer.StartAsync();

        var refused = await server.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/score"));
        ((int)refused.StatusCode).ShouldBe(405);
        refused.Content.Headers.Allow.ShouldBe(["POST", "OPTIONS"], ignoreOrder: true);

        var other = await server.Anonymous.PutAsync("/portal/scores", null);
        await other.ProblemAsync(405, "method_not_allowed");
        other.Content.Headers.Allow.ShouldBe(["DELETE", "GET", "HEAD", "OPTIONS"], ignoreOrder: true);
    }

    private static async Task SameAsync(HttpClient client, string path)
    {
        var get = await client.GetAsync(path);
        var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        head.StatusCode.ShouldBe(get.StatusCode, path);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
        if (head.Content.Headers.ContentLength is { } length and > 0) length.ShouldBe((await get.Content.ReadAsByteArrayAsync()).Length, path);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
    }
}
