using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

/// <summary>Filters that apply at once, saved views, the palette, and pages that update themselves.</summary>
[Collection(TheSite.Name)]
public sealed class PortalScriptTests(DemoSite site)
{
    [Fact]
    public async Task Filters_apply_at_once_and_are_in_the_address_and_in_the_view_that_is_saved()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app/tickets");
        var all = await page.Locator("[data-count]").InnerTextAsync();
        await page.GetByLabel("Band").FocusAsync();
        await page.GetByLabel("Band").SelectOptionAsync("at_risk");
        await page.WaitForURLAsync("**/app/tickets?band=at_risk");
        await Assertions.Expect(page.Locator("[data-count]")).Not.ToHaveTextAsync(all);
        (await page.Locator("td.t-overall").AllInnerTextsAsync()).ShouldAllBe(text => text.Contains("At risk", StringComparison.OrdinalIgnoreCase));
        await Assertions.Expect(page.GetByLabel("Band")).ToBeFocusedAsync();

        await page.Locator("#q").FillAsync("a");
        await page.WaitForURLAsync("**/app/tickets?q=a&band=at_risk");
        await page.GetByLabel("Customer", new() { Exact = true }).Last.CheckAsync();
        await Assertions.Expect(page.Locator("td.t-customer").First).ToBeVisibleAsync();
        var shown = page.Url;

        await page.GetByText("Save this view").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("At risk with a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Assertions.Expect(page.Locator(".view-links a[aria-current]")).ToHaveTextAsync("At risk with a");
        new Uri(page.Url).Query.Split('&').Order().ShouldBe(new Uri(shown).Query.Split('&').Order(), ignoreOrder: true);
        await page.GetByText("Save this view").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Rename or delete views" }).ClickAsync();
        await page.Locator("summary", new() { HasText = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete view" }).ClickAsync();
        await Assertions.Expect(page.GetByText("View deleted.")).ToBeVisibleAsync();
        window.ShouldBeClean();
    }

    [Fact]
    public async Task The_header_of_the_list_stays_in_sight()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app/tickets");
        await page.Mouse.WheelAsync(0, 1200);
        await page.WaitForFunctionAsync("() => scrollY > 600");
        var top = await page.Locator("table.tickets thead th").First.EvaluateAsync<double>("(cell) => cell.getBoundingClientRect().top");
        top.ShouldBe(0, 1);
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Overall" }).GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync("**sort=worst_first**");
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Overall" })).ToHaveAttributeAsync("aria-sort", "ascending");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task The_palette_finds_pages_actions_and_tickets_by_keyboard()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync("/app");
        await page.Keyboard.PressAsync("Control+k");
        var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Page, ticket or action" });
        await Assertions.Expect(input).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("deliv");
        await Assertions.Expect(page.Locator(".palette [aria-selected=true]")).ToContainTextAsync("Deliveries");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/deliveries");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("KOL-6");
        await Assertions.Expect(page.Locator(".palette li", new() { HasText = "Ticket" }).First).ToContainTextAsync("KOL-6");
        await Assertions.Expect(page.Locator(".palette [role=status]")).ToContainTextAsync("result");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/tickets/*");

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keyboard shortcuts" })).ToBeHiddenAsync();
        window.ShouldBeClean();
    }

    [Fact]
    public async Task Next_and_previous_walk_through_the_list_that_was_opened()
    {
        await using var window = await site.OpenAsync(Who.Viewer);
        var page = await window.GoAsync("/app/tickets?sort=worst_first");
        var titles = await page.Locator("[data-row]").AllInnerTextsAsync();
        await page.Locator("[data-row]").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(titles[1]);
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(titles[2]);
        await page.Keyboard.PressAsync("p");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(titles[1]);
        await page.GetByRole(AriaRole.Link, new() { Name = "← Previous", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(titles[0]);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "← Previous", Exact = true })).ToHaveCountAsync(0);
        window.ShouldBeClean();
    }

    [Fact]
    public async Task New_scores_are_announced_and_inserted_when_the_reader_wants_them()
    {
        await using var window = await site.OpenAsync(Who.Stranger);
        var page = await window.GoAsync("/app/tickets");
        await Assertions.Expect(page.Locator("[data-events]")).ToHaveAttributeAsync("data-listening", "true");
        var before = await page.Locator("[data-row]").First.GetAttributeAsync("href");
        await site.Data.ScoreAsync("LIVE-1", "As a rider I want to hear when my bike is ready");
        var show = page.Locator(".fresh button");
        await Assertions.Expect(show).ToHaveTextAsync("Show 1 new ticket");
        await Assertions.Expect(page.Locator("[data-events]")).ToHaveTextAsync("1 new ticket.");
        (await page.Locator("[data-row]").First.GetAttributeAsync("href")).ShouldBe(before);
        await site.Data.ScoreAsync("LIVE-2", "As a rider I want to pause my trip");
        await Assertions.Expect(show).ToHaveTextAsync("Show 2 new tickets");
        await show.ClickAsync();
        await Assertions.Expect(page.Locator("td.t-key").First).ToContainTextAsync("LIVE-2");
        await Assertions.Expect(show).ToHaveCountAsync(0);
        await site.Data.ScoreAsync("LIVE-1", "As a rider I want to hear when my bike is ready at the station");
        await show.ClickAsync();
        await Assertions.Expect(page.Locator("td.t-key", new() { HasText = "LIVE-1" })).ToHaveCountAsync(1);
        window.ShouldBeClean();
    }
}
