using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Security;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Vindex.Server.Tests.SingleSignOn;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

/// <summary>Companies and operators can require a second factor; operators can turn one off.</summary>
public sealed class RequiredSecondFactorTests
{
    [Fact]
    public async Task A_company_that_requires_it_opens_nothing_to_a_password_alone_from_the_next_request_on()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, bolt) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Bolt"));
        var owner = await acme.PersonAsync("owner");
        var member = await acme.PersonAsync("member");
        await (await member.FormAsync(await bolt.InviteAsync("member@example.com", "member"), ("password", Person.Password))).Content.ReadAsStringAsync();
        await member.WithTokenAsync();
        await (await member.PatchAsync("/session", new { company_id = acme.Id })).JsonAsync(200);
        await (await member.GetAsync("/portal/scores")).JsonAsync(200);
        await AuthenticatorApp.SetUpAsync(server, owner);

        (await (await owner.PatchAsync("/portal/settings", new { require_second_factor = true })).JsonAsync(200)).GetProperty("require_second_factor")
            .GetBoolean().ShouldBeTrue();

        await (await owner.GetAsync("/portal/settings")).JsonAsync(200);
        await (await member.GetAsync("/portal/scores")).ProblemAsync(403, "second_factor_missing");
        var redirect = await member.GetAsync("/app/tickets");
        (redirect.StatusCode, redirect.Headers.Location!.OriginalString).ShouldBe((HttpStatusCode.Redirect, AuthenticatorApp.Page));
        (await member.ReadAsync(AuthenticatorApp.Page)).ShouldContain("Two-factor sign-in is required here.");
        await member.ReadAsync("/account");
        await (await member.PatchAsync("/session", new { company_id = bolt.Id })).JsonAsync(200);
        await (await member.GetAsync("/portal/scores")).JsonAsync(200);
        await (await member.PatchAsync("/session", new { company_id = acme.Id })).JsonAsync(200);
        await AuthenticatorApp.SetUpAsync(server, member);
        await (await member.GetAsync("/portal/scores")).JsonAsync(200);
        await member.ReadAsync("/app");

        var key = await acme.ClientAsync();
        await (await key.GetAsync("/portal/scores")).JsonAsync(200);
        (await (await owner.GetAsync("/portal/audit?action=company.changed")).JsonAsync(200)).ToString().ShouldContain("require_second_factor");
        await (await owner.PatchAsync("/portal/settings", new { require_second_factor = "yes" })).ProblemAsync(422);
    }

    [Fact]
    public async Task An_owner_requires_it_in_the_settings_and_is_asked_to_set_it_up_first()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        (await owner.ReadAsync("/app/settings")).ShouldContain("name=\"require_second_factor\"");

        var saved = await owner.SubmitAsync("/app/settings", ("name", "Acme"), ("quality_gate", "7"), ("require_second_factor", "on"));

        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await owner.GetAsync("/app/settings")).Headers.Location!.OriginalString.ShouldBe(AuthenticatorApp.Page);
        await AuthenticatorApp.SetUpAsync(server, owner);
        (await owner.ReadAsync("/app/settings")).ShouldContain("name=\"require_second_factor\" checked");
        (await owner.SubmitAsync("/app/settings", ("name", "Acme"), ("quality_gate", "7"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await (await owner.GetAsync("/portal/settings")).JsonAsync(200)).GetProperty("require_second_factor").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_operator_can_require_it_of_everyone()
    {
        await using var server = await TestServer.StartAsync(settings: ("SignIn:RequireSecondFactor", "true"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        await (await owner.GetAsync("/portal/scores")).ProblemAsync(403, "second_factor_missing");
        var part = new Person(server) { Cookie = owner.Cookie, Headers = { ["HX-Request"] = "true" } };
        var response = await part.GetAsync("/app/tickets");
        (response.StatusCode, response.Headers.GetValues("HX-Redirect").Single()).ShouldBe((HttpStatusCode.Forbidden, AuthenticatorApp.Page));
        await AuthenticatorApp.SetUpAsync(server, owner);
        await (await owner.GetAsync("/portal/scores")).JsonAsync(200);
    }

    [Fact]
    public async Task People_who_sign_in_with_a_provider_are_not_asked_for_a_code_nor_required_to_have_one()
    {
        await using var world = await ProviderWorld.StartAsync(("SignIn:RequireSecondFactor", "true"));

        var (person, answer) = await world.SignInAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await person.ReadAsync("/app");
        (await person.GetAsync(AuthenticatorApp.Page)).Headers.Location!.OriginalString.ShouldBe("/account");
    }

    [Fact]
    public async Task The_operator_turns_it_off_for_an_account()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        await AuthenticatorApp.SetUpAsync(server, owner);
        using var local = server.WithKey(server.Services.GetRequiredService<LocalToken>().Value);

        var done = await (await TurnOffAsync("OWNER@example.com")).JsonAsync(200);

        done.Text("done").ShouldContain("two-factor sign-in is off");
        await (await new Person(server).SignInAsync("owner@example.com")).JsonAsync(200);
        await (await TurnOffAsync("owner@example.com")).ProblemAsync(422, "account_refused");
        await (await TurnOffAsync("unknown@example.com")).ProblemAsync(422, "account_refused");
        await (await server.Admin.PostAsync("/admin/operations/users/second-factor-off", Json.Content(new { email = "owner@example.com" }))).ProblemAsync(403);

        Task<HttpResponseMessage> TurnOffAsync(string email) =>
            local.PostAsync("/admin/operations/users/second-factor-off", Json.Content(new { email }));
    }
}
