using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class DashboardTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_chart_is_pinned_shared_as_a_link_and_the_link_is_revoked(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app?days=30");
        await page.GetByRole(AriaRole.Link, new() { Name = "Pin to dashboard: Average over time" }).ClickAsync();
        await page.WaitForURLAsync("**/app/dashboards/pin**");
        await page.GetByLabel("Dashboard", new() { Exact = true }).SelectOptionAsync("new");
        await page.GetByLabel("Name of a new dashboard").FillAsync($"Journey {script}");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("The last month");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Pinned: The last month.")).ToBeVisibleAsync();
        await window.SettleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The last month" })).ToBeVisibleAsync();
        (await page.Locator("[data-print]").IsVisibleAsync()).ShouldBe(script);
        (await page.Locator("[data-download=png]").IsVisibleAsync()).ShouldBe(script);

        await page.GetByRole(AriaRole.Link, new() { Name = "Share" }).ClickAsync();
        await page.GetByLabel("Expires").SelectOptionAsync("7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        var link = await page.Locator("#secret").InnerTextAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#secret")).ToHaveCountAsync(0);

        await using var visitor = await site.OpenAsync(Who.NoOne, script);
        var shared = await visitor.GoAsync(new Uri(link).AbsolutePath);
        await Assertions.Expect(shared.GetByRole(AriaRole.Heading, new() { Name = "The last month" })).ToBeVisibleAsync();
        (await shared.GetByRole(AriaRole.Navigation).CountAsync()).ShouldBe(0);
        (await shared.Locator("a[href^='/app']").CountAsync()).ShouldBe(0);
        var download = await shared.RunAndWaitForDownloadAsync(() => shared.GetByRole(AriaRole.Link, new() { Name = "CSV of The last month" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldStartWith("date,Overall,");

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The link has been revoked")).ToBeVisibleAsync();
        await visitor.GoAsync(new Uri(link).AbsolutePath, 404);
        await page.GetByRole(AriaRole.Link, new() { Name = $"Journey {script}" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Arrange" }).ClickAsync();
        await page.Locator("summary", new() { HasText = "Delete dashboard" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Dashboard deleted.")).ToBeVisibleAsync();
        window.ShouldBeClean();
        visitor.ShouldBeClean();
    }

    [Fact]
    public async Task Cards_are_moved_without_script()
    {
        await using var window = await site.OpenAsync(Who.Owner, script: false);
        var page = await window.GoAsync(site.Data.Demo.Dashboard + "/arrange");
        var titles = page.Locator(".entries h2");
        var before = await titles.AllInnerTextsAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Move down {before[0]}" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Card moved.")).ToBeVisibleAsync();
        (await titles.AllInnerTextsAsync()).Take(2).ShouldBe([before[1], before[0]]);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Move up {before[0]}" }).ClickAsync();
        await Assertions.Expect(titles.First).ToHaveTextAsync(before[0]);
        window.ShouldBeClean();
    }

    [Fact]
    public async Task On_paper_there_is_no_navigation_and_charts_are_light()
    {
        await using var window = await site.OpenAsync(Who.Owner, scheme: ColorScheme.Dark);
        var page = await window.GoAsync(site.Data.Demo.Dashboard);
        await page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        (await page.EvaluateAsync<string>("() => getComputedStyle(document.body).getPropertyValue('--surface').trim()")).ShouldBe("#ffffff");
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Portal" })).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Arrange" })).ToBeHiddenAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(DemoSite.Artifacts("screenshots"), "dashboard-print.png"), FullPage = true });
        await page.EvaluateAsync("() => dispatchEvent(new Event('afterprint'))");
        (await page.EvaluateAsync<bool>("() => 'paper' in document.documentElement.dataset")).ShouldBeFalse();
        window.ShouldBeClean();
    }
}
