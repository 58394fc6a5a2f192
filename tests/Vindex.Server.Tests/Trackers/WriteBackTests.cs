using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.TrackerFakes.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>Writing results to issues: off until switched on, once for each change, and never because of itself.</summary>
public sealed class WriteBackTests
{
    [Theory]
    [MemberData(nameof(TrackerWorld.Products), MemberType = typeof(TrackerWorld))]
    public async Task A_comment_is_added_once_and_updated_in_place(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        var path = await FollowedAsync(world, 3);
        world.Fake.Comments(world.Project, 1).ShouldBeEmpty();

        await world.ChangeAsync(path, new { write_back = "comment" });
        await WrittenAsync(world);
        world.Fake.Comments(world.Project, 1).Single().ShouldContain("INVEST score");
        var first = world.Fake.Comments(world.Project, 2).Single();

        world.Fake.Edit(world.Project, 2, "Map");
        await world.DeliverAsync();
        await world.ScoredAsync(4);
        await WrittenAsync(world);
        world.Fake.Comments(world.Project, 2).Single().ShouldNotBe(first);

        // Its own comments come back as events and as changed issues; neither leads to a score or a write.
        world.Fake.ClearRequests();
        foreach (var happened in world.Fake.Events) await world.Fake.SendAsync(happened, TestContext.Current.CancellationToken);
        await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
        await world.SettledAsync(project => project.Text("status") == "following");
        await WrittenAsync(world);
        (await world.ScoresAsync()).ShouldBe(4);
        world.Fake.Writes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TrackerWorld.Products), MemberType = typeof(TrackerWorld))]
    public async Task A_label_says_the_band_and_other_labels_stay(string product)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        world.Fake.Seed(world.Project, 1, TrackerWorld.Text);
        world.Fake.AddLabel(world.Project, 1, "bikes");
        var path = await FollowedAsync(world, 0);
        await world.ChangeAsync(path, new { write_back = "labels" });
        await WrittenAsync(world);
        var labels = world.Fake.Labels(world.Project, 1);
        labels.ShouldContain("bikes");
        labels.Count(label => label.StartsWith("invest:", StringComparison.Ordinal)).ShouldBe(1);

        world.Fake.Edit(world.Project, 1, "Map");
        await world.DeliverAsync();
        await world.ScoredAsync(2);
        await WrittenAsync(world);
        await world.DeliverAsync();
        world.Fake.Labels(world.Project, 1).Count(label => label.StartsWith("invest:", StringComparison.Ordinal)).ShouldBe(1);
        await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
        await world.SettledAsync(project => project.Text("status") == "following");
        (await world.ScoresAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_says_what_would_be_written()
    {
        await using var world = await TrackerWorld.StartAsync("gitlab");
        var path = await FollowedAsync(world, 2);
        world.Fake.ClearRequests();
        var run = await (await world.Client.GetAsync(path + "/dry-run?write_back=labels")).JsonAsync(200);
        run.GetProperty("items").EnumerateArray().ShouldAllBe(item => item.Text("text")!.StartsWith("invest:", StringComparison.Ordinal));
        run = await (await world.Client.GetAsync(path + "/dry-run")).JsonAsync(200);
        run.Text("write_back").ShouldBe("comment");
        var text = run.GetProperty("items")[0].Text("text")!;
        world.Fake.Requests.ShouldBeEmpty();

        await world.ChangeAsync(path, new { write_back = "comment" });
        await WrittenAsync(world);
        world.Fake.Comments(world.Project, 1).Single().ShouldBe(text);
        await (await world.Client.GetAsync(path + "/dry-run?write_back=none")).JsonAsync(422);
    }

    [Fact]
    public async Task After_a_lost_answer_the_comment_is_found_instead_of_added_again()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        var path = await FollowedAsync(world, 1);
        world.Fake.Fail(FakeFault.Interrupted, times: 1, request: "/comments");
        await world.ChangeAsync(path, new { write_back = "comment" });
        while ((await world.TrackerAsync()).Text("status") != "failing") await Task.Delay(10, TestContext.Current.CancellationToken);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1), async () => (await world.TrackerAsync()).Text("status") == "working");
        await world.AdvanceAsync(TimeSpan.Zero, () => HasWrittenAsync(world));
        world.Fake.Comments(world.Project, 1).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_permission_is_counted_and_does_not_stop_reading()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        var path = await FollowedAsync(world, 3);
        world.Fake.Fail(FakeFault.Forbidden, times: 1, request: "/comments");
        await world.ChangeAsync(path, new { write_back = "comment" });
        while (!world.Fake.Writes.Any(write => write.Contains("/comments", StringComparison.Ordinal))) await Task.Delay(10, TestContext.Current.CancellationToken);
        world.Fake.Create(world.Project, "As a rider I want bells so that I am heard", "Given a bell, when I ring it, then people hear it.");
        await world.DeliverAsync();
        await world.ScoredAsync(4);
        await world.AdvanceAsync(TimeSpan.FromHours(2), () => HasWrittenAsync(world));
        world.Fake.Comments(world.Project, 1).Count.ShouldBe(1);
        (await world.TrackerAsync()).Text("status").ShouldBe("working");
    }

    private static async Task<string> FollowedAsync(TrackerWorld world, int issues)
    {
        var project = await world.FollowAsync(issues);
        return $"{world.Path}/projects/{project.Text("id")}";
    }

    private static async Task<bool> HasWrittenAsync(TrackerWorld world) => (await world.ProjectAsync()).Count("to_write") == 0;

    private static Task<JsonElement> WrittenAsync(TrackerWorld world) => world.SettledAsync(project => project.Count("to_write") == 0);
}
