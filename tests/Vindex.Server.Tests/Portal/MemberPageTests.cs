using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class MemberPageTests
{
    [Fact]
    public async Task Somebody_is_invited_by_a_link_that_is_shown_once_and_comes_in()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var refused = await (await owner.SubmitAsync("/app/settings/members", ("email", "nobody"), ("role", "king"))).PageAsync(422);
        refused.ShouldContain("value=\"nobody\"");
        refused.ShouldContain("This must be one of");

        var page = await owner.SubmitAndFollowAsync("/app/settings/members", ("email", "bo@example.com"), ("role", "viewer"));
        var link = new Uri(WebUtility.HtmlDecode(page.Split("<code id=\"secret\">")[1].Split('<')[0])).AbsolutePath;
        var list = await owner.ReadAsync("/app/settings/members");
        list.ShouldNotContain(link);
        list.ShouldContain("Invited");
        var bo = new Person(server);
        (await bo.FormAsync(link, ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await bo.ReadAsync("/app")).ShouldContain("Acme");
        (await (await owner.SubmitAsync("/app/settings/members", ("email", "bo@example.com"), ("role", "viewer"))).PageAsync(409)).ShouldContain(
            "already belongs to this company");
    }

    [Fact]
    public async Task A_role_is_changed_and_somebody_taken_out_but_never_the_last_owner()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var bo = await acme.PersonAsync("viewer", "bo@example.com");
        var (own, other) = (await acme.UserIdAsync("owner@example.com"), await acme.UserIdAsync("bo@example.com"));

        (await (await owner.SubmitAsync($"/app/settings/members/{own}/role", ("role", "viewer"))).PageAsync(409)).ShouldContain("must have at least one owner");
        (await (await owner.SubmitAsync($"/app/settings/members/{own}/remove")).PageAsync(409)).ShouldContain("must have at least one owner");
        (await owner.SubmitAndFollowAsync($"/app/settings/members/{other}/role", ("role", "owner"))).ShouldContain("bo@example.com now has the role owner.");
        bo = await Person.SignedInAsync(server, "bo@example.com");
        await bo.ReadAsync("/app/settings");
        (await owner.SubmitAndFollowAsync($"/app/settings/members/{other}/remove")).ShouldContain("has been removed from the company");
        (await bo.GetAsync("/app")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await (await owner.SubmitAsync($"/app/settings/members/{other}/remove")).PageAsync(404);
    }

    [Fact]
    public async Task Who_lost_a_password_gets_a_link_and_nobody_of_another_company_does()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await acme.PersonAsync("viewer", "bo@example.com");
        var bo = await acme.UserIdAsync("bo@example.com");
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        await (await stranger.SubmitAsync($"/app/settings/members/{bo}/link")).PageAsync(404);
        await (await stranger.SubmitAsync($"/app/settings/members/{bo}/remove")).PageAsync(404);

        var page = await owner.SubmitAndFollowAsync($"/app/settings/members/{bo}/link");
        page.ShouldContain("bo@example.com");
        var link = new Uri(page.Split("<code id=\"secret\">")[1].Split('<')[0]).AbsolutePath;
        link.ShouldStartWith("/reset/");
        (await new Person(server).FormAsync(link, ("password", "quite another one"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await Person.SignedInAsync(server, "bo@example.com", "quite another one");
    }
}
