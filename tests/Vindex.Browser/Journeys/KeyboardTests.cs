using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class KeyboardTests(DemoSite site)
{
    private const int MostTabs = 120;

    [Fact]
    public async Task From_signing_in_to_signing_out_no_mouse_is_needed()
    {
        await using var window = await site.OpenAsync(Who.NoOne);
        var page = await window.GoAsync("/app");
        await page.Keyboard.TypeAsync(site.Owner.Email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(site.Owner.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app");
        await window.SettleAsync();

        await page.Keyboard.PressAsync("Tab");
        (await FocusedAsync(page)).ShouldBe("Skip to content");
        await TabToAsync(page, "Testable");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "Tickets");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/tickets");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("pause");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**q=pause**");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/tickets/*");

        await TabToAsync(page, "Agree 0, with Small");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#small-agree")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("#small-agree")).ToBeFocusedAsync();
        await TabToAsync(page, "Sign out");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        window.ShouldBeClean();
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await FocusedAsync(page)).StartsWith(name, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"no Tab leads to '{name}'");
    }

    private static Task<string> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string>("() => { const here = document.activeElement; return (here.getAttribute('aria-label') ?? here.textContent ?? '').trim(); }");
}
