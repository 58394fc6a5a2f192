using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class TicketListTests(DemoSite site)
{
    [Fact]
    public async Task The_keys_search_move_and_open()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app/tickets");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("reserve");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/tickets?q=reserve*");
        (await page.Locator("[data-row]").AllInnerTextsAsync()).ShouldAllBe(title => title.Contains("reserve", StringComparison.OrdinalIgnoreCase));

        await window.GoAsync("/app/tickets");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        var second = await page.Locator("[data-row]").Nth(1).GetAttributeAsync("href");
        (await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')")).ShouldBe(second);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{second}");
        await page.GoBackAsync();
        page.Url.ShouldEndWith("/app/tickets");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task The_list_goes_on_by_itself_to_its_end_without_showing_one_twice()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app/tickets?sort=worst_first");
        (await page.Locator("[data-row]").CountAsync()).ShouldBe(50);
        for (var i = 0; i < 40 && await page.Locator("tr.more").CountAsync() > 0; i++)
        {
            var had = await page.Locator("[data-row]").CountAsync();
            await page.Locator("[data-row]").Last.ScrollIntoViewIfNeededAsync();
            await page.Mouse.WheelAsync(0, 2000);
            await page.WaitForFunctionAsync("(had) => document.querySelectorAll('[data-row]').length > had || !document.querySelector('tr.more')", had);
        }

        var all = await page.Locator("[data-row]").EvaluateAllAsync<string[]>("(rows) => rows.map((row) => row.getAttribute('href'))");
        all.Length.ShouldBeGreaterThan(50);
        all.ShouldBeUnique();
        var values = await page.Locator("td.t-overall .overall").EvaluateAllAsync<double[]>("(cells) => cells.map((cell) => Number(cell.textContent))");
        values.ShouldBe(values.Order());
        window.ShouldBeClean();
    }

    [Fact]
    public async Task Without_script_filters_and_pages_are_a_form_and_links()
    {
        await using var window = await site.OpenAsync(Who.Viewer, script: false);
        var page = await window.GoAsync("/app/tickets");
        var first = await Rows(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "More tickets" }).ClickAsync();
        await page.WaitForURLAsync("**cursor=**");
        (await Rows(page)).Intersect(first).ShouldBeEmpty();

        await window.GoAsync("/app/tickets");
        await page.GetByLabel("Band").SelectOptionAsync("at_risk");
        await page.GetByLabel("Fails in").SelectOptionAsync("testable");
        await page.GetByLabel("Order").SelectOptionAsync("worst_first");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.WaitForURLAsync("**band=at_risk**");
        (await page.Locator("td.t-overall").AllInnerTextsAsync()).ShouldAllBe(text => text.Contains("At risk", StringComparison.OrdinalIgnoreCase));
        (await page.GetByLabel("Band").InputValueAsync()).ShouldBe("at_risk");
        var matching = await page.Locator("[data-row]").CountAsync();
        matching.ShouldBeInRange(1, 49);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export as CSV" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Split(
            '\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(matching + 1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        (await Rows(page)).ShouldBe(first);
        window.ShouldBeClean();
    }

    private static Task<string[]> Rows(IPage page) =>
        page.Locator("[data-row]").EvaluateAllAsync<string[]>("(rows) => rows.map((row) => row.getAttribute('href'))");
}
