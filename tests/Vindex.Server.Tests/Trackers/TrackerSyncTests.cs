using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.TrackerFakes.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>Reading backlogs of trackers and following their changes, against fakes that speak the products' APIs.</summary>
public sealed class TrackerSyncTests
{
    public static TheoryData<string> Products => TrackerWorld.Products;

    [Theory]
    [MemberData(nameof(Products))]
    public async Task A_backlog_is_scored_once_however_often_it_is_read(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        var project = await world.FollowAsync(130);
        (project.Count("seen"), project.Count("scored"), project.Count("skipped")).ShouldBe((130, 130, 0));
        (await world.ScoresAsync()).ShouldBe(130);
        world.Fake.Writes.Where(write => !write.Contains("hook", StringComparison.OrdinalIgnoreCase) && !write.Contains("subscription", StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty();

        await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
        await world.SettledAsync(after => after.Text("status") == "following");
        (await world.ScoresAsync()).ShouldBe(130);

        var score = (await (await world.Client.GetAsync("/portal/scores?limit=1")).JsonAsync(200)).GetProperty("items")[0];
        score.Text("customer_id").ShouldBe(project.Text("customer_id"));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task A_change_arrives_by_webhook_and_only_text_is_scored_again(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        var project = await world.FollowAsync(3);
        project.GetProperty("has_webhook").GetBoolean().ShouldBeTrue();

        world.Fake.Edit(world.Project, 2, "As a rider I want another map so that I find scooters");
        (await world.DeliverAsync()).ShouldAllBe(status => status == 202);
        await world.ScoredAsync(4);

        // The same event again, and a change that is none of the text.
        foreach (var happened in world.Fake.Events) await world.Fake.SendAsync(happened, TestContext.Current.CancellationToken);
        world.Fake.AddLabel(world.Project, 1, "bikes");
        await world.DeliverAsync();
        world.Fake.Create(world.Project, "As a rider I want bells so that I am heard", "Given a bell, when I ring it, then people hear it.");
        await world.DeliverAsync();
        await world.ScoredAsync(5);
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task What_no_webhook_told_is_found_by_asking(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product, ("Trackers:Poll", "10s"));
        await world.FollowAsync(3);
        world.Fake.Edit(world.Project, 2, "As a rider I want another map so that I find scooters");
        world.Fake.Create(world.Project, "As a rider I want bells so that I am heard", "Given a bell, when I ring it, then people hear it.");

        await world.AdvanceAsync(TimeSpan.FromSeconds(11), () => world.HasScoredAsync(5));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task Deleted_and_moved_issues_are_not_followed_any_more(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        await world.FollowAsync(4);
        world.Fake.AddProject(world.Project + "2");
        world.Fake.Delete(world.Project, 1);
        world.Fake.Move(world.Project, 2, world.Project + "2");

        await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
        var project = await world.SettledAsync(after => after.Count("gone") == 2);
        project.Count("scored").ShouldBe(2);
        (await world.ScoresAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task A_limit_is_waited_for_and_nothing_is_lost()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        world.Fake.Seed(world.Project, 250, TrackerWorld.Text);
        world.Fake.LimitEnds = world.Server.Time.GetUtcNow().AddMinutes(10);
        await world.ConnectAsync();
        world.Fake.Fail(FakeFault.Limited, times: 1, request: "/issues");
        await world.AddAsync();

        JsonElement tracker;
        do
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            tracker = await world.TrackerAsync();
        }
        while (tracker.Text("status") != "failing");
        tracker.GetProperty("failure").Text("reason").ShouldBe("limited");
        tracker.GetProperty("failure").GetProperty("retry_at").GetDateTimeOffset().ShouldBe(world.Fake.LimitEnds);

        await world.AdvanceAsync(TimeSpan.FromMinutes(11), () => world.HasScoredAsync(250));
        await world.AdvanceAsync(TimeSpan.Zero, async () => (await world.ProjectAsync()).Text("status") == "following");
    }

    [Fact]
    public async Task A_credential_that_expires_stops_reading_until_a_new_one_is_entered()
    {
        await using var world = await TrackerWorld.StartAsync("gitlab");
        await world.FollowAsync(2);
        world.Fake.Fail(FakeFault.Unauthorized, times: 1);
        await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
        while ((await world.TrackerAsync()).Text("status") != "failing") await Task.Delay(10, TestContext.Current.CancellationToken);

        world.Fake.Create(world.Project, "As a rider I want bells so that I am heard", "Given a bell, when I ring it, then people hear it.");
        (await world.ChangeAsync(world.Path, new { token = world.Fake.Account.Token })).Text("status").ShouldBe("working");
        await world.ScoredAsync(3);
    }

    [Fact]
    public async Task A_paused_connection_reads_nothing()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        await world.FollowAsync(2);
        (await world.ChangeAsync(world.Path, new { paused = true })).Text("status").ShouldBe("paused");
        (await (await world.Client.PostAsync(world.Path + "/sync", null)).JsonAsync(409)).Text("code").ShouldBe("tracker_paused");
        world.Fake.ClearRequests();
        world.Fake.Edit(world.Project, 1, "As a rider I want another map so that I find scooters");
        await world.DeliverAsync();
        world.Server.Time.Advance(TimeSpan.FromHours(1));
        world.Fake.Requests.ShouldBeEmpty();

        await world.ChangeAsync(world.Path, new { paused = false });
        await world.ScoredAsync(3);
    }

    [Fact]
    public async Task Labels_select_issues_and_a_closed_one_is_left_out()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        world.Fake.Seed(world.Project, 5, TrackerWorld.Text);
        foreach (var number in new[] { 1, 2, 3 }) world.Fake.AddLabel(world.Project, number, "ready");
        world.Fake.Close(world.Project, 3);
        await world.ConnectAsync();
        await world.AddAsync(new { labels = new[] { "ready" } });
        var project = await world.SettledAsync(after => after.Text("status") == "following");
        project.Count("scored").ShouldBe(2);
        project.GetProperty("labels")[0].GetString().ShouldBe("ready");

        world.Fake.AddLabel(world.Project, 4, "ready");
        await world.ChangeAsync($"{world.Path}/projects/{project.Text("id")}", new { open_only = false });
        await world.ScoredAsync(4);
    }

    [Fact]
    public async Task A_webhook_needs_the_secret_of_its_connection()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        await world.FollowAsync(1);
        world.Fake.Edit(world.Project, 1, "As a rider I want another map so that I find scooters");
        var hook = world.Fake.Hooks.Single() with { Secret = "another-secret-0123456789-0123456789" };
        var path = world.Path.Replace("/portal/", "/api/v1/", StringComparison.Ordinal) + "/hook";
        using var delivery = world.Fake.CreateDelivery(hook, world.Fake.Events[^1]);
        delivery.RequestUri = new Uri(world.Server.Address, path);
        (await (await world.Server.Anonymous.SendAsync(delivery)).JsonAsync(403)).Text("code").ShouldBe("secret_wrong");
        (await (await world.Server.Anonymous.PostAsync(path, Json.Text("{}"))).JsonAsync(403)).Text("code").ShouldBe("secret_missing");
        await (await world.Server.Anonymous.PostAsync("/api/v1/trackers/none/hook", Json.Text("{}"))).JsonAsync(401);
        (await world.ScoresAsync()).ShouldBe(1);
    }
}
