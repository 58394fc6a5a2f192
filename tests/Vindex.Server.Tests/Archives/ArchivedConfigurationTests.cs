using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Trackers;
using Xunit;

namespace Vindex.Server.Tests.Archives;

/// <summary>Webhooks, alerts and trackers in archives, and after a company is deleted.</summary>
public sealed class ArchivedConfigurationTests
{
    private const string ChatPath = "/services/T0/B0/secret-of-the-chat";
    private const string HeaderValue = "Bearer secret-of-the-receiver";

    private static readonly (string, string)[] s_loopback = [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configuration_moves_without_its_secrets_and_does_nothing_until_they_are_entered()
    {
        await using var world = await TrackerWorld.StartAsync("github", s_loopback);
        await using var target = await TestServer.StartAsync(settings: [("Trackers:AllowedNetworks", "127.0.0.0/8"), ("Trackers:AllowHttp", "true"), .. s_loopback]);
        var project = await world.FollowAsync(4, new { labels = Array.Empty<string>(), open_only = false });
        await ConfigureAsync(world, project.Text("customer_id"));
        var archive = await ArchiveAsync(world.Server, world.Company);
        foreach (var secret in new[] { ChatPath, HeaderValue, world.Fake.Account.Token, world.Fake.Hooks[0].Secret, "whsec_", "whsk_" }) archive.ShouldNotContain(secret);

        foreach (var _ in new[] { 1, 2 }) await (await ImportAsync(target, archive)).JsonAsync(200);

        world.Fake.ClearRequests();
        var company = world.Company with { Server = target };
        var client = await company.ClientAsync("installations:write", "scores:read", "scores:write");
        var webhook = await OnlyAsync(client, "/portal/webhooks");
        (webhook.Text("url"), webhook.GetProperty("enabled").GetBoolean()).ShouldBe(("http://127.0.0.1:8199/hook", false));
        webhook.GetProperty("types")[0].GetString().ShouldBe("alert.fired");
        webhook.GetProperty("headers").GetArrayLength().ShouldBe(0);
        var channel = await OnlyAsync(client, "/portal/alert-channels");
        (channel.Text("name"), channel.Text("target")).ShouldBe(("Team chat", "http://127.0.0.1:8199/***"));
        var alert = await OnlyAsync(client, "/portal/alerts");
        var rule = alert.GetProperty("rule");
        (rule.Text("name"), rule.GetProperty("enabled").GetBoolean(), rule.Text("customer_id")).ShouldBe(("Quality", false, project.Text("customer_id")));
        rule.GetProperty("channels")[0].GetString().ShouldBe(channel.Text("channel_id"));
        alert.GetProperty("due_at").ValueKind.ShouldBe(JsonValueKind.Null);
        var tracker = await OnlyAsync(client, "/portal/trackers");
        (tracker.Text("status"), tracker.Text("base_address")).ShouldBe(("paused", world.Fake.Address.AbsoluteUri.TrimEnd('/')));
        target.Time.Advance(TimeSpan.FromHours(2));
        world.Fake.Requests.ShouldBeEmpty();
        (await (await client.PostAsync($"/portal/alert-channels/{channel.Text("channel_id")}/test", null)).JsonAsync(200))
            .Text("error").ShouldContain("Enter it again");

        await FollowsAgainAsync(client, world, $"/portal/trackers/{tracker.Text("tracker_id")}");
    }

    [Theory]
    [InlineData("webhook", "kind", "pigeon", "the webhook")]
    [InlineData("webhook", "kind", "1", "the webhook")]
    [InlineData("webhook", "url", "nowhere", "the webhook")]
    [InlineData("alert", "rule", "{}", "the rule of the alert Quality")]
    [InlineData("alert", "rule", "not JSON", "the rule of the alert Quality")]
    [InlineData("tracker", "product", "pencil", "the tracker")]
    [InlineData("tracker", "base_address", "nowhere", "the tracker")]
    [InlineData("tracker", "selection", "not JSON", "the settings of the project")]
    [InlineData("tracker", "settings", "not JSON", "the settings of the project")]
    public async Task Configuration_that_cannot_be_read_is_refused_with_its_line(string kind, string member, string value, string reason)
    {
        await using var world = await TrackerWorld.StartAsync("github", s_loopback);
        await using var target = await TestServer.StartAsync();
        await ConfigureAsync(world, (await world.FollowAsync(1)).Text("customer_id"));
        var lines = (await ArchiveAsync(world.Server, world.Company)).Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith($"{{\"{kind}\":", StringComparison.Ordinal));
        var line = JsonNode.Parse(lines[at])!;
        var holder = member is "selection" or "settings" ? line[kind]!["projects"]![0]! : line[kind]!;
        holder[member].ShouldNotBeNull();
        holder[member] = value;
        lines[at] = line.ToJsonString();

        var problem = await (await ImportAsync(target, string.Join('\n', lines))).ProblemAsync(422, "bad_archive");

        problem.Text("detail").ShouldStartWith($"Line {at + 1}: {reason}");
        problem.Text("detail").ShouldEndWith("cannot be read.");
    }

    [Fact]
    public async Task A_deleted_company_leaves_no_webhook_alert_channel_or_tracker()
    {
        await using var world = await TrackerWorld.StartAsync("github", s_loopback);
        var project = await world.FollowAsync(3);
        await ConfigureAsync(world, project.Text("customer_id"));
        var tracker = world.Path.Split('/')[^1];
        var store = world.Server.Store;
        (await store.TrackerWork.KnownAsync(project.Text("id"), ["1", "2", "3"], Stop)).Count.ShouldBe(3);

        (await world.Server.Admin.DeleteAsync($"/admin/companies/{world.Company.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await store.Webhooks.ListAsync(world.Company.Id, Stop)).ShouldBeEmpty();
        (await store.Alerts.ListAsync(world.Company.Id, Stop)).ShouldBeEmpty();
        (await store.Alerts.NextDueAsync(Stop)).ShouldBeNull();
        (await store.AlertMessages.ListChannelsAsync(world.Company.Id, Stop)).ShouldBeEmpty();
        (await store.Trackers.FindAsync(tracker, Stop)).ShouldBeNull();
        (await store.Trackers.ProjectsAsync(tracker, Stop)).ShouldBeEmpty();
        (await store.TrackerWork.KnownAsync(project.Text("id"), ["1", "2", "3"], Stop)).ShouldBeEmpty();
        world.Fake.Edit(world.Project, 1, "As a rider I want another map so that I find scooters");
        (await world.DeliverAsync()).ShouldBe([401]);
        world.Fake.ClearRequests();
        world.Server.Time.Advance(TimeSpan.FromHours(2));
        world.Fake.Requests.ShouldBeEmpty();
    }

    private static async Task ConfigureAsync(TrackerWorld world, string customerId)
    {
        var client = world.Client;
        await (await client.PostAsync("/portal/webhooks", Json.Content(new
        {
            url = "http://127.0.0.1:8199/hook",
            types = (string[])["alert.fired"],
            headers = (object[])[new { name = "Authorization", value = HeaderValue }],
            signing = "both",
        }))).JsonAsync(201);
        var channel = await (await client.PostAsync(
            "/portal/alert-channels", Json.Content(new { name = "Team chat", kind = "slack", target = "http://127.0.0.1:8199" + ChatPath }))).JsonAsync(201);
        await (await client.PostAsync("/portal/alerts", Json.Content(new
        {
            name = "Quality",
            metric = "average",
            customer_id = customerId,
            alert = 1,
            every = "1d",
            channels = (string[])[channel.Text("channel_id")],
        }))).JsonAsync(201);
    }

    /// <summary>With its credential, a connection reads its backlog, and judges only what is new.</summary>
    private static async Task FollowsAgainAsync(HttpClient client, TrackerWorld world, string path)
    {
        world.Fake.Create(world.Project, "As a rider I want bells so that I am heard", "Given a bell, when I ring it, then people hear it.");
        await (await client.PatchAsync(path, Json.Content(new { token = world.Fake.Account.Token, paused = false }))).JsonAsync(200);
        JsonElement tracker;
        do
        {
            tracker = await (await client.GetAsync(path)).JsonAsync(200);
            tracker.Text("status").ShouldBe("working", tracker.GetRawText());
            await Task.Delay(10, Stop);
        }
        while (tracker.GetProperty("projects")[0].Text("status") != "following");

        var project = tracker.GetProperty("projects")[0];
        (project.Count("scored"), project.Text("write_back"), project.GetProperty("open_only").GetBoolean()).ShouldBe((5, "none", false));
        (await (await client.GetAsync("/portal/scores?limit=1")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(5);
    }

    private static async Task<JsonElement> OnlyAsync(HttpClient client, string path) =>
        (await (await client.GetAsync(path)).JsonAsync(200)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

    private static Task<string> ArchiveAsync(TestServer server, TestCompany company) => server.Admin.GetStringAsync($"/admin/companies/{company.Id}/export");

    private static Task<HttpResponseMessage> ImportAsync(TestServer server, string archive) => server.Admin.PostAsync(
        "/admin/companies/import", new StringContent(archive, System.Text.Encoding.UTF8, "application/x-ndjson"));
}
