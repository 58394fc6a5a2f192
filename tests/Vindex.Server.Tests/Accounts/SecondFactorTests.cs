using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Vindex.Server.Tests.QrCodes;
using Vindex.Storage.Audit;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class SecondFactorTests
{
    private const string Email = "owner@example.com";

    [Fact]
    public async Task Setting_it_up_takes_the_password_and_a_code_and_shows_the_recovery_codes_once()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var elsewhere = await Person.SignedInAsync(server, Email);
        (await owner.ReadAsync("/account")).ShouldContain("href=\"/account/second-factor\"");

        (await (await owner.SubmitAsync(AuthenticatorApp.Page, ("current_password", "not the password"))).PageAsync(422)).ShouldContain(
            "The current password is wrong.");
        (await owner.ReadAsync(AuthenticatorApp.Page)).ShouldNotContain("id=\"key\"");
        var app = await AuthenticatorApp.WithKeyOfAsync(server, owner);
        var setup = await owner.ReadAsync(AuthenticatorApp.Page);
        setup.ShouldContain("otpauth://totp/Vindex:owner%40example.com?secret=");
        var image = setup.Split("<svg class=\"qr\" viewBox=\"0 0 ")[1];
        QrReader.ReadPath(image.Split("<path d=\"")[1].Split('"')[0], int.Parse(image.Split(' ')[0])).Text
            .ShouldBe("otpauth:" + WebUtility.HtmlDecode(setup.Split("href=\"otpauth:")[1].Split('"')[0]));
        (await (await owner.SubmitAsync(AuthenticatorApp.Page + "/on", ("code", app.Code(5)))).PageAsync(422)).ShouldContain("This code is wrong.");
        await (await new Person(server).SignInAsync(Email)).JsonAsync(200);
        var page = await owner.SubmitAndFollowAsync(AuthenticatorApp.Page + "/on", ("code", app.Code()));

        var codes = AuthenticatorApp.CodesIn(page);
        codes.Distinct().Count().ShouldBe(10);
        codes.ShouldAllBe(code => Regex.IsMatch(code, "^[a-z2-9]{4}(-[a-z2-9]{4}){3}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture));
        var again = await owner.ReadAsync(AuthenticatorApp.Page);
        again.ShouldNotContain(codes[0]);
        again.ShouldNotContain("id=\"key\"");
        again.ShouldContain("10 recovery codes are left.");
        await (await elsewhere.GetAsync("/session")).ProblemAsync(401, "session_ended");
        var stored = (await server.Store.SecondFactors.FindAsync((await (await owner.GetAsync("/session")).JsonAsync(200)).Text("user_id"), CancellationToken.None))!;
        stored.Secret.Length.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task A_key_that_no_code_was_given_for_in_a_quarter_of_an_hour_is_forgotten()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var app = await AuthenticatorApp.WithKeyOfAsync(server, owner);

        server.Time.Advance(TimeSpan.FromMinutes(15));
        var page = await owner.SubmitAndFollowAsync(AuthenticatorApp.Page + "/on", ("code", app.Code()));

        page.ShouldNotContain("id=\"codes\"");
        page.ShouldContain("name=\"current_password\"");
        await (await new Person(server).SignInAsync(Email)).JsonAsync(200);
    }

    [Fact]
    public async Task Signing_in_takes_password_and_code_on_two_pages_and_leads_where_the_person_wanted_to_go()
    {
        await using var server = await TestServer.StartAsync();
        var (app, _) = await AuthenticatorApp.SetUpAsync(server, await (await server.CompanyAsync("Acme")).PersonAsync("owner"));
        var person = new Person(server);

        var step = await person.FormAsync("/login", ("email", Email), ("password", Person.Password), ("return", "/app/tickets?days=7"));
        step.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        step.Headers.Location!.OriginalString.ShouldBe("/login/code?return=%2Fapp%2Ftickets%3Fdays%3D7");
        person.Cookie.ShouldBeNull();
        (await person.ReadAsync(step.Headers.Location.OriginalString)).ShouldContain("value=\"/app/tickets?days=7\"");
        (await (await person.FormAsync("/login/code", ("code", "not a code"), ("return", "/app/tickets?days=7"))).PageAsync(422)).ShouldContain(
            "This code is wrong or was used before.");
        person.Cookie.ShouldBeNull();
        var code = app.NextCode();
        var done = await person.FormAsync("/login/code", ("code", $" {code[..3]} {code[3..]} "), ("return", "/app/tickets?days=7"));

        done.Headers.Location!.OriginalString.ShouldBe("/app/tickets?days=7");
        person.OtherCookies.ShouldNotContainKey("vindex-second-step");
        await person.ReadAsync("/app");
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "100"));
        var (app, _) = await AuthenticatorApp.SetUpAsync(server, await (await server.CompanyAsync("Acme")).PersonAsync("owner"));

        // The code that turned it on counts as used.
        await (await SignInAsync(server, app.Code())).ProblemAsync(401, "second_factor_wrong");
        var code = app.NextCode();
        await (await SignInAsync(server, code)).JsonAsync(200);
        await (await SignInAsync(server, code)).ProblemAsync(401, "second_factor_wrong");
        await (await SignInAsync(server, app.Code(-1))).ProblemAsync(401, "second_factor_wrong");
        await (await SignInAsync(server, app.Code(1))).JsonAsync(200);
        await (await SignInAsync(server, app.Code(2))).ProblemAsync(401, "second_factor_wrong");
    }

    [Fact]
    public async Task A_password_alone_opens_nothing_and_what_waits_for_a_code_is_for_this_browser_five_minutes_and_this_password()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var (app, _) = await AuthenticatorApp.SetUpAsync(server, owner);

        await (await SignInAsync(server, null)).ProblemAsync(401, "second_factor_required");
        (await new Person(server).GetAsync("/login/code")).Headers.Location!.OriginalString.ShouldStartWith("/login?return=");
        (await new Person(server).FormAsync("/login/code", ("code", app.NextCode()))).Headers.Location!.OriginalString.ShouldStartWith("/login?return=");
        (await new Person(server) { OtherCookies = { ["vindex-second-step"] = "made-up" } }.GetAsync("/login/code")).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther);

        var slow = await WithPasswordAsync(server);
        server.Time.Advance(TimeSpan.FromMinutes(5));
        (await slow.FormAsync("/login/code", ("code", app.NextCode()))).Headers.Location!.OriginalString.ShouldStartWith("/login?return=");

        var old = await WithPasswordAsync(server);
        await (await owner.PutAsync("/session/password", new { current_password = Person.Password, new_password = "another long one" })).JsonAsync(200);
        (await old.FormAsync("/login/code", ("code", app.NextCode()))).Headers.Location!.OriginalString.ShouldStartWith("/login?return=");
        old.Cookie.ShouldBeNull();

        var other = await WithPasswordAsync(server, "another long one");
        other.Headers["Origin"] = "https://evil.example.com";
        (await (await other.FormAsync("/login/code", ("code", app.NextCode()))).PageAsync(403)).ShouldContain("another site");
    }

    [Fact]
    public async Task A_recovery_code_works_once_in_place_of_the_app_and_the_audit_log_has_all_of_it()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var (_, codes) = await AuthenticatorApp.SetUpAsync(server, owner);

        await (await SignInAsync(server, codes[3].ToUpperInvariant())).JsonAsync(200);
        await (await SignInAsync(server, codes[3])).ProblemAsync(401, "second_factor_wrong");
        var page = await owner.SubmitAndFollowAsync(AuthenticatorApp.Page + "/codes", ("code", codes[4]));

        var renewed = AuthenticatorApp.CodesIn(page);
        renewed.Intersect(codes).ShouldBeEmpty();
        await (await SignInAsync(server, codes[5])).ProblemAsync(401, "second_factor_wrong");
        await (await SignInAsync(server, renewed[5])).JsonAsync(200);
        var actions = await AuditAsync(server, owner);
        actions.ShouldContain(("second_factor.on", AuditResult.Done));
        actions.Count(entry => entry.Action == "recovery_code.used").ShouldBe(3);
        actions.ShouldContain(("recovery_codes.replaced", AuditResult.Done));
        while (!(await AuditAsync(server, owner)).Contains(("session.refused", AuditResult.Refused)))
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Codes_are_limited_like_passwords_and_the_same_limit_holds_for_both()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "4"));
        var (app, _) = await AuthenticatorApp.SetUpAsync(server, await (await server.CompanyAsync("Acme")).PersonAsync("owner"));
        var person = await WithPasswordAsync(server);

        for (var i = 0; i < 3; i++) await (await person.FormAsync("/login/code", ("code", "not a code"))).PageAsync(422);
        var refused = await person.FormAsync("/login/code", ("code", app.NextCode()));

        await refused.PageAsync(429);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await (await SignInAsync(server, app.Code())).ProblemAsync(429, "rate_limited");
    }

    [Fact]
    public async Task Turning_it_off_takes_the_password_or_a_code_and_a_session_alone_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var (app, codes) = await AuthenticatorApp.SetUpAsync(server, owner);

        await (await owner.SubmitAsync(AuthenticatorApp.Page + "/off")).PageAsync(422);
        await (await owner.SubmitAsync(AuthenticatorApp.Page + "/off", ("code", "not a code"))).PageAsync(422);
        await (await owner.SubmitAsync(AuthenticatorApp.Page + "/codes", ("current_password", "not the password"))).PageAsync(422);
        await (await owner.FormAsync(AuthenticatorApp.Page + "/off", ("code", codes[0]))).PageAsync(403);
        (await owner.SubmitAndFollowAsync(AuthenticatorApp.Page + "/off", ("code", app.NextCode()))).ShouldContain("Two-factor sign-in is off.");

        await (await SignInAsync(server, null)).JsonAsync(200);
        (app, _) = await AuthenticatorApp.SetUpAsync(server, owner);
        await (await owner.SubmitAsync(AuthenticatorApp.Page, ("current_password", Person.Password))).PageAsync(409);
        (await owner.SubmitAsync(AuthenticatorApp.Page + "/off", ("current_password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await (await SignInAsync(server, null)).JsonAsync(200);
    }

    [Fact]
    public async Task Links_that_set_a_password_or_accept_an_invitation_lead_to_the_code_too()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, bolt) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Bolt"));
        var owner = await acme.PersonAsync("owner");
        var (app, _) = await AuthenticatorApp.SetUpAsync(server, owner);

        var invited = new Person(server);
        var accepted = await invited.FormAsync(await bolt.InviteAsync(Email, "viewer"), ("password", Person.Password));
        accepted.Headers.Location!.OriginalString.ShouldStartWith("/login/code");
        invited.Cookie.ShouldBeNull();
        (await invited.FormAsync("/login/code", ("code", app.NextCode()))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await (await invited.GetAsync("/session")).JsonAsync(200)).GetProperty("company").Text("name").ShouldBe("Bolt");

        var userId = await acme.UserIdAsync(Email);
        var link = (await (await server.Admin.PostAsync($"/admin/companies/{acme.Id}/users/{userId}/reset", null)).JsonAsync(200)).Text("link");
        var reset = new Person(server);
        var set = await reset.FormAsync(new Uri(link).AbsolutePath, ("password", "another long one"));
        set.Headers.Location!.OriginalString.ShouldStartWith("/login/code");
        reset.Cookie.ShouldBeNull();
        (await reset.FormAsync("/login/code", ("code", app.NextCode()))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await reset.ReadAsync("/app");
    }

    [Fact]
    public async Task If_the_key_that_sealed_the_secret_is_lost_a_recovery_code_still_signs_in()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var (app, codes) = await AuthenticatorApp.SetUpAsync(server, owner);
        var userId = (await (await owner.GetAsync("/session")).JsonAsync(200)).Text("user_id");
        var hashes = codes.Select(code => RecoveryCodes.Hash(userId, code)!).ToList();
        await server.Store.SecondFactors.RemoveAsync(userId, Entry(), CancellationToken.None);
        await server.Store.SecondFactors.PrepareAsync(userId, [1, 2, 3], server.Time.GetUtcNow(), CancellationToken.None);
        (await server.Store.SecondFactors.TurnOnAsync(userId, [1, 2, 3], 0, hashes, "se_none", Entry(), CancellationToken.None)).ShouldBeTrue();

        await (await SignInAsync(server, app.NextCode())).ProblemAsync(401, "second_factor_wrong");
        await (await SignInAsync(server, codes[0])).JsonAsync(200);
    }

    [Fact]
    public async Task Owners_turn_it_off_for_members_but_not_for_themselves_or_for_accounts_beyond_their_company()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, bolt) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Bolt"));
        var owner = await acme.PersonAsync("owner");
        var stranger = await bolt.PersonAsync("owner", "stranger@example.com");
        var viewer = await acme.PersonAsync("viewer", "bo@example.com");
        await AuthenticatorApp.SetUpAsync(server, viewer);
        await AuthenticatorApp.SetUpAsync(server, owner);
        var (own, other) = (await acme.UserIdAsync(Email), await acme.UserIdAsync("bo@example.com"));
        (await owner.ReadAsync("/app/settings/members")).ShouldContain($"/app/settings/members/{other}/second-factor");
        (await owner.ReadAsync("/app/settings/members")).ShouldNotContain($"/app/settings/members/{own}/second-factor");

        await (await viewer.DeleteAsync($"/portal/users/{own}/second-factor")).ProblemAsync(403, "role_missing");
        await (await stranger.DeleteAsync($"/portal/users/{other}/second-factor")).ProblemAsync(404);
        await (await stranger.SubmitAsync($"/app/settings/members/{other}/second-factor")).PageAsync(404);
        await (await owner.DeleteAsync($"/portal/users/{own}/second-factor")).ProblemAsync(403, "own_account");
        (await (await owner.GetAsync("/portal/users")).JsonAsync(200)).GetProperty("items").EnumerateArray()
            .ShouldAllBe(user => user.GetProperty("second_factor").GetBoolean());
        (await owner.SubmitAndFollowAsync($"/app/settings/members/{other}/second-factor")).ShouldContain("Two-factor sign-in of this user is off.");
        await (await owner.DeleteAsync($"/portal/users/{other}/second-factor")).ProblemAsync(404);
        await (await new Person(server).SignInAsync("bo@example.com")).JsonAsync(200);

        await AuthenticatorApp.SetUpAsync(server, viewer);
        await (await viewer.FormAsync(await bolt.InviteAsync("bo@example.com", "viewer"), ("password", Person.Password))).Content.ReadAsStringAsync();
        await (await owner.DeleteAsync($"/portal/users/{other}/second-factor")).ProblemAsync(403, "beyond_own_company");
        (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}/users/{other}/second-factor")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await AuditAsync(server, owner)).Count(entry => entry.Action == "second_factor.off").ShouldBe(2);
    }

    private static async Task<List<(string Action, AuditResult Result)>> AuditAsync(TestServer server, Person person)
    {
        var company = (await (await person.GetAsync("/session")).JsonAsync(200)).GetProperty("company").Text("company_id");
        var page = await server.Store.Audit.ListAsync(new AuditFilter { CompanyId = company }, null, 100, CancellationToken.None);
        return [.. page.Items.Select(entry => (entry.Action, entry.Result))];
    }

    private static Task<HttpResponseMessage> SignInAsync(TestServer server, string? code) =>
        new Person(server).PostAsync("/session", new { email = Email, password = Person.Password, code });

    private static async Task<Person> WithPasswordAsync(TestServer server, string password = Person.Password)
    {
        var person = new Person(server);
        (await person.FormAsync("/login", ("email", Email), ("password", password))).Headers.Location!.OriginalString.ShouldStartWith("/login/code");
        return person;
    }

    private static AuditEntry Entry() => new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"), DateTimeOffset.UnixEpoch, null, "system", "test.done", null, null);
}
