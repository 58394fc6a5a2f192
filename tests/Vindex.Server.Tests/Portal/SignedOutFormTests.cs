using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

/// <summary>Forms that are sent after the session has ended, and secrets that are shown once.</summary>
public sealed class SignedOutFormTests
{
    private const string NoSession = "vindex-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task Signing_in_again_returns_to_the_form_with_what_was_typed_and_nothing_was_sent()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await ExpiredAsync(server, owner, "/app/settings/members", ("email", "bo@example.com"), ("role", "viewer"));
        (await owner.ReadAsync("/login?return=/app/settings/members")).ShouldContain("Sign in to return to it with what you typed.");

        await SignInAsync(owner);
        var page = await owner.ReadAsync("/app/settings/members");
        page.ShouldContain("You were signed out when you sent this.");
        page.ShouldContain("value=\"bo@example.com\"");
        page.ShouldContain("value=\"viewer\" checked");
        page.ShouldNotContain("Invited");
        (await owner.ReadAsync("/app/settings/members")).ShouldNotContain("bo@example.com", customMessage: "it is restored once");
    }

    [Fact]
    public async Task Every_form_of_the_settings_is_restored_on_its_own_page()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await acme.DeliveryAsync(Storage.Deliveries.DeliveryStatus.Delivered);
        var installation = $"/app/settings/installations/{acme.DefaultCustomerId}";
        foreach (var (action, page, field) in new[]
        {
            ("/app/settings", "/app/settings", "name"),
            ("/app/settings/keys", "/app/settings/keys", "name"),
            ("/app/settings/installations", "/app/settings/installations", "external_id"),
            (installation, installation, "display_name"),
            ("/app/settings/profiles", "/app/settings/profiles/adam", "words.technology"),
            ("/app/settings/profiles/adam/preview", "/app/settings/profiles/adam", "name"),
            ("/app/settings/customers", "/app/settings/customers", "name"),
            ($"/app/settings/customers/{acme.DefaultCustomerId}", "/app/settings/customers", "name"),
        })
        {
            await ExpiredAsync(server, owner, action, (field, "Typed <before>"));
            await SignInAsync(owner);
            (await owner.ReadAsync("/app")).ShouldNotContain("Typed");
            (await owner.ReadAsync(page)).ShouldContain("Typed &lt;before&gt;", customMessage: action);
            (await owner.ReadAsync(page)).ShouldNotContain("Typed");
        }
    }

    [Fact]
    public async Task Passwords_and_secrets_are_never_kept_nor_what_comes_from_elsewhere()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        await ExpiredAsync(
            server, owner, "/app/settings/keys", ("name", "Kept"), ("new_password", "hush hush hush"), ("shared_secret", "hush"), ("__token", "hush"));
        await SignInAsync(owner);
        var page = await owner.ReadAsync("/app/settings/keys");
        page.ShouldContain("Kept");
        page.ShouldNotContain("hush");

        owner.Headers["Sec-Fetch-Site"] = "cross-site";
        await ExpiredAsync(server, owner, "/app/settings/keys", ("name", "Planted"));
        owner.Headers.Clear();
        owner.OtherCookies.ShouldNotContainKey("vindex-draft");
        var stranger = new Person(server);
        (await stranger.FormAsync("/app/settings/keys", ("name", "No session"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        stranger.OtherCookies.ShouldNotContainKey("vindex-draft");
        await ExpiredAsync(server, owner, "/app/settings/profiles", ("words.technology", Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20_000))));
        owner.OtherCookies.ShouldNotContainKey("vindex-draft", "what does not fit into a cookie is not kept");
    }

    [Fact]
    public async Task What_is_kept_ends_with_its_time_or_with_signing_out_and_cannot_be_forged()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        await ExpiredAsync(server, owner, "/app/settings/keys", ("name", "Typed before"));
        var draft = owner.OtherCookies["vindex-draft"];
        await SignInAsync(owner);
        await owner.SubmitAsync("/logout");
        owner.OtherCookies.ShouldNotContainKey("vindex-draft");

        await SignInAsync(owner);
        foreach (var forged in new[] { draft[..^6] + "AAAAAA", "nonsense", "%00" })
        {
            owner.OtherCookies["vindex-draft"] = forged;
            (await owner.ReadAsync("/app/settings/keys")).ShouldNotContain("Typed before");
        }

        owner.OtherCookies["vindex-draft"] = draft;
        server.Time.Advance(TimeSpan.FromMinutes(30));
        (await owner.ReadAsync("/app/settings/keys")).ShouldNotContain("Typed before");
    }

    [Fact]
    public async Task A_secret_is_shown_once_after_a_redirect_to_the_session_that_made_it_and_reloading_creates_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var other = await acme.PersonAsync("owner", "other@example.com");
        var response = await owner.SubmitAsync("/app/settings/keys", ("name", "Build"), ("scopes", "scores:read"));
        (response.StatusCode, response.Headers.Location!.OriginalString).ShouldBe((HttpStatusCode.SeeOther, "/app/settings/keys"));
        var box = owner.OtherCookies["vindex-once"];
        box.ShouldNotContain("vx_");

        (await owner.ReadAsync("/app/settings/members")).ShouldNotContain("data-copy", customMessage: "it belongs to another page");
        other.OtherCookies["vindex-once"] = box;
        (await other.ReadAsync("/app/settings/keys")).ShouldNotContain("data-copy");
        var page = await owner.ReadAsync("/app/settings/keys");
        page.ShouldContain("<code id=\"secret\">vx_");
        page.ShouldContain("data-copy=\"secret\" hidden");
        var again = await owner.ReadAsync("/app/settings/keys");
        again.ShouldNotContain("data-copy");
        again.Split("/rotate\"").Length.ShouldBe(2, "there is one key");

        owner.OtherCookies["vindex-once"] = box;
        server.Time.Advance(TimeSpan.FromMinutes(2));
        (await owner.ReadAsync("/app/settings/keys")).ShouldNotContain("data-copy");
        owner.OtherCookies["vindex-once"] = "nonsense";
        (await owner.ReadAsync("/app/settings/keys")).ShouldNotContain("data-copy");
    }

    [Fact]
    public async Task Errors_and_the_account_keep_the_frame_of_the_portal()
    {
        await using var server = await TestServer.StartAsync();
        var viewer = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");
        foreach (var (path, status) in new[] { ("/app/settings", 403), ("/app/nothing", 404), ("/app/tickets/none", 404), ("/account/nothing", 404), ("/account", 200) })
        {
            var page = await viewer.ReadAsync(path, status);
            page.ShouldContain("aria-label=\"Portal\"", customMessage: path);
            page.ShouldContain("href=\"/app/tickets\"");
            page.ShouldContain("Acme");
            page.ShouldContain("Sign out");
        }

        (await new Person(server).ReadAsync("/app/nothing", 404)).ShouldNotContain("aria-label=\"Portal\"");
        (await (await viewer.FormAsync("/app/company", ("company_id", "x"))).PageAsync(403)).ShouldContain("aria-label=\"Portal\"");
    }

    private static async Task ExpiredAsync(TestServer server, Person person, string action, params (string Name, string Value)[] fields)
    {
        person.Cookie = NoSession;
        person.Headers["Referer"] = new Uri(server.Anonymous.BaseAddress!, "/app/settings/members").AbsoluteUri;
        var response = await person.FormAsync(action, fields);
        person.Headers.Remove("Referer");
        (response.StatusCode, response.Headers.Location!.OriginalString).ShouldBe((HttpStatusCode.Redirect, "/login?return=%2Fapp%2Fsettings%2Fmembers"));
    }

    private static async Task SignInAsync(Person person)
    {
        person.Cookie = null;
        (await person.FormAsync("/login", ("email", "owner@example.com"), ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await person.WithTokenAsync();
    }
}
