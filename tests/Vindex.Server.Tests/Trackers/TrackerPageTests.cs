using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Vindex.TrackerFakes.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>The pages of trackers: connecting in steps, progress, pausing, credentials, write-back and deleting.</summary>
public sealed class TrackerPageTests
{
    private const string Trackers = "/app/settings/trackers";

    [Fact]
    public async Task A_tracker_is_connected_its_project_scored_written_back_paused_and_deleted()
    {
        await using var world = await TrackerWorld.StartAsync("jiraforge");
        world.Fake.Seed(world.Project, 3, TrackerWorld.Text);
        var owner = await world.Company.PersonAsync("owner");
        (await owner.ReadAsync(Trackers)).ShouldContain("No trackers connected yet");
        var wrong = await (await owner.SubmitAsync(Trackers, Fields(world, "wrong-token"))).PageAsync(422);
        wrong.ShouldContain("id=\"token-error\"");
        wrong.ShouldNotContain("wrong-token");
        wrong.ShouldContain(world.Fake.Address.AbsoluteUri);

        var choose = await owner.SubmitAndFollowAsync(Trackers, Fields(world, world.Fake.Account.Token));
        choose.ShouldContain("Connected as Vindex Bot. Choose a project.");
        choose.ShouldContain(world.Fake.IdOf(world.Project));
        var path = $"{Trackers}/{(await world.Server.Store.Trackers.ListAsync(world.Company.Id, TestContext.Current.CancellationToken))[0].Id}";
        var none = await (await owner.SubmitAsync(path + "/add", ("project_id", "none"))).PageAsync(422);
        none.ShouldContain("id=\"project_id-error\"");
        (await owner.SubmitAndFollowAsync(path + "/add", ("project_id", world.Fake.IdOf(world.Project)), ("open_only", "on"), ("profile", "adam")))
            .ShouldContain("SHOP is being read");
        while (!(await owner.ReadAsync(path + "/progress")).Contains("Following changes", StringComparison.Ordinal))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        var page = await owner.ReadAsync(path);
        page.ShouldContain("3 tickets scored");
        page.ShouldNotContain("hx-trigger=\"load");
        page.ShouldNotContain(world.Fake.Account.Token);

        var project = page.Split(path + "/projects/")[1].Split('"')[0];
        var one = $"{path}/projects/{project}";
        (await owner.ReadAsync(one)).ShouldContain("Show what would be written");
        (await owner.ReadAsync(one + "?dry_run=labels")).ShouldContain("invest:");
        (await (await owner.SubmitAsync(one, ("open_only", "on"), ("write_back", "field"))).PageAsync(422)).ShouldContain("id=\"write_field-error\"");
        (await owner.SubmitAndFollowAsync(one, ("open_only", "on"), ("write_back", "labels"))).ShouldContain("Saved.");
        while (world.Fake.Labels(world.Project, 3).Count == 0) await Task.Delay(10, TestContext.Current.CancellationToken);

        (await owner.SubmitAndFollowAsync(path + "/paused", ("paused", "true"))).ShouldContain("Nothing is read or written until you resume");
        (await owner.SubmitAndFollowAsync(path + "/paused", ("paused", "false"))).ShouldContain("Resumed.");
        (await owner.SubmitAndFollowAsync(path + "/sync", ("full", "true"))).ShouldContain("All projects are being read");
        (await owner.SubmitAndFollowAsync(path, ("name", Forms.Hostile))).ShouldBeHarmless();
        (await owner.SubmitAndFollowAsync(one + "/delete")).ShouldContain("The project has been removed");
        (await owner.SubmitAndFollowAsync(path + "/delete")).ShouldContain("The connection has been deleted");
        await owner.ReadAsync(path, 404);
        await owner.ReadAsync(one, 404);
    }

    [Fact]
    public async Task A_failure_says_what_to_do_and_when_it_is_tried_again()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        await world.FollowAsync(1);
        world.Fake.Fail(FakeFault.Unauthorized, times: 5);
        await (await world.Client.PostAsync(world.Path + "/sync", null)).JsonAsync(202);
        while ((await world.TrackerAsync()).Text("status") != "failing") await Task.Delay(10, TestContext.Current.CancellationToken);

        var owner = await world.Company.PersonAsync("owner");
        var path = world.Path.Replace("/portal/trackers", Trackers, StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await owner.ReadAsync(path));
        page.ShouldContain("credentials");
        page.ShouldContain("Next attempt:");
        (await owner.ReadAsync(path + "/add")).ShouldContain("class=\"notice bad\"");
    }

    [Fact]
    public async Task Those_of_other_companies_are_not_there()
    {
        await using var world = await TrackerWorld.StartAsync("github");
        var project = await world.FollowAsync(1);
        var stranger = await (await world.Server.CompanyAsync("Other")).PersonAsync("owner");
        await stranger.ReadAsync(Trackers);
        var path = world.Path.Replace("/portal/trackers", Trackers, StringComparison.Ordinal);
        foreach (var page in new[] { path, path + "/progress", path + "/add", $"{path}/projects/{project.Text("id")}" }) await stranger.ReadAsync(page, 404);
        foreach (var form in new[] { path, path + "/paused", path + "/sync", path + "/delete", path + "/add", $"{path}/projects/{project.Text("id")}/delete" })
            await (await stranger.SubmitAsync(form, ("project_id", "1"))).PageAsync(404);
        (await world.TrackerAsync()).GetProperty("projects").GetArrayLength().ShouldBe(1);
    }

    private static (string, string)[] Fields(TrackerWorld world, string token) =>
        [("product", world.Product), ("base_address", world.Fake.Address.AbsoluteUri), ("user", world.Fake.Account.User), ("token", token)];
}
