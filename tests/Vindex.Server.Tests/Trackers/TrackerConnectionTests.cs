using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>Connections to trackers: what is checked before one is stored, what is shown, and to whom.</summary>
public sealed class TrackerConnectionTests
{
    [Theory]
    [MemberData(nameof(TrackerWorld.Products), MemberType = typeof(TrackerWorld))]
    public async Task A_connection_is_stored_only_if_it_works_and_never_shows_its_secret(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        world.Fake.AddProject(world.Project);
        var wrong = await (await world.Client.PostAsync("/portal/trackers", Json.Content(world.Connection("wrong-token")))).JsonAsync(422);
        wrong.GetProperty("errors").TryGetProperty("token", out var errors).ShouldBeTrue(wrong.GetRawText());
        errors.GetArrayLength().ShouldBe(1);
        wrong.GetRawText().ShouldNotContain("wrong-token");
        (await (await world.Client.GetAsync("/portal/trackers")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);

        var made = await world.ConnectAsync();
        (made.Text("product"), made.Text("status"), made.Text("account_name")).ShouldBe((product, "working", world.Fake.Account.Name));
        foreach (var path in new[] { "/portal/trackers", world.Path, world.Path + "/available", "/portal/audit" })
            (await (await world.Client.GetAsync(path)).Content.ReadAsStringAsync()).ShouldNotContain(world.Fake.Account.Token);
        (await world.Server.Store.Trackers.ListAsync(world.Company.Id, TestContext.Current.CancellationToken))[0].Credential
            .AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(world.Fake.Account.Token)).ShouldBe(-1);

        var available = await (await world.Client.GetAsync(world.Path + "/available")).JsonAsync(200);
        available.GetProperty("items").EnumerateArray().Select(item => item.Text("project_id")).ShouldContain(world.Fake.IdOf(world.Project));
    }

    [Fact]
    public async Task Another_company_sees_nothing_and_a_limited_key_neither()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        var project = await world.FollowAsync(1);
        var other = await world.Server.CompanyAsync("Other");
        using var stranger = await other.ClientAsync("installations:write");
        using var limited = world.Server.WithKey(
            (await world.Company.NewKeyAsync(["installations:write"], [world.Company.DefaultCustomerId])).Text("api_key"));
        using var reader = await world.Company.ClientAsync("scores:read");
        var path = $"{world.Path}/projects/{project.Text("id")}";
        foreach (var client in new[] { stranger, limited })
        {
            (await (await client.GetAsync("/portal/trackers")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
            await (await client.GetAsync(world.Path)).JsonAsync(404);
            await (await client.GetAsync(world.Path + "/available")).JsonAsync(404);
            await (await client.PostAsync(world.Path + "/sync", null)).JsonAsync(404);
            await (await client.PatchAsync(world.Path, Json.Content(new { name = "Mine" }))).JsonAsync(404);
            await (await client.PatchAsync(path, Json.Content(new { write_back = "comment" }))).JsonAsync(404);
            await (await client.GetAsync(path + "/dry-run")).JsonAsync(404);
            await (await client.PostAsync(world.Path + "/projects", Json.Content(new { project_id = "1" }))).JsonAsync(404);
            await (await client.DeleteAsync(path)).JsonAsync(404);
            await (await client.DeleteAsync(world.Path)).JsonAsync(404);
        }

        (await (await limited.PostAsync("/portal/trackers", Json.Content(world.Connection()))).JsonAsync(403)).Text("code").ShouldBe("beyond_own_customers");
        (await (await reader.GetAsync("/portal/trackers")).JsonAsync(403)).Text("code").ShouldBe("scope_missing");
        (await world.TrackerAsync()).GetProperty("projects").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("https://10.0.0.7/")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://localhost/")]
    [InlineData("ftp://example.com/")]
    public async Task Addresses_of_closed_networks_are_refused(string address)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync("installations:write");
        var body = new { product = "github", base_address = address, token = "some-token" };
        var refused = await (await client.PostAsync("/portal/trackers", Json.Content(body))).JsonAsync(422);
        refused.GetProperty("errors").TryGetProperty("base_address", out _).ShouldBeTrue(refused.GetRawText());
    }

    [Fact]
    public async Task Input_that_makes_no_sense_names_its_fields()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        (await FieldsAsync(world, "/portal/trackers", """{"product": "bugzilla", "token": "t"}""")).ShouldBe(["product"]);
        (await FieldsAsync(world, "/portal/trackers", """{"product": "github"}""")).ShouldBe(["token"]);
        (await FieldsAsync(world, "/portal/trackers", """{"product": "github", "app_id": "1"}""")).ShouldBe(["installation_id", "private_key"]);
        (await FieldsAsync(world, "/portal/trackers", """{"product": "gitlab", "token": "t", "app_id": "1"}""")).ShouldContain("app_id");
        (await FieldsAsync(world, "/portal/trackers", """{"product": "jiraforge", "token": "t"}""")).ShouldBe(["base_address"]);

        var project = await world.FollowAsync(1);
        (await FieldsAsync(world, world.Path + "/projects", """{"project_id": "no-such-project"}""")).ShouldBe(["project_id"]);
        (await FieldsAsync(world, world.Path + "/projects", """{"project_id": "1", "query": "is:open"}""")).ShouldBe(["query"]);
        var again = await world.Client.PostAsync(world.Path + "/projects", Json.Content(new { project_id = world.Fake.IdOf(world.Project) }));
        (await again.JsonAsync(409)).Text("code").ShouldBe("project_tracked");
        var path = $"{world.Path}/projects/{project.Text("id")}";
        (await world.ChangeAsync(path, new { write_back = "field", write_field = "Score" }, 422)).GetProperty("errors").TryGetProperty("write_back", out _).ShouldBeTrue();
        await world.ChangeAsync(path, new { write_back = "shout" }, 422);

        // Another address needs the credential again: it is only sent where it was meant to go.
        (await world.ChangeAsync(world.Path, new { base_address = "http://127.0.0.1:9/" }, 422)).GetProperty("errors").TryGetProperty("token", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Deleting_a_connection_removes_its_webhooks_and_keeps_the_scores()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        await world.FollowAsync(2);
        world.Fake.Hooks.Count.ShouldBe(1);
        (await world.Client.DeleteAsync(world.Path)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        world.Fake.Hooks.ShouldBeEmpty();
        await (await world.Client.GetAsync(world.Path)).JsonAsync(404);
        (await world.ScoresAsync()).ShouldBe(2);

        // The installation is still there, and the project can be connected again without being judged again.
        await world.ConnectAsync();
        await world.AddAsync();
        (await world.SettledAsync(project => project.Text("status") == "following")).Count("scored").ShouldBe(2);
        (await world.ScoresAsync()).ShouldBe(2);
    }

    private static async Task<List<string>> FieldsAsync(TrackerWorld world, string path, string body)
    {
        var refused = await (await world.Client.PostAsync(path, Json.Text(body))).JsonAsync(422);
        return [.. refused.GetProperty("errors").EnumerateObject().Select(error => error.Name)];
    }
}
