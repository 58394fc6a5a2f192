using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class SettingsTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_key_is_made_shown_once_and_deleted(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app/settings/keys");
        var name = $"Build server, script {script}";
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var key = await page.Locator(".secret code").InnerTextAsync();
        key.Length.ShouldBeGreaterThan(30);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToHaveCountAsync(script ? 1 : 0);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".secret code")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name })).ToHaveCountAsync(1);
        (await page.ContentAsync()).ShouldNotContain(key);

        var entry = page.Locator(".entries > li").Filter(new() { HasText = name });
        await entry.Locator("summary").Filter(new() { HasText = "Delete" }).ClickAsync();
        await entry.GetByRole(AriaRole.Button, new() { Name = "Delete key" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The key has been deleted");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name })).ToHaveCountAsync(0);
        window.ShouldBeClean();
    }

    [Fact]
    public async Task What_is_typed_into_a_form_is_still_there_in_the_other_language()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app/settings/webhooks");
        await page.Locator("#url").FillAsync("https://hooks.example.com/typed");
        await page.Locator("[name=types][value='feedback.created']").CheckAsync();
        await page.Locator("#signing").SelectOptionAsync("both");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).ClickAsync();
        await Assertions.Expect(page.Locator("html[lang=de]")).ToHaveCountAsync(1);

        await Assertions.Expect(page.Locator("#url")).ToHaveValueAsync("https://hooks.example.com/typed");
        await Assertions.Expect(page.Locator("#signing")).ToHaveValueAsync("both");
        (await page.Locator("[name=types]:checked").EvaluateAllAsync<string[]>("boxes => boxes.map((box) => box.value)")).ShouldBe(["feedback.created"]);
        await page.ReloadAsync();
        (await page.Locator("[name=types]:checked").CountAsync()).ShouldBe(0);
        window.ShouldBeClean();
    }

    [Theory, InlineData(true, "6.5"), InlineData(false, "7.5")]
    public async Task The_gate_is_changed_and_a_wrong_one_is_refused_beside_its_field(bool script, string gate)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app/settings");
        await page.GetByLabel("Quality gate").FillAsync("eleven");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#quality_gate-error")).ToBeVisibleAsync();
        (await page.GetByLabel("Quality gate").InputValueAsync()).ShouldBe("eleven");

        await page.GetByLabel("Quality gate").FillAsync(gate);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await window.GoAsync("/app");
        await Assertions.Expect(page.Locator(".verdict-words")).ToContainTextAsync($"the quality gate of {gate}");
        await window.GoAsync("/app/settings/audit");
        await Assertions.Expect(page.GetByText("company.changed").First).ToBeVisibleAsync();
        window.Wrongs.Where(wrong => !wrong.Contains("Failed to load resource", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_has_no_settings_and_no_admin()
    {
        await using var window = await site.OpenAsync(Who.Viewer);
        await window.GoAsync("/app/settings/keys", 403);
        await window.GoAsync("/app/admin", 403);
    }
}
