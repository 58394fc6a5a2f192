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
        (await chart.Locator("thead th").CountAsync()).ShouldBe(9);
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
    public async Task A_point_opens_its_tickets_an_older_version_leads_to_the_latest_and_to_what_changed()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app?days=90");
        var chart = page.Locator("figure[data-chart]").First;
        var row = chart.Locator("tbody tr").Nth(2);
        var (label, count) = (await row.Locator("th").TextContentAsync(), await row.GetAttributeAsync("data-count"));
        var href = await row.Locator("th a").GetAttributeAsync("href");
        await ClickBucketAsync(page, chart, label!.Trim());
        await page.WaitForURLAsync("**/app/tickets?from=*");
        new Uri(page.Url).PathAndQuery.ShouldBe(href);
        await Assertions.Expect(page.Locator("[data-count]")).ToContainTextAsync($"{count} of ");

        await window.GoAsync(site.Data.Demo.OldVersion);
        await page.GetByRole(AriaRole.Link, new() { Name = "see what changed" }).ClickAsync();
        await page.WaitForURLAsync("**/compare/**");
        (await page.Locator("ins, del").CountAsync()).ShouldBeGreaterThan(0);
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the latest version" }).ClickAsync();
        await page.WaitForURLAsync($"**{site.Data.Demo.Ticket}");
        await Assertions.Expect(page.GetByText("A newer version of this ticket was scored")).ToHaveCountAsync(0);
        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_part_of_a_bar_opens_the_tickets_of_its_band()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app?days=90&latest=true");
        var chart = page.Locator("figure[data-chart]").Last;
        var cell = chart.Locator("tbody td a").First;
        var (href, label) = (await cell.GetAttributeAsync("href"), await cell.EvaluateAsync<string>("(link) => link.closest('tr').cells[0].textContent.trim()"));
        await ClickBucketAsync(page, chart, label, fromBottom: 30);
        await page.WaitForURLAsync("**/app/tickets?band=*");
        new Uri(page.Url).PathAndQuery.ShouldBe(href);
        await Assertions.Expect(page.Locator("[data-count]")).ToContainTextAsync("tickets");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task Without_script_the_tables_rows_open_the_tickets_and_the_choices_stay()
    {
        await using var window = await site.OpenAsync(Who.Viewer, script: false);
        var page = await window.GoAsync("/app");
        await page.GetByRole(AriaRole.Link, new() { Name = "Latest per ticket" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "90 days" }).ClickAsync();
        await page.WaitForURLAsync("**/app?days=90&latest=true");
        await page.GetByText("Show as table").First.ClickAsync();
        var row = page.Locator("figure[data-chart]").First.Locator("tbody tr").First;
        var count = await row.GetAttributeAsync("data-count");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Locator("[data-count]")).ToContainTextAsync($"{count} of ");
        await page.GetByRole(AriaRole.Link, new() { Name = "Every score" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-count]")).ToContainTextAsync("scores");
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

    // Clicks into a chart at one of the positions of its axis, which leaves the margins free that options.js sets.
    private static async Task ClickBucketAsync(IPage page, ILocator chart, string label, int fromBottom = 100)
    {
        var axis = await chart.EvaluateAsync<string[]>("(figure) => JSON.parse(figure.dataset.chart).axis");
        var canvas = chart.Locator("canvas");
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        var width = (box.Width - 46 - 62) / axis.Length;
        await page.Mouse.ClickAsync(box.X + 46 + (width * (Array.IndexOf(axis, label) + 0.5f)), box.Y + box.Height - fromBottom);
    }

    private static Task<string> PictureAsync(ILocator chart) => chart.Locator("canvas").EvaluateAsync<string>("(canvas) => canvas.toDataURL()");
}
