using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class OverviewTests(DemoSite site)
{
    [Fact]
    public async Task Dimensions_are_toggled_in_the_chart_and_the_table_behind_it_has_the_numbers()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app");
        var chart = page.Locator("figure[data-chart]").First;
        var before = await PictureAsync(chart);
        var testable = chart.GetByRole(AriaRole.Button, new() { Name = "Testable" });
        var was = await testable.GetAttributeAsync("aria-pressed");
        await testable.ClickAsync();
        (await testable.GetAttributeAsync("aria-pressed")).ShouldBe(was == "true" ? "false" : "true");
        await page.WaitForTimeoutAsync(300);
        (await PictureAsync(chart)).ShouldNotBe(before);

        await chart.GetByText("Show as table").ClickAsync();
        await Assertions.Expect(chart.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        (await chart.Locator("thead th").CountAsync()).ShouldBe(8);
        (await chart.Locator("tbody tr").CountAsync()).ShouldBeGreaterThan(3);

        var download = await page.RunAndWaitForDownloadAsync(() => chart.GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(3);
        var picture = await page.RunAndWaitForDownloadAsync(() => chart.GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
        picture.SuggestedFilename.ShouldEndWith(".png");
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Ranges_and_the_zone_are_chosen_and_stay(bool script)
    {
        await using var window = await site.OpenAsync(Who.Viewer, script);
        var page = await window.GoAsync("/app");
        await page.GetByRole(AriaRole.Link, new() { Name = "90 days" }).ClickAsync();
        await page.WaitForURLAsync("**/app?days=90");
        (await page.GetByRole(AriaRole.Link, new() { Name = "90 days" }).GetAttributeAsync("aria-current")).ShouldBe("true");

        await page.GetByText("Custom range and time zone").ClickAsync();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await page.GetByLabel("From").FillAsync(today.AddDays(-20).ToString("yyyy-MM-dd"));
        await page.GetByLabel("To", new() { Exact = true }).FillAsync(today.AddDays(-3).ToString("yyyy-MM-dd"));
        await page.GetByLabel("Time zone").SelectOptionAsync("Asia/Tokyo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.GetByText($"{today.AddDays(-20):yyyy-MM-dd} to {today.AddDays(-3):yyyy-MM-dd}, days in Asia/Tokyo")).ToBeVisibleAsync();
        await window.SettleAsync();

        await window.GoAsync("/app/tickets");
        await Assertions.Expect(page.GetByText("times in Asia/Tokyo")).ToBeVisibleAsync();
        window.ShouldBeClean();
    }

    [Fact]
    public async Task What_fails_most_leads_to_these_tickets()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app?days=90");
        var first = page.Locator(".fail-list a").First;
        var name = (await first.Locator("span").First.InnerTextAsync()).ToLowerInvariant();
        await first.ClickAsync();
        await page.WaitForURLAsync($"**/app/tickets?*fails={name}*");
        (await page.Locator("[data-rows] tr").CountAsync()).ShouldBeGreaterThan(0);
        window.ShouldBeClean();
    }

    private static Task<string> PictureAsync(ILocator chart) => chart.Locator("canvas").EvaluateAsync<string>("(canvas) => canvas.toDataURL()");
}
