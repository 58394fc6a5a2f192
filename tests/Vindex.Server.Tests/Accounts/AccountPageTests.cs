using System.Net;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class AccountPageTests
{
    [Fact]
    public async Task A_page_sends_whoever_is_not_signed_in_to_the_form_and_the_form_back_again()
    {
        await using var server = await TestServer.StartAsync();
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var person = new Person(server);

        var away = await person.GetAsync("/account?a=b");
        away.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        away.Headers.Location!.OriginalString.ShouldBe("/login?return=%2Faccount%3Fa%3Db");
        var form = await (await person.GetAsync(away.Headers.Location.OriginalString)).PageAsync();
        form.ShouldContain("name=\"return\" value=\"/account?a=b\"");
        var wrong = await person.FormAsync("/login", ("email", "owner@example.com"), ("password", "wrong"), ("return", "/account"));
        var again = await wrong.PageAsync(422);
        again.ShouldContain("Wrong e-mail address or password");
        again.ShouldContain("value=\"owner@example.com\"");
        again.ShouldNotContain("value=\"wrong\"");
        var back = await person.FormAsync("/login", ("email", "owner@example.com"), ("password", Person.Password), ("return", "/account"));

        back.Headers.Location!.OriginalString.ShouldBe("/account");
        (await (await person.GetAsync("/account")).PageAsync()).ShouldContain("owner@example.com");
    }

    [Fact]
    public async Task Pages_stand_in_no_frame_load_nothing_inline_and_are_kept_nowhere()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var link = await acme.InviteAsync("bo@example.com", "viewer");

        foreach (var (person, path) in new[] { (new Person(server), "/login"), (new Person(server), link), (owner, "/account"), (owner, "/reset/nothing") })
        {
            var response = await person.GetAsync(path);
            var page = await response.Content.ReadAsStringAsync();
            response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldContain("form-action 'self'");
            policy.ShouldNotContain("unsafe");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
            response.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            page.ShouldNotContain("style=");
            page.ShouldNotContain("<script>");
        }
    }

    [Fact]
    public async Task What_was_typed_is_shown_as_text()
    {
        await using var server = await TestServer.StartAsync();
        var evil = await server.CompanyAsync("<script>alert(1)</script>");
        var link = await evil.InviteAsync("bo@example.com", "viewer");

        (await (await new Person(server).GetAsync(link)).PageAsync()).ShouldNotContain("<script>alert");
        var page = await (await new Person(server).FormAsync(link, ("name", "\"><img onerror=x>"), ("password", "short"))).PageAsync(422);
        page.ShouldNotContain("<img onerror");
        (await (await new Person(server).FormAsync("/login", ("email", "\"><img onerror=x>"), ("password", "x"))).PageAsync(422)).ShouldNotContain(
            "<img onerror");
    }

    [Fact]
    public async Task The_account_page_changes_the_password_and_ends_other_sessions_without_script()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var other = await Person.SignedInAsync(server, "owner@example.com");
        var otherId = (await (await other.GetAsync("/session")).JsonAsync(200)).Text("session_id");
        var token = People.TokenIn(await (await owner.GetAsync("/account")).PageAsync());

        (await owner.FormAsync($"/account/sessions/{otherId}/end", ("__token", token))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await (await other.GetAsync("/session")).ProblemAsync(401);
        (await (await owner.FormAsync("/account/password", ("__token", token), ("current_password", "wrong"), ("new_password", "another long one"))).PageAsync(
            422))
            .ShouldContain("current password is wrong");
        var changed = await owner.FormAsync(
            "/account/password", ("__token", token), ("current_password", Person.Password), ("new_password", "another long one"));

        changed.Headers.Location!.OriginalString.ShouldBe("/account");
        (await (await owner.GetAsync("/account")).PageAsync()).ShouldContain("Your password has been changed");
        (await (await owner.GetAsync("/account?a=b")).PageAsync()).ShouldNotContain("Your password has been changed");
        await (await new Person(server).SignInAsync("owner@example.com", "another long one")).JsonAsync(200);
    }

    [Fact]
    public async Task The_company_is_changed_by_a_form()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var bolt = await server.CompanyAsync("Bolt");
        var ada = await acme.PersonAsync("owner", "ada@example.com");
        await ada.FormAsync(await bolt.InviteAsync("ada@example.com", "viewer"), ("password", Person.Password));
        var token = People.TokenIn(await (await ada.GetAsync("/account")).PageAsync());

        (await ada.FormAsync("/app/company", ("company_id", acme.Id))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var changed = await ada.FormAsync("/app/company", ("__token", token), ("company_id", acme.Id), ("return", "//evil.example"));

        changed.Headers.Location!.OriginalString.ShouldBe("/app");
        (await (await ada.GetAsync("/session")).JsonAsync(200)).GetProperty("company").Text("company_id").ShouldBe(acme.Id);
        (await ada.FormAsync("/app/company", ("__token", token), ("company_id", "co_none"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        (await new Person(server).SendAsync(HttpMethod.Post, "/login", Json.Text("{}"))).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var fields = Enumerable.Range(0, 200).Select(i => ($"f{i}", "x")).ToArray();
        (await new Person(server).FormAsync("/login", fields)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }
}
