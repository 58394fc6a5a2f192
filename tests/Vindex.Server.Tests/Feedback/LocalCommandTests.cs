using Shouldly;
using Vindex.Server.Operations.Running;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Commands on the server's machine reach the feedback of every company with the token of <c>server.json</c>, and nothing else.</summary>
public sealed class LocalCommandTests
{
    [Fact]
    public async Task The_local_token_asks_about_any_companys_project_by_its_slug()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        await acme.SeedAsync(server.Time.GetUtcNow().AddHours(-1), [5, 5, 5, 5, 5, 5]);
        using var local = server.WithKey(RunningServer.Find(server.Folder)!.Token);

        (await CountAsync(local, "acme/scores")).ShouldBe(1);
        (await CountAsync(local, "other/scores")).ShouldBe(0);
        await (await AskAsync(local, "nobody/scores")).JsonAsync(404);
        await (await AskAsync(local, "Acme/scores")).JsonAsync(404);
        await (await AskAsync(await other.ClientAsync("feedback:read"), "acme/scores")).JsonAsync(404);
    }

    [Fact]
    public async Task A_company_that_was_deleted_is_forgotten_at_once()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var local = server.WithKey(RunningServer.Find(server.Folder)!.Token);
        (await CountAsync(local, "acme/scores")).ShouldBe(0);

        (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}")).EnsureSuccessStatusCode();

        await (await AskAsync(local, "acme/scores")).JsonAsync(404);
    }

    [Theory]
    [InlineData("/admin/companies")]
    [InlineData("/portal/scores")]
    [InlineData("/portal/projects")]
    [InlineData("/portal/scores/summary")]
    public async Task The_local_token_opens_no_other_route(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var local = server.WithKey(RunningServer.Find(server.Folder)!.Token);

        await (await local.GetAsync(path)).ProblemAsync(401, "credential_invalid");
    }

    [Fact]
    public async Task The_admin_key_and_a_wrong_token_open_no_feedback()
    {
        await using var server = await TestServer.StartAsync();
        await server.CompanyAsync("Acme");
        using var wrong = server.WithKey(new string('0', 64));

        await (await AskAsync(server.Admin, "acme/scores")).JsonAsync(403);
        await (await AskAsync(wrong, "acme/scores")).JsonAsync(401);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string project) =>
        client.PostAsync(
            "/feedback/stats", Json.Content(new { project_id = project, start = "2026-04-16T00:00:00Z", metrics = new[] { new { json_path = "overall" } } }));

    private static async Task<int> CountAsync(HttpClient client, string project) =>
        (await (await AskAsync(client, project)).JsonAsync(200)).GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt32());
}
