using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class AdminTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_company_is_made_gets_an_owner_and_is_deleted(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app/admin");
        var slug = $"harbour-{script}".ToLowerInvariant();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Harbour Works");
        await page.GetByLabel("Slug").FillAsync(slug);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create company" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Harbour Works" })).ToBeVisibleAsync();

        await page.GetByLabel("E-mail").FillAsync($"{slug}@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        (await page.Locator(".secret code").InnerTextAsync()).ShouldContain("/invitation/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await Assertions.Expect(page.GetByText($"{slug}@example.com")).ToBeVisibleAsync();

        await page.GetByLabel($"To confirm, type {slug}").FillAsync(slug);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Delete {slug} permanently" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "All companies" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(slug, new() { Exact = true })).ToHaveCountAsync(0);
        window.ShouldBeClean();
    }
}
