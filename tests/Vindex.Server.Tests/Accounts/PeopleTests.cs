using System.Net;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class PeopleTests
{
    [Fact]
    public async Task An_invitation_is_listed_accepted_once_and_then_a_member()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");

        var made = await (await owner.PostAsync("/portal/users", new { email = "Bo@Example.com", role = "member" })).JsonAsync(201);
        made.Text("email").ShouldBe("bo@example.com");
        made.Text("status").ShouldBe("invited");
        made.Text("expires_at").ShouldBe("2026-04-23T09:12:08Z");
        (await UsersAsync(owner)).ShouldBe(["owner@example.com owner active", "bo@example.com member invited"]);
        var link = new Uri(made.Text("invitation_link"));
        link.GetLeftPart(UriPartial.Authority).ShouldBe(server.Address.GetLeftPart(UriPartial.Authority));

        // Opening it, as mail programs do, uses nothing up.
        for (var i = 0; i < 2; i++) (await (await new Person(server).GetAsync(link.AbsolutePath)).PageAsync()).ShouldContain("bo@example.com");
        var bo = new Person(server);
        (await bo.FormAsync(link.AbsolutePath, ("name", "Bo"), ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await (await bo.GetAsync("/session")).JsonAsync(200)).Text("name").ShouldBe("Bo");
        (await UsersAsync(owner)).ShouldBe(["owner@example.com owner active", "bo@example.com member active"], ignoreOrder: true);
        (await (await new Person(server).GetAsync(link.AbsolutePath)).PageAsync(404)).ShouldContain("no longer valid");
        (await new Person(server).FormAsync(link.AbsolutePath, ("password", "yet another one"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await owner.PostAsync("/portal/users", new { email = "bo@example.com", role = "owner" })).ProblemAsync(409, "already_member");
    }

    [Fact]
    public async Task An_invitation_expires_is_replaced_is_renewed_and_is_withdrawn()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var late = await acme.InviteAsync("late@example.com", "viewer");
        server.Time.Advance(TimeSpan.FromDays(7));
        await Gone(late);

        var first = await acme.InviteAsync("bo@example.com", "viewer");
        var second = await acme.InviteAsync("bo@example.com", "member");
        await Gone(first);
        var id = await acme.UserIdAsync("bo@example.com");
        var third = new Uri((await (await server.Admin.PostAsync($"/admin/companies/{acme.Id}/users/{id}/reset", null)).JsonAsync(200)).Text(
            "link")).AbsolutePath;
        await Gone(second);
        (await (await new Person(server).GetAsync(third)).PageAsync()).ShouldContain("as member");
        (await (await server.Admin.PatchAsync($"/admin/companies/{acme.Id}/users/{id}", Json.Text("""{"role":"viewer"}"""))).JsonAsync(200)).Text("status")
            .ShouldBe("invited");
        (await (await new Person(server).GetAsync(third)).PageAsync()).ShouldContain("as viewer");
        (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}/users/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Gone(third);
        await Gone("/invitation/" + new string('A', 43));
        await Gone("/invitation/short");

        async Task Gone(string link) => await (await new Person(server).FormAsync(link, ("password", Person.Password))).PageAsync(404);
    }

    [Fact]
    public async Task A_link_alone_does_not_open_an_account_that_there_is()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var evil = await server.CompanyAsync("Evil");
        await acme.PersonAsync("owner", "ada@example.com");
        var link = await evil.InviteAsync("ada@example.com", "viewer");
        var thief = new Person(server);

        (await (await thief.FormAsync(link, ("password", "a password of the thief"))).PageAsync(422)).ShouldContain("enter its password");

        thief.Cookie.ShouldBeNull();
        await (await new Person(server).SignInAsync("ada@example.com")).JsonAsync(200);
        (await (await server.Admin.GetAsync($"/admin/companies/{evil.Id}/users")).JsonAsync(200)).GetProperty("items")[0].Text("status").ShouldBe("invited");
    }

    [Fact]
    public async Task The_last_owner_stays_one()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var id = await acme.UserIdAsync("owner@example.com");

        await (await owner.DeleteAsync("/portal/users/" + id)).ProblemAsync(409, "last_owner");
        await (await owner.PatchAsync("/portal/users/" + id, new { role = "member" })).ProblemAsync(409, "last_owner");
        await (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}/users/{id}")).ProblemAsync(409, "last_owner");
        await acme.PersonAsync("owner", "second@example.com");
        (await owner.DeleteAsync("/portal/users/" + id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await owner.GetAsync("/session")).ProblemAsync(401, "session_ended");
        await (await new Person(server).SignInAsync("owner@example.com")).ProblemAsync(401);
    }

    [Fact]
    public async Task Another_role_and_removal_end_the_sessions_there_at_once()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var member = await acme.PersonAsync("member");
        var id = await acme.UserIdAsync("member@example.com");
        await (await member.GetAsync("/portal/scores")).JsonAsync(200);

        (await (await owner.PatchAsync("/portal/users/" + id, new { role = "viewer" })).JsonAsync(200)).Text("role").ShouldBe("viewer");
        await (await member.GetAsync("/portal/scores")).ProblemAsync(401, "session_ended");
        await (await member.SignInAsync("member@example.com")).JsonAsync(200);
        (await owner.DeleteAsync("/portal/users/" + id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await member.GetAsync("/portal/scores")).ProblemAsync(401, "session_ended");
    }

    [Fact]
    public async Task A_reset_link_sets_a_password_once_within_a_day_and_ends_all_sessions()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var viewer = await acme.PersonAsync("viewer");
        var id = await acme.UserIdAsync("viewer@example.com");
        var expired = await ResetAsync(owner, id);
        server.Time.Advance(TimeSpan.FromDays(1));
        await (await new Person(server).GetAsync(expired)).PageAsync(404);

        var link = await ResetAsync(owner, id);
        (await (await new Person(server).GetAsync(link)).PageAsync()).ShouldContain("viewer@example.com");
        (await (await new Person(server).FormAsync(link, ("password", "viewer@example.com"))).PageAsync(422)).ShouldContain("must not be the e-mail");
        await (await viewer.GetAsync("/session")).JsonAsync(200);
        var fresh = new Person(server);
        (await fresh.FormAsync(link, ("password", "a fresh long one"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        await (await fresh.GetAsync("/session")).JsonAsync(200);
        await (await viewer.GetAsync("/session")).ProblemAsync(401);
        await (await new Person(server).FormAsync(link, ("password", "yet another long one"))).PageAsync(404);
        await (await new Person(server).SignInAsync("viewer@example.com", "a fresh long one")).JsonAsync(200);
    }

    [Fact]
    public async Task An_owner_resets_nobody_who_has_more_than_that_company_not_even_with_a_link_made_before()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var bolt = await server.CompanyAsync("Bolt");
        var owner = await acme.PersonAsync("owner");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        var id = await acme.UserIdAsync("ada@example.com");
        var before = await ResetAsync(owner, id);

        (await ada.FormAsync(await bolt.InviteAsync("ada@example.com", "owner"), ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        await (await new Person(server).FormAsync(before, ("password", "taken over by acme"))).PageAsync(404);
        await (await owner.PostAsync($"/portal/users/{id}/reset")).ProblemAsync(403, "beyond_own_company");
        await (await server.Admin.PostAsync($"/admin/companies/{acme.Id}/users/{id}/reset", null)).JsonAsync(200);
    }

    [Fact]
    public async Task People_of_another_company_are_not_there()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var bolt = await server.CompanyAsync("Bolt");
        var owner = await acme.PersonAsync("owner", "acme@example.com");
        await bolt.PersonAsync("owner", "bolt@example.com");
        await bolt.InviteAsync("invited@example.com", "viewer");

        foreach (var id in new[] { await bolt.UserIdAsync("bolt@example.com"), await bolt.UserIdAsync("invited@example.com"), "us_none" })
        {
            await (await owner.PatchAsync("/portal/users/" + id, new { role = "viewer" })).ProblemAsync(404, "not_found");
            await (await owner.DeleteAsync("/portal/users/" + id)).ProblemAsync(404, "not_found");
            await (await owner.PostAsync($"/portal/users/{id}/reset")).ProblemAsync(404, "not_found");
        }

        (await UsersAsync(owner)).ShouldBe(["acme@example.com owner active"]);
        (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetRawText().ShouldNotContain("bolt");
        await (await owner.GetAsync("/portal/audit?company_id=" + bolt.Id)).ProblemAsync(422);
    }

    [Fact]
    public async Task An_owner_manages_keys_profiles_and_settings_but_gives_no_admin()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");

        await (await owner.PostAsync("/portal/keys", new { name = "x", scopes = new[] { "admin" } })).ProblemAsync(403, "beyond_own_scopes");
        var key = await (await owner.PostAsync("/portal/keys", new { name = "CI", scopes = new[] { "scores:read", "installations:write" } })).JsonAsync(201);
        await (await server.WithKey(key.Text("api_key")).GetAsync("/portal/scores")).JsonAsync(200);
        await (await owner.PostAsync($"/portal/keys/{key.Text("key_id")}/rotate")).JsonAsync(200);
        (await owner.DeleteAsync("/portal/keys/" + key.Text("key_id"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await owner.PutAsync("/portal/profiles/strict", new { })).JsonAsync(201);
        await (await owner.GetAsync("/portal/profiles/strict")).JsonAsync(200);
        (await owner.DeleteAsync("/portal/profiles/strict")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await owner.PatchAsync("/portal/settings", new { quality_gate = 6.5, timezone = "Europe/Vienna" })).JsonAsync(200)).Number("quality_gate")
            .ShouldBe(6.5m);
        (await (await owner.GetAsync("/portal/settings")).JsonAsync(200)).Text("timezone").ShouldBe("Europe/Vienna");

        var audit = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().ToList();
        var actor = "user:" + await acme.UserIdAsync("owner@example.com");
        audit.Where(entry => entry.Text("actor") == actor).Select(entry => entry.Text("action")).ShouldBe(
            ["invitation.accepted", "session.started", "key.created", "key.rotated", "key.deleted", "profile.created", "profile.deleted", "company.changed"],
            ignoreOrder: true);
        audit.ShouldAllBe(entry => !entry.GetRawText().Contains(Person.Password) && !entry.GetRawText().Contains(owner.SessionToken));
    }

    [Theory]
    [InlineData("""{"email":"ada","role":"owner"}""", "email")]
    [InlineData("""{"role":"owner"}""", "email")]
    [InlineData("""{"email":"ada@example.com","role":"king"}""", "role")]
    [InlineData("""{"email":"ada@example.com"}""", "role")]
    public async Task An_invitation_names_an_address_and_a_role(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");

        var problem = await (await server.Admin.PostAsync($"/admin/companies/{acme.Id}/users", Json.Text(body))).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        await (await server.Admin.PostAsync("/admin/companies/co_none/users", Json.Text("""{"email":"ada@example.com","role":"owner"}"""))).ProblemAsync(404);
    }

    [Fact]
    public async Task With_the_company_go_its_people_but_for_those_who_belong_elsewhere()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var bolt = await server.CompanyAsync("Bolt");
        var ada = await acme.PersonAsync("owner", "ada@example.com");
        var bo = await acme.PersonAsync("owner", "bo@example.com");
        (await bo.FormAsync(await bolt.InviteAsync("bo@example.com", "viewer"), ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await server.Admin.DeleteAsync("/admin/companies/" + acme.Id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await new Person(server).SignInAsync("ada@example.com")).ProblemAsync(401);
        (await (await new Person(server).SignInAsync("bo@example.com")).JsonAsync(200)).GetProperty("companies").GetArrayLength().ShouldBe(1);
        ada.Cookie.ShouldNotBeNull();
    }

    private static async Task<string> ResetAsync(Person owner, string userId) =>
        new Uri((await (await owner.PostAsync($"/portal/users/{userId}/reset")).JsonAsync(200)).Text("link")).AbsolutePath;

    private static async Task<List<string>> UsersAsync(Person owner) =>
    [
        .. (await (await owner.GetAsync("/portal/users")).JsonAsync(200)).GetProperty("items")
            .EnumerateArray()
            .Select(user => $"{user.Text("email")} {user.Text("role")} {user.Text("status")}"),
    ];
}
