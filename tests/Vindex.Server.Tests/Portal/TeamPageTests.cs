using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class TeamPageTests
{
    [Fact]
    public async Task An_owner_creates_a_team_adds_a_member_limits_the_member_to_it_and_deletes_it()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var (alpha, beta) = (await world.AlphaScoreAsync(), await world.BetaScoreAsync());
        await world.Company.PersonAsync("viewer", "bo@example.com");
        var id = await world.Company.UserIdAsync("bo@example.com");
        (await world.Owner.ReadAsync("/app/settings/teams")).ShouldContain("No teams yet");

        var page = await world.Owner.SubmitAndFollowAsync(
            "/app/settings/teams", ("name", "<b>Shop</b>"), ("role", "member"), ("reach", "some"), ("customer_ids", world.Alpha));
        page.ShouldContain("&lt;b&gt;Shop&lt;/b&gt;");
        page.ShouldContain("No members yet");
        var path = "/app/settings/teams/te_" + page.Split("/app/settings/teams/te_")[1].Split('"', '/')[0];
        page = await world.Owner.SubmitAndFollowAsync(path + "/members", ("user_id", id));
        page.ShouldContain("Role viewer for the whole company: this team does not limit it.");
        (await world.Owner.SubmitAndFollowAsync($"/app/settings/members/{id}/role", ("role", "teams"))).ShouldContain("bo@example.com now has the role teams only.");
        (await world.Owner.ReadAsync("/app/settings/members")).ShouldContain($"<a href=\"{path}\"><bdi>&lt;b&gt;Shop&lt;/b&gt;</bdi></a>");
        (await world.Owner.ReadAsync(path)).ShouldNotContain("does not limit it");
        var bo = await Person.SignedInAsync(server, "bo@example.com");
        await bo.ReadAsync($"/app/tickets/{alpha}");
        await bo.ReadAsync($"/app/tickets/{beta}", 404);

        (await world.Owner.SubmitAndFollowAsync(path, ("name", "Shop"), ("role", "viewer"), ("reach", "all"))).ShouldContain("The team has been saved.");
        await bo.ReadAsync($"/app/tickets/{beta}");
        (await world.Owner.ReadAsync("/app/settings/teams")).ShouldContain("All customers, including future ones");
        (await world.Owner.SubmitAndFollowAsync($"{path}/members/{id}/remove")).ShouldContain("The member has been removed from the team.");
        (await world.Owner.SubmitAndFollowAsync(path + "/delete")).ShouldContain("The team has been deleted.");
        await world.Owner.ReadAsync(path, 404);
    }

    [Fact]
    public async Task Unticking_the_last_customer_is_refused_and_never_means_all()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var path = "/app/settings/teams/" + await world.TeamAsync("Shop", "member", world.Alpha);

        (await (await world.Owner.SubmitAsync(path, ("name", "Shop"), ("role", "member"), ("reach", "some"))).PageAsync(422))
            .ShouldContain("must name at least one customer");
        (await (await world.Owner.SubmitAsync("/app/settings/teams", ("name", "SHOP"), ("role", "owner"), ("reach", "all"))).PageAsync(422))
            .ShouldContain("must be one of viewer, member");
        (await (await world.Owner.SubmitAsync("/app/settings/teams", ("name", "SHOP"), ("role", "viewer"), ("reach", "all"))).PageAsync(422))
            .ShouldContain("is the name of another team");
        (await (await world.Owner.SubmitAsync(path + "/members", ("user_id", "none"))).PageAsync(404)).ShouldNotContain("Shop");
        (await (await world.Owner.GetAsync("/portal/teams")).JsonAsync(200)).GetProperty("items")[0].GetProperty("customer_ids").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_invitation_names_teams_and_strangers_and_members_see_no_team()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var team = await world.TeamAsync("Shop", "viewer", world.Alpha);
        var alpha = await world.AlphaScoreAsync();

        var page = await world.Owner.SubmitAndFollowAsync("/app/settings/members", ("email", "bo@example.com"), ("role", "teams"), ("team_ids", team));
        var link = new Uri(WebUtility.HtmlDecode(page.Split("<code id=\"secret\">")[1].Split('<')[0])).AbsolutePath;
        page.ShouldContain($"/app/settings/teams/{team}");
        var bo = new Person(server);
        (await bo.ReadAsync(link)).ShouldContain("teams only");
        (await bo.FormAsync(link, ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await bo.ReadAsync($"/app/tickets/{alpha}")).ShouldContain("Alpha story 1");
        await bo.ReadAsync($"/app/settings/teams/{team}", 403);
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        await stranger.ReadAsync($"/app/settings/teams/{team}", 404);
        await (await stranger.SubmitAsync($"/app/settings/teams/{team}/delete")).PageAsync(404);
    }
}
