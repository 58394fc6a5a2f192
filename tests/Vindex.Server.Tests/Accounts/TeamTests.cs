using System.Net;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

/// <summary>Managing teams over HTTP.</summary>
public sealed class TeamTests
{
    [Fact]
    public async Task A_team_is_created_listed_changed_and_deleted_and_the_audit_log_has_all_of_it()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var owner = world.Owner;

        var made = await (await owner.PostAsync("/portal/teams", new { name = " Alpha ", role = "member", customer_ids = new[] { world.Alpha, world.Alpha } }))
            .JsonAsync(201);
        (made.Text("name"), made.Text("role"), made.GetProperty("customer_ids").GetArrayLength()).ShouldBe(("Alpha", "member", 1));
        var path = "/portal/teams/" + made.Text("team_id");
        var bo = await world.Company.PersonAsync("viewer", "bo@example.com");
        var id = await world.Company.UserIdAsync("bo@example.com");
        var member = (await (await owner.PostAsync($"{path}/members", new { user_id = id })).JsonAsync(200)).GetProperty("members")[0];
        (member.Text("user_id"), member.Text("email"), member.Text("role")).ShouldBe((id, "bo@example.com", "viewer"));
        (await bo.GetAsync("/portal/scores")).StatusCode.ShouldBe(HttpStatusCode.OK, "a role for the whole company is not limited by a team");

        var user = (await (await owner.GetAsync("/portal/users")).JsonAsync(200)).GetProperty("items").EnumerateArray().Single(one => one.Text("user_id") == id);
        user.GetProperty("teams")[0].Text("name").ShouldBe("Alpha");
        var changed = await (await owner.PatchAsync(path, new { name = "All", customer_ids = (string[]?)null })).JsonAsync(200);
        (changed.Text("name"), changed.Text("role"), changed.GetProperty("customer_ids").ValueKind, changed.GetProperty("members").GetArrayLength())
            .ShouldBe(("All", "member", System.Text.Json.JsonValueKind.Null, 1));
        (await (await owner.GetAsync("/portal/teams")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await (await owner.GetAsync(path)).JsonAsync(200)).Text("name").ShouldBe("All");
        (await owner.DeleteAsync($"{path}/members/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await owner.DeleteAsync($"{path}/members/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var actions = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(entry => entry.Text("action"))
            .Where(action => action.StartsWith("team.", StringComparison.Ordinal));
        actions.ShouldBe(["team.deleted", "team.member_removed", "team.changed", "team.member_added", "team.created"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_no_team_is_refused_field_by_field()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var team = await world.TeamAsync("Alpha", "viewer", world.Alpha);

        await RefusedAsync(new { name = "ALPHA", role = "viewer" }, "name", "is the name of another team");
        await RefusedAsync(new { name = "x", role = "owner" }, "role", "must be one of viewer, member");
        await RefusedAsync(new { name = "x", role = "teams" }, "role", "must be one of viewer, member");
        await RefusedAsync(new { name = new string('x', 101), role = "viewer" }, "name", "must have at most 100 characters; it has 101");
        await RefusedAsync(
            new { name = "x", role = "viewer", customer_ids = Array.Empty<string>() }, "customer_ids",
            "must name at least one customer; leave it out to allow all of them");
        await RefusedAsync(
            new { name = "x", role = "viewer", customer_ids = new[] { "none" } }, "customer_ids", "contains \"none\", which is not a customer of this company");
        await (await world.Owner.PatchAsync($"/portal/teams/{team}", new { members = 1 })).ProblemAsync(422);
        (await (await world.Owner.PostAsync("/portal/users", new { email = "x@example.com", role = "teams", team_ids = new[] { team, "none" } })).ProblemAsync(422))
            .GetProperty("errors").GetProperty("team_ids")[0].GetString().ShouldBe("contains \"none\", which is not a team of this company");
        (await world.Owner.PostAsync($"/portal/teams/{team}/members", new { user_id = "none" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await world.Owner.PostAsync($"/portal/teams/{team}/members", new { })).ProblemAsync(422)).GetProperty("errors").TryGetProperty("user_id", out _).ShouldBeTrue();

        async Task RefusedAsync(object body, string field, string error) =>
            (await (await world.Owner.PostAsync("/portal/teams", body)).ProblemAsync(422)).GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe(error);
    }

    [Fact]
    public async Task Another_companys_teams_customers_and_people_do_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var team = await world.TeamAsync("Alpha", "viewer", world.Alpha);
        await world.PersonAsync("mo@example.com", team);
        var id = await world.Company.UserIdAsync("mo@example.com");
        var other = await server.CompanyAsync("Other");
        var stranger = await other.PersonAsync("owner", "stranger@example.com");
        var own = (await (await stranger.PostAsync("/portal/teams", new { name = "Alpha", role = "viewer" })).JsonAsync(201)).Text("team_id");

        foreach (var response in new[]
        {
            await stranger.GetAsync($"/portal/teams/{team}"),
            await stranger.PatchAsync($"/portal/teams/{team}", new { name = "x" }),
            await stranger.DeleteAsync($"/portal/teams/{team}"),
            await stranger.PostAsync($"/portal/teams/{team}/members", new { user_id = id }),
            await stranger.PostAsync($"/portal/teams/{own}/members", new { user_id = id }),
            await stranger.DeleteAsync($"/portal/teams/{team}/members/{id}"),
        })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, response.RequestMessage!.RequestUri!.AbsolutePath);
        }

        await (await stranger.PostAsync("/portal/teams", new { name = "x", role = "viewer", customer_ids = new[] { world.Alpha } })).ProblemAsync(422);
        await (await stranger.PostAsync("/portal/users", new { email = "x@example.com", role = "teams", team_ids = new[] { team } })).ProblemAsync(422);
        (await (await stranger.GetAsync("/portal/teams")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(1);
    }
}
