using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>Servers without passwords, and the settings of providers.</summary>
public sealed class LocalAccountsTests
{
    private const string Section = ProviderWorld.Section;

    [Fact]
    public async Task Without_local_accounts_passwords_invitations_and_resets_are_refused()
    {
        await using var world = await ProviderWorld.StartAsync(("SignIn:LocalAccounts", "false"));
        world.Provider.Person = TestProvider.PersonOf("ada", "leads");
        var owner = await world.SignedInAsync();

        var page = await (await new Person(world.Server).GetAsync("/login")).PageAsync();
        page.ShouldContain("Continue with Example ID");
        page.ShouldNotContain("name=\"password\"");
        await (await new Person(world.Server).SignInAsync("ada@example.com")).ProblemAsync(403, "local_accounts_off");
        await (await new Person(world.Server).FormAsync("/login", ("email", "ada@example.com"), ("password", Person.Password))).PageAsync(422);
        await (await owner.PostAsync("/portal/users", new { email = "bo@example.com", role = "viewer" })).ProblemAsync(409, "local_accounts_off");
        var userId = await world.Acme.UserIdAsync("ada@example.com");
        await (await owner.PostAsync($"/portal/users/{userId}/reset")).ProblemAsync(409, "local_accounts_off");
        await (await owner.PutAsync("/session/password", new { current_password = "x", new_password = "another long one" })).ProblemAsync(403, "local_accounts_off");
    }

    [Fact]
    public async Task A_reset_from_the_command_line_signs_in_once_without_local_accounts()
    {
        await using var world = await ProviderWorld.StartAsync(("SignIn:LocalAccounts", "false"));
        await world.SignedInAsync();
        using var command = world.Server.WithKey(world.Server.Services.GetRequiredService<LocalToken>().Value);
        var made = await (await command.PostAsync("/admin/operations/users/reset", Json.Content(new { email = "ada@example.com" }))).JsonAsync(200);
        var link = new Uri(made.Text("link")).AbsolutePath;

        var person = new Person(world.Server);
        (await person.FormAsync(link, ("password", "a long enough one"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await (await person.GetAsync("/session")).JsonAsync(200)).Text("email").ShouldBe("ada@example.com");
        await (await new Person(world.Server).FormAsync(link, ("password", "a long enough one"))).PageAsync(404);
        await (await new Person(world.Server).SignInAsync("ada@example.com", "a long enough one")).ProblemAsync(403, "local_accounts_off");
    }

    [Fact]
    public async Task Several_providers_are_on_the_sign_in_page_and_each_has_an_address_of_its_own()
    {
        await using var world = await ProviderWorld.StartAsync(
            ("SignIn:Providers:Second-One:Issuer", "https://second.example.com"), ("SignIn:Providers:Second-One:ClientId", "x"));

        var page = await (await new Person(world.Server).GetAsync("/login")).PageAsync();

        page.ShouldContain("Continue with Example ID");
        page.ShouldContain("href=\"/login/second-one?return=%2Fapp\"");
        page.ShouldContain("Continue with second-one");
    }

    [Theory]
    [InlineData("Issuer", "http://id.example.com", "must begin with https://")]
    [InlineData("Issuer", "https://id.example.com/?a=b", "neither a query nor a fragment")]
    [InlineData("Issuer", "id.example.com", "must be an address")]
    [InlineData("ClientId", "", "ClientId is missing")]
    [InlineData("Scopes", "profile email", "must contain openid")]
    [InlineData("Role", "boss", "must be one of viewer, member, owner")]
    [InlineData("Role", "viewer", "Company must say where")]
    [InlineData("Company", "other", "limits the provider to other")]
    [InlineData("Groups", "leads", "write GROUP=COMPANY/ROLE")]
    [InlineData("Groups", "leads=acme/boss", "ends with no role")]
    [InlineData("Grups", "leads=acme/owner", "is not a setting")]
    public async Task A_wrong_setting_is_named(string name, string value, string problem)
    {
        (string, string)[] settings =
        [
            (Section + name, value), (Section + "Issuer", "https://id.example.com"), (Section + "ClientId", "x"), (Section + "Groups", "leads=acme/owner"),
        ];

        var refused = await Should.ThrowAsync<BadSettingsException>(() => TestServer.StartAsync(settings: settings));

        refused.Message.ShouldContain(problem);
    }

    [Fact]
    public async Task Without_a_provider_local_accounts_cannot_be_switched_off()
    {
        var refused = await Should.ThrowAsync<BadSettingsException>(() => TestServer.StartAsync(settings: ("SignIn:LocalAccounts", "false")));

        refused.Message.ShouldContain("no one could sign in");
    }
}
