using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class SessionTests
{
    [Fact]
    public async Task Whoever_is_signed_in_reads_what_the_role_opens()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");

        var session = await (await viewer.GetAsync("/session")).JsonAsync(200);

        session.Text("email").ShouldBe("viewer@example.com");
        session.GetProperty("company").Text("company_id").ShouldBe(acme.Id);
        session.GetProperty("company").Text("role").ShouldBe("viewer");
        session.GetProperty("is_admin").GetBoolean().ShouldBeFalse();
        await (await viewer.GetAsync("/portal/scores")).JsonAsync(200);
        await (await viewer.GetAsync("/portal/keys")).ProblemAsync(403, "role_missing");
        await (await viewer.GetAsync("/admin/companies")).ProblemAsync(403, "admin_only");
    }

    [Fact]
    public async Task The_cookie_never_opens_what_takes_a_key()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        await (await owner.PostAsync("/v1/score", new { ticket_data = new { summary = "x" } })).ProblemAsync(401, "credential_missing");
        await (await owner.PostAsync("/api/v1/register/jiraforge", new { external_id = "x" })).ProblemAsync(401, "credential_missing");
        await (await owner.PostAsync("/admin/operations/check")).ProblemAsync(401, "credential_missing");
    }

    [Fact]
    public async Task A_key_does_not_open_what_is_for_people_and_wins_over_a_cookie()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var key = (await acme.NewKeyAsync(["scores:read", "installations:write"])).Text("api_key");

        await (await server.WithKey(key).GetAsync("/portal/users")).ProblemAsync(403, "session_only");
        await (await server.WithKey(key).GetAsync("/session")).ProblemAsync(403, "session_only");
        await (await server.Anonymous.GetAsync("/portal/users")).ProblemAsync(401, "credential_missing");
        owner.Headers["Authorization"] = "Bearer nonsense";
        await (await owner.GetAsync("/portal/scores")).ProblemAsync(401, "credential_invalid");
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_and_no_script()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:TrustedProxies", "127.0.0.1/32"));
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var plain = new Person(server);
        await (await plain.SignInAsync("owner@example.com")).JsonAsync(200);
        var secure = new Person(server) { Headers = { ["X-Forwarded-Proto"] = "https" } };
        await (await secure.SignInAsync("owner@example.com")).JsonAsync(200);

        var parts = plain.SetCookie!.Split("; ");
        parts[0].ShouldMatch("^vindex-session=[A-Za-z0-9_-]{43}$");
        parts[1..].ShouldBe(["max-age=2592000", "path=/", "samesite=lax", "httponly"], ignoreOrder: true);
        var safe = secure.SetCookie!.Split("; ");
        safe[0].ShouldStartWith("__Host-vindex-session=");
        safe[1..].ShouldBe(["max-age=2592000", "path=/", "samesite=lax", "httponly", "secure"], ignoreOrder: true);

        // A cookie that anybody beside this host could have planted is not taken over https.
        secure.Cookie = plain.Cookie;
        await (await secure.GetAsync("/session")).ProblemAsync(401);
    }

    [Fact]
    public async Task Signing_in_takes_a_new_token_whatever_cookie_was_there_before()
    {
        await using var server = await TestServer.StartAsync();
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var planted = "vindex-session=" + new string('A', 43);
        var victim = new Person(server) { Cookie = planted };

        await (await victim.SignInAsync("owner@example.com")).JsonAsync(200);
        var first = victim.Cookie;
        await (await victim.SignInAsync("owner@example.com")).JsonAsync(200);

        first.ShouldNotBe(planted);
        victim.Cookie.ShouldNotBe(first);
        await (await new Person(server) { Cookie = planted }.GetAsync("/session")).ProblemAsync(401);
        await (await new Person(server) { Cookie = first }.GetAsync("/session")).ProblemAsync(401, "session_ended");
        await (await victim.GetAsync("/session")).JsonAsync(200);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_at_last_however_much_it_is()
    {
        await using var server = await TestServer.StartAsync(settings: [("Sessions:Idle", "2h"), ("Sessions:Lifetime", "5h")]);
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var idle = await Person.SignedInAsync(server, "owner@example.com");

        for (var hour = 0; hour < 4; hour++)
        {
            server.Time.Advance(TimeSpan.FromMinutes(70));
            await (await owner.GetAsync("/session")).JsonAsync(200);
            if (hour == 1) await (await idle.GetAsync("/session")).ProblemAsync(401, "session_ended");
        }

        server.Time.Advance(TimeSpan.FromMinutes(20));
        await (await owner.GetAsync("/session")).ProblemAsync(401, "session_ended");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie_away()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var cookie = owner.Cookie;

        (await owner.DeleteAsync("/session")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);

        owner.Cookie.ShouldBeNull();
        await (await new Person(server) { Cookie = cookie }.GetAsync("/portal/scores")).ProblemAsync(401, "session_ended");
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_by_whoever_has_them_and_by_nobody_else()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var one = await acme.PersonAsync("owner");
        var other = new Person(server) { Headers = { ["User-Agent"] = "Other browser" } };
        await (await other.SignInAsync("owner@example.com")).JsonAsync(200);
        var stranger = await acme.PersonAsync("owner", "stranger@example.com");

        var items = (await (await one.GetAsync("/portal/sessions")).JsonAsync(200)).GetProperty("items").EnumerateArray().ToList();

        items.Count.ShouldBe(2);
        items.Single(item => item.GetProperty("is_current").GetBoolean())
            .Text("session_id")
            .ShouldBe((await (await one.GetAsync("/session")).JsonAsync(200)).Text("session_id"));
        var ended = items.Single(item => !item.GetProperty("is_current").GetBoolean());
        ended.Text("user_agent").ShouldBe("Other browser");
        await (await stranger.DeleteAsync("/portal/sessions/" + ended.Text("session_id"))).ProblemAsync(404);
        (await one.DeleteAsync("/portal/sessions/" + ended.Text("session_id"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        await (await other.GetAsync("/session")).ProblemAsync(401, "session_ended");
        await (await one.GetAsync("/session")).JsonAsync(200);
    }

    [Fact]
    public async Task A_new_password_ends_all_other_sessions_and_renews_ones_own()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var other = await Person.SignedInAsync(server, "owner@example.com");
        var before = owner.Cookie;

        await (await owner.PutAsync("/session/password", new { current_password = "not the one", new_password = "another long one" })).ProblemAsync(
            422, "password_wrong");
        await (await owner.PutAsync("/session/password", new { current_password = Person.Password, new_password = "short" })).ProblemAsync(
            422, "password_refused");
        await (await other.GetAsync("/session")).JsonAsync(200);
        await (await owner.PutAsync("/session/password", new { current_password = Person.Password, new_password = "another long one" })).JsonAsync(200);

        owner.Cookie.ShouldNotBe(before);
        await (await owner.GetAsync("/session")).JsonAsync(200);
        await (await other.GetAsync("/session")).ProblemAsync(401);
        await (await new Person(server) { Cookie = before }.GetAsync("/session")).ProblemAsync(401);
        await (await new Person(server).SignInAsync("owner@example.com")).ProblemAsync(401, "sign_in_failed");
        await (await new Person(server).SignInAsync("owner@example.com", "another long one")).JsonAsync(200);
    }

    [Fact]
    public async Task One_account_belongs_to_several_companies_and_sees_one_at_a_time()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var bolt = await server.CompanyAsync("Bolt");
        var third = await server.CompanyAsync("Third");
        await acme.SeedAsync(server.Time.GetUtcNow(), [9, 9, 9, 9, 9, 9]);
        var person = await acme.PersonAsync("owner", "ada@example.com");
        (await person.FormAsync(await bolt.InviteAsync("ada@example.com", "viewer"), ("password", Person.Password))).StatusCode.ShouldBe(
            System.Net.HttpStatusCode.SeeOther);
        await person.WithTokenAsync();

        (await (await person.GetAsync("/portal/scores/summary")).JsonAsync(200)).Number("total_scored").ShouldBe(0);
        await (await person.GetAsync("/portal/users")).ProblemAsync(403, "role_missing");
        var switched = await (await person.PatchAsync("/session", new { company_id = acme.Id })).JsonAsync(200);

        switched.GetProperty("company").Text("role").ShouldBe("owner");
        switched.GetProperty("companies").EnumerateArray().Select(company => company.Text("name")).ShouldBe(["Acme", "Bolt"]);
        (await (await person.GetAsync("/portal/scores/summary")).JsonAsync(200)).Number("total_scored").ShouldBe(1);
        await (await person.GetAsync("/portal/users")).JsonAsync(200);
        await (await person.PatchAsync("/session", new { company_id = third.Id })).ProblemAsync(404);
        (await (await person.GetAsync("/session")).JsonAsync(200)).GetProperty("company").Text("company_id").ShouldBe(acme.Id);
    }
}
