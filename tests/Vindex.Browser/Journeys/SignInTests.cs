using Vindex.Browser.Site;
using Vindex.Server.Tests.SingleSignOn;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class SignInTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Someone_who_signs_in_sees_the_page_that_was_asked_for_and_signing_out_ends_it(bool script)
    {
        await using var window = await site.OpenAsync(Who.NoOne, script);
        var page = await window.GoAsync("/app/tickets?band=at_risk");
        page.Url.ShouldContain("/login");
        await page.GetByLabel("E-mail").FillAsync(site.Owner.Email);
        await page.GetByLabel("Password").FillAsync("not the right one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        (await page.GetByLabel("E-mail").InputValueAsync()).ShouldBe(site.Owner.Email);

        await page.GetByLabel("Password").FillAsync(site.Owner.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/app/tickets?band=at_risk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await window.GoAsync("/app");
        page.Url.ShouldContain("/login");
        window.Wrongs.Where(wrong => !wrong.Contains("Failed to load resource", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_form_that_is_sent_after_the_session_has_ended_is_there_again_after_signing_in(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app/settings/members");
        var cookie = (await window.Context.CookiesAsync()).Single(one => one.Name == "vindex-session");
        await window.Context.AddCookiesAsync(
            [new() { Name = cookie.Name, Value = new string('A', cookie.Value.Length), Domain = cookie.Domain, Path = cookie.Path }]);
        var invite = page.GetByRole(AriaRole.Region, new() { Name = "Invite a member" });
        await invite.GetByLabel("E-mail").FillAsync("later@example.com");
        await invite.GetByLabel("owner").CheckAsync();
        await invite.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("what you typed");

        await page.GetByLabel("E-mail").FillAsync(site.Owner.Email);
        await page.GetByLabel("Password").FillAsync(site.Owner.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/app/settings/members");
        (await invite.GetByLabel("E-mail").InputValueAsync()).ShouldBe("later@example.com");
        await Assertions.Expect(invite.GetByLabel("owner")).ToBeCheckedAsync();
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_invitation_becomes_an_account(bool script)
    {
        await using var owner = await site.OpenAsync(Who.Owner, script);
        var page = await owner.GoAsync("/app/settings/members");
        var email = $"guest-{script}@example.com".ToLowerInvariant();
        var invite = page.GetByRole(AriaRole.Region, new() { Name = "Invite a member" });
        await invite.GetByLabel("E-mail").FillAsync(email);
        await invite.GetByLabel("viewer").CheckAsync();
        await invite.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        var link = await page.Locator(".secret code").InnerTextAsync();
        owner.ShouldBeClean();

        await using var guest = await site.OpenAsync(Who.NoOne, script);
        var invitation = await guest.GoAsync(new Uri(link).AbsolutePath);
        await invitation.GetByLabel("Your name").FillAsync("Guest of honour");
        await invitation.GetByLabel("Password", new() { Exact = true }).FillAsync(CompanyFiller.Password);
        await invitation.GetByRole(AriaRole.Button, new() { Name = "Accept and sign in" }).ClickAsync();
        await invitation.WaitForURLAsync("**/app");
        await Assertions.Expect(invitation.GetByRole(AriaRole.Link, new() { Name = "Tickets", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(invitation.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);
        guest.ShouldBeClean();

        await guest.GoAsync(new Uri(link).AbsolutePath, 404);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Someone_signs_in_with_a_provider_and_arrives_at_the_page_that_was_asked_for(bool script)
    {
        await using var window = await site.OpenAsync(Who.NoOne, script);
        window.Elsewhere = site.Provider.Issuer;
        var page = await window.GoAsync("/app/tickets?band=at_risk");
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue with Example ID" }).ClickAsync();
        await page.WaitForURLAsync("**/app/tickets?band=at_risk");
        await window.GoAsync("/account");
        await Assertions.Expect(page.GetByText("ada@example.com").First).ToBeVisibleAsync();
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_account_of_a_provider_is_connected_and_signs_in_until_it_is_disconnected(bool script)
    {
        var name = script ? "bo" : "cy";
        var (_, email) = await site.Data.NewCompanyAsync($"single-sign-on-{name}");
        var person = site.Provider.Person;
        site.Provider.Person = TestProvider.PersonOf(name);
        try
        {
            await using var window = await site.OpenAsync(email, script);
            window.Elsewhere = site.Provider.Issuer;
            var page = await window.GoAsync("/account");
            var ways = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Single sign-on" }) });
            await ways.GetByLabel("Current password").FillAsync(CompanyFiller.Password);
            await ways.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connect Example ID" })).ToBeVisibleAsync();
            foreach (var width in (int[])[360, 1440])
            {
                if (script) (await window.OverflowsAsync(width)).ShouldBeFalse();
            }

            await page.GetByRole(AriaRole.Link, new() { Name = "Continue to Example ID" }).ClickAsync();
            await Assertions.Expect(page.GetByText("You can now sign in with Example ID.")).ToBeVisibleAsync();

            await using var other = await site.OpenAsync(Who.NoOne, script);
            other.Elsewhere = site.Provider.Issuer;
            await other.GoAsync("/login");
            await other.Page.GetByRole(AriaRole.Link, new() { Name = "Continue with Example ID" }).ClickAsync();
            await other.Page.WaitForURLAsync("**/app");
            await other.GoAsync("/account");
            await Assertions.Expect(other.Page.GetByText(email).First).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect Example ID" }).ClickAsync();
            await Assertions.Expect(page.GetByText("The connection has been removed.")).ToBeVisibleAsync();
            window.ShouldBeClean();
            other.ShouldBeClean();
        }
        finally
        {
            site.Provider.Person = person;
        }
    }
}
