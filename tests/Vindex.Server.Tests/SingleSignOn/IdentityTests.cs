using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>Connecting accounts of a provider to one's own.</summary>
public sealed partial class IdentityTests
{
    [Fact]
    public async Task A_signed_in_person_connects_a_provider_with_the_password_and_signs_in_with_it_from_then_on()
    {
        await using var world = await ProviderWorld.StartAsync();
        var owner = await world.Acme.PersonAsync("owner", "someone.else@example.com");
        (await (await owner.GetAsync("/account")).PageAsync()).ShouldContain("<option value=\"default\">Example ID</option>");

        var connected = await ConnectAsync(world, owner);

        connected.Headers.Location!.OriginalString.ShouldBe("/account");
        (await (await owner.GetAsync("/account")).PageAsync()).ShouldContain("You can now sign in with Example ID");
        world.Provider.Person = TestProvider.PersonOf("ada", "leads");
        var (person, _) = await world.SignInAsync();
        (await (await person.GetAsync("/session")).JsonAsync(200)).Text("email").ShouldBe("someone.else@example.com");
    }

    [Fact]
    public async Task Connecting_takes_the_password_the_antiforgery_token_and_a_known_provider()
    {
        await using var world = await ProviderWorld.StartAsync();
        var owner = await world.Acme.PersonAsync("owner");
        var form = ("provider", "default");

        (await (await owner.FormAsync("/account/identities", form, ("__token", owner.Token!))).PageAsync(422)).ShouldContain("password is wrong");
        await (await owner.FormAsync("/account/identities", form, ("current_password", Person.Password))).PageAsync(403);
        await (await owner.FormAsync("/account/identities", ("provider", "none"), ("__token", owner.Token!))).PageAsync(404);
        owner.OtherCookies.ShouldNotContainKey("vindex-sign-in");
    }

    [Fact]
    public async Task An_identity_is_connected_only_to_the_account_whose_owner_has_asked_for_it()
    {
        await using var world = await ProviderWorld.StartAsync();
        var attacker = await world.Acme.PersonAsync("member", "attacker@example.com");
        var victim = await world.Acme.PersonAsync("owner", "victim@example.com");
        var callback = new Uri(world.Provider.Authorize(await PageAsync(attacker))).PathAndQuery;

        // The attacker's cookie in the victim's browser, which a neighboring host could set over http.
        victim.OtherCookies["vindex-sign-in"] = attacker.OtherCookies["vindex-sign-in"];
        await (await victim.GetAsync(callback)).PageAsync(400);

        var userId = await world.Acme.UserIdAsync("victim@example.com");
        (await world.Server.Store.Identities.ListAsync(userId, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_identity_belongs_to_one_account()
    {
        await using var world = await ProviderWorld.StartAsync();
        await ConnectAsync(world, await world.Acme.PersonAsync("owner", "first@example.com"));

        var second = await ConnectAsync(world, await world.Acme.PersonAsync("member", "second@example.com"));

        (await second.PageAsync(409)).ShouldContain("connected to another account");
    }

    [Fact]
    public async Task A_connection_is_removed_by_its_owner_only_and_not_if_it_is_the_last_way_to_sign_in()
    {
        await using var world = await ProviderWorld.StartAsync();
        var owner = await world.Acme.PersonAsync("owner", "owner@example.com");
        await ConnectAsync(world, owner);
        world.Provider.Person = TestProvider.PersonOf("bo");
        var bo = await world.SignedInAsync();
        var own = await IdentityOfAsync(world, "owner@example.com");
        var last = await IdentityOfAsync(world, "bo@example.com");

        await (await bo.FormAsync($"/account/identities/{own}/disconnect", ("__token", bo.Token!))).PageAsync(404);
        (await (await bo.FormAsync($"/account/identities/{last}/disconnect", ("__token", bo.Token!))).PageAsync(409)).ShouldContain("no longer sign in");
        (await owner.FormAsync($"/account/identities/{own}/disconnect", ("__token", owner.Token!))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await world.Server.Store.Identities.ListAsync(await world.Acme.UserIdAsync("owner@example.com"), CancellationToken.None)).ShouldBeEmpty();
    }

    private static async Task<string> IdentityOfAsync(ProviderWorld world, string email) =>
        (await world.Server.Store.Identities.ListAsync(await world.Acme.UserIdAsync(email), CancellationToken.None)).Single().Id;

    private static async Task<HttpResponseMessage> ConnectAsync(ProviderWorld world, Person person) =>
        await person.GetAsync(new Uri(world.Provider.Authorize(await PageAsync(person))).PathAndQuery);

    // The provider's page, from the link of the page that follows the form.
    private static async Task<Uri> PageAsync(Person person)
    {
        var answer = await person.FormAsync(
            "/account/identities", ("__token", person.Token!), ("provider", "default"), ("current_password", Person.Password));
        return new Uri(WebUtility.HtmlDecode(Link().Match(await answer.PageAsync()).Groups["href"].Value));
    }

    [GeneratedRegex("<a class=\"button primary\" href=\"(?<href>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
