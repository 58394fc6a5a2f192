using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Security;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Vindex.Server.Tests.SingleSignOn;
using Vindex.Storage.Audit;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class PersonalKeyTests
{
    private const string Path = "/portal/personal-keys";

    [Fact]
    public async Task A_person_creates_a_key_with_at_most_the_rights_of_the_role()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");

        await (await viewer.PostAsync(Path, new { name = "x", scopes = new[] { "scores:read", "scores:write" } })).ProblemAsync(403, "beyond_own_scopes");
        await (await viewer.PostAsync(Path, new { name = "x", scopes = new[] { "admin" } })).ProblemAsync(403, "beyond_own_scopes");
        await (await viewer.PostAsync(Path, new { name = "", scopes = Array.Empty<string>() })).ProblemAsync(422);
        var created = await (await viewer.PostAsync(Path, new { name = "Notebook", scopes = new[] { "scores:read" } })).JsonAsync(201);

        created.Text("user_id").ShouldBe(await acme.UserIdAsync("viewer@example.com"));
        var key = server.WithKey(created.Text("api_key"));
        await (await key.GetAsync("/portal/scores")).JsonAsync(200);
        await (await key.PostAsync("/v1/score", Json.Content(new { ticket_data = new { summary = "x" } }))).ProblemAsync(403, "scope_missing");
        var listed = (await (await viewer.GetAsync(Path)).JsonAsync(200)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        listed.Text("name").ShouldBe("Notebook");
        listed.TryGetProperty("api_key", out _).ShouldBeFalse();
        await (await key.GetAsync(Path)).ProblemAsync(403, "session_only");
    }

    [Fact]
    public async Task A_key_never_does_more_than_the_present_role_from_the_next_request_on()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var member = await acme.PersonAsync("member");
        var userId = await acme.UserIdAsync("member@example.com");
        var key = server.WithKey(await CreateAsync(member, "scores:read", "scores:write"));
        await ScoreAsync(key, 200);

        await (await owner.PatchAsync($"/portal/users/{userId}", new { role = "viewer" })).JsonAsync(200);
        await ScoreAsync(key, 403);
        await (await key.GetAsync("/portal/scores")).JsonAsync(200);
        await (await owner.PatchAsync($"/portal/users/{userId}", new { role = "owner" })).JsonAsync(200);
        await ScoreAsync(key, 200);
        await (await key.GetAsync("/portal/customers")).ProblemAsync(403, "scope_missing");

        (await owner.DeleteAsync($"/portal/users/{userId}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await key.GetAsync("/portal/scores")).ProblemAsync(401, "credential_invalid");
        await acme.PersonAsync("member");
        await (await key.GetAsync("/portal/scores")).ProblemAsync(401, "credential_invalid");

        static async Task ScoreAsync(HttpClient client, int status) =>
            ((int)(await client.PostAsync("/v1/score", Json.Content(new { ticket_data = new { summary = "A ticket" } }))).StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task The_audit_log_shows_the_person_and_the_key()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var userId = await acme.UserIdAsync("owner@example.com");
        var created = await (await owner.PostAsync(Path, new { name = "Notebook", scopes = new[] { "installations:write" } })).JsonAsync(201);
        var key = server.WithKey(created.Text("api_key"));

        await (await key.PostAsync("/portal/customers", Json.Content(new { name = "By key" }))).JsonAsync(201);

        var entries = (await server.Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 100, CancellationToken.None)).Items;
        var made = entries.Single(entry => entry.Action == "customer.created" && entry.Actor == "user:" + userId);
        JsonElement.Parse(made.Detail!).Text("personal_key").ShouldBe(created.Text("key_id"));
        entries.Single(entry => entry.Action == "key.created").Detail!.ShouldContain("personal");
    }

    [Fact]
    public async Task Keys_are_changed_by_their_person_and_revoked_by_owners_and_others_do_not_know_them()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var member = await acme.PersonAsync("member");
        var viewer = await acme.PersonAsync("viewer");
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        var text = await CreateAsync(member, "scores:read");
        var id = (await (await member.GetAsync(Path)).JsonAsync(200)).GetProperty("items")[0].Text("key_id");

        (await (await viewer.GetAsync(Path)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await viewer.DeleteAsync($"{Path}/{id}")).ProblemAsync(404);
        await (await viewer.PostAsync($"{Path}/{id}/rotate")).ProblemAsync(404);
        await (await owner.DeleteAsync($"{Path}/{id}")).ProblemAsync(404);
        await (await stranger.DeleteAsync($"/portal/keys/{id}")).ProblemAsync(404);
        await (await owner.PostAsync($"/portal/keys/{id}/rotate")).ProblemAsync(403, "personal_key");
        await (await server.Admin.PostAsync($"/admin/companies/{acme.Id}/keys/{id}/rotate", null)).ProblemAsync(403, "personal_key");
        (await (await owner.GetAsync("/portal/keys")).JsonAsync(200)).GetProperty("items").EnumerateArray().Single(key => key.Text("key_id") == id)
            .Text("user_id").ShouldBe(await acme.UserIdAsync("member@example.com"));
        var rotated = await (await member.PostAsync($"{Path}/{id}/rotate", new { overlap_hours = 0 })).JsonAsync(200);
        await (await server.WithKey(text).GetAsync("/portal/scores")).ProblemAsync(401);
        await (await server.WithKey(rotated.Text("api_key")).GetAsync("/portal/scores")).JsonAsync(200);

        (await owner.DeleteAsync($"/portal/keys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await server.WithKey(rotated.Text("api_key")).GetAsync("/portal/scores")).ProblemAsync(401);
        await (await member.DeleteAsync($"{Path}/{id}")).ProblemAsync(404);
    }

    [Fact]
    public async Task A_person_has_a_limited_number_of_them()
    {
        await using var server = await TestServer.StartAsync();
        var viewer = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");
        for (var i = 0; i < 20; i++) await CreateAsync(viewer, "scores:read");

        await (await viewer.PostAsync(Path, new { name = "x", scopes = new[] { "scores:read" } })).ProblemAsync(409, "too_many_keys");
    }

    [Fact]
    public async Task The_page_creates_shows_once_rotates_and_deletes_and_offers_only_what_the_role_allows()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var viewer = await acme.PersonAsync("viewer");
        (await viewer.ReadAsync("/account")).ShouldContain("href=\"/account/keys\"");
        var empty = await viewer.ReadAsync("/account/keys");
        empty.ShouldContain("value=\"scores:read\"");
        empty.ShouldNotContain("value=\"scores:write\"");

        var refused = await (await viewer.SubmitAsync("/account/keys", ("name", "Mine"), ("scopes", "scores:write"))).PageAsync(403);
        refused.ShouldContain("value=\"Mine\"");
        var shown = await viewer.SubmitAndFollowAsync("/account/keys", ("name", Forms.Hostile), ("scopes", "scores:read"));
        shown.ShouldBeHarmless();
        var key = WebUtility.HtmlDecode(shown.Split("<code id=\"secret\">")[1].Split('<')[0]);
        await (await server.WithKey(key).GetAsync("/portal/scores")).JsonAsync(200);
        (await viewer.ReadAsync("/account/keys")).ShouldNotContain(key);
        var id = (await (await viewer.GetAsync(Path)).JsonAsync(200)).GetProperty("items")[0].Text("key_id");

        var settings = await owner.ReadAsync("/app/settings/keys");
        settings.ShouldContain("Personal key of viewer@example.com");
        settings.ShouldNotContain($"/app/settings/keys/{id}/rotate");
        await (await owner.SubmitAsync($"/account/keys/{id}/delete")).PageAsync(404);
        (await viewer.SubmitAndFollowAsync($"/account/keys/{id}/rotate", ("overlap_hours", "0"))).ShouldContain("id=\"secret\"");
        await (await server.WithKey(key).GetAsync("/portal/scores")).ProblemAsync(401);
        (await viewer.SubmitAndFollowAsync($"/account/keys/{id}/delete")).ShouldContain("The key has been deleted");
        await (await owner.SubmitAsync($"/app/settings/keys/{id}/delete")).PageAsync(404);
    }

    [Fact]
    public async Task A_key_is_refused_while_its_person_lacks_a_second_factor_that_the_company_requires()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        await AuthenticatorApp.SetUpAsync(server, owner);
        var (owners, members, companys) = (
            server.WithKey(await CreateAsync(owner, "scores:read")), server.WithKey(await CreateAsync(member, "scores:read")), await acme.ClientAsync());
        await (await members.GetAsync("/portal/scores")).JsonAsync(200);

        await (await owner.PatchAsync("/portal/settings", new { require_second_factor = true })).JsonAsync(200);

        (await (await members.GetAsync("/portal/scores")).ProblemAsync(403, "second_factor_missing")).Text("detail").ShouldContain("/account/second-factor");
        await (await owners.GetAsync("/portal/scores")).JsonAsync(200);
        await (await companys.GetAsync("/portal/scores")).JsonAsync(200);
        await (await member.PostAsync(Path, new { name = "x", scopes = new[] { "scores:read" } })).ProblemAsync(403, "second_factor_missing");
        await AuthenticatorApp.SetUpAsync(server, member);
        await (await members.GetAsync("/portal/scores")).JsonAsync(200);
        var userId = await acme.UserIdAsync("member@example.com");
        (await owner.DeleteAsync($"/portal/users/{userId}/second-factor")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await members.GetAsync("/portal/scores")).ProblemAsync(403, "second_factor_missing");
        await (await owner.PatchAsync("/portal/settings", new { require_second_factor = false })).JsonAsync(200);
        await (await members.GetAsync("/portal/scores")).JsonAsync(200);
    }

    [Fact]
    public async Task A_key_is_refused_while_its_person_lacks_a_second_factor_that_the_operator_requires()
    {
        await using var server = await TestServer.StartAsync(settings: ("SignIn:RequireSecondFactor", "true"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        await AuthenticatorApp.SetUpAsync(server, owner);
        var key = server.WithKey(await CreateAsync(owner, "scores:read"));
        await (await key.GetAsync("/portal/scores")).JsonAsync(200);
        using var local = server.WithKey(server.Services.GetRequiredService<LocalToken>().Value);

        await (await local.PostAsync("/admin/operations/users/second-factor-off", Json.Content(new { email = "owner@example.com" }))).JsonAsync(200);

        await (await key.GetAsync("/portal/scores")).ProblemAsync(403, "second_factor_missing");
    }

    [Fact]
    public async Task People_of_a_provider_need_no_second_factor_and_lose_their_keys_with_their_groups()
    {
        await using var world = await ProviderWorld.StartAsync(("SignIn:RequireSecondFactor", "true"));
        var person = await world.SignedInAsync();
        var key = world.Server.WithKey(await CreateAsync(person, "scores:read"));
        await (await key.GetAsync("/portal/scores")).JsonAsync(200);
        await world.Acme.PersonAsync("owner");

        world.Provider.Person = TestProvider.PersonOf("ada", "others");
        await world.SignInAsync();

        await (await key.GetAsync("/portal/scores")).ProblemAsync(401, "credential_invalid");
    }

    [Fact]
    public async Task A_key_is_for_one_company_and_is_deleted_with_the_account()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, bolt) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Bolt"));
        await acme.PersonAsync("owner");
        var member = await acme.PersonAsync("member");
        var inAcme = server.WithKey(await CreateAsync(member, "scores:read", "scores:write"));
        await (await member.FormAsync(await bolt.InviteAsync("member@example.com", "viewer"), ("password", Person.Password))).Content.ReadAsStringAsync();
        await member.WithTokenAsync();
        var inBolt = server.WithKey(await CreateAsync(member, "scores:read"));
        var score = await (await inAcme.PostAsync("/v1/score", Json.Content(new { ticket_data = new { summary = "A ticket" } }))).JsonAsync(200);

        (await (await member.GetAsync(Path)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await (await inBolt.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await inBolt.GetAsync($"/portal/scores/{score.Text("score_id")}")).ProblemAsync(404);
        var userId = await acme.UserIdAsync("member@example.com");
        (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}/users/{userId}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await inAcme.GetAsync("/portal/scores")).ProblemAsync(401);
        await (await inBolt.GetAsync("/portal/scores")).JsonAsync(200);
        (await bolt.PersonAsync("owner", "boss@example.com")).ShouldNotBeNull();
        (await server.Admin.DeleteAsync($"/admin/companies/{bolt.Id}/users/{userId}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await inBolt.GetAsync("/portal/scores")).ProblemAsync(401);
        (await server.Store.Users.FindAsync(userId, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_archive_of_the_company_has_no_keys()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var created = await (await (await acme.PersonAsync("owner")).PostAsync(Path, new { name = "Notebook of Ada", scopes = new[] { "scores:read" } })).JsonAsync(201);

        var archive = await server.Admin.GetStringAsync($"/admin/companies/{acme.Id}/export");

        archive.ShouldContain("Acme");
        archive.ShouldNotContain("Notebook of Ada");
        archive.ShouldNotContain(created.Text("key_id"));
        var key = (await server.Store.Keys.FindAsync(created.Text("key_id"), CancellationToken.None))!;
        archive.ShouldNotContain(Convert.ToBase64String(key.SecretHash));
        archive.ShouldNotContain(Convert.ToHexString(key.SecretHash), Case.Insensitive);
    }

    private static async Task<string> CreateAsync(Person person, params string[] scopes) =>
        (await (await person.PostAsync(Path, new { name = "A key", scopes })).JsonAsync(201)).Text("api_key");
}
