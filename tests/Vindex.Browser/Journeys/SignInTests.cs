using Vindex.Browser.Site;

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
}
