using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class TicketTests(DemoSite site)
{
    [Fact]
    public async Task Words_and_their_cards_light_each_other_by_pointer_and_by_focus()
    {
        await using var window = await site.OpenAsync(Who.Viewer);
        var page = await window.GoAsync(site.Data.Demo.Ticket);
        var mark = page.Locator("[data-mark]").First;
        var number = (await mark.GetAttributeAsync("data-mark"))!.Split(' ')[0];
        var card = page.Locator($"[data-card='{number}']");
        mark = page.Locator($"[data-mark~='{number}']").First;
        await page.EvaluateAsync("() => document.querySelectorAll('details.merits').forEach((one) => { one.open = true; })");

        await mark.HoverAsync();
        await Assertions.Expect(card).ToContainClassAsync("lit");
        await page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(card).Not.ToContainClassAsync("lit");
        await mark.FocusAsync();
        await Assertions.Expect(card).ToContainClassAsync("lit");
        await mark.BlurAsync();

        await card.HoverAsync();
        await Assertions.Expect(mark).ToContainClassAsync("lit");
        await page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(mark).Not.ToContainClassAsync("lit");
        await card.FocusAsync();
        await Assertions.Expect(mark).ToContainClassAsync("lit");

        await mark.ClickAsync();
        await Assertions.Expect(card).ToBeFocusedAsync();
        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_word_that_does_not_reach_the_server_is_told_to_be_lost()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync(site.Data.Demo.Ticket);
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#small-agree").ClickAsync();
        await Assertions.Expect(page.Locator("#small [role=alert]")).ToHaveTextAsync("Nothing was changed. The server could not be reached.");
        await Assertions.Expect(page.Locator("#small-agree")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Agreeing_is_stored_counted_and_taken_back(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync(site.Data.Demo.Ticket);
        var agree = page.Locator("#valuable-agree");
        var disagree = page.Locator("#valuable-disagree");
        await agree.ClickAsync();
        await Assertions.Expect(agree).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(agree).ToHaveTextAsync("Agree 1");
        await disagree.ClickAsync();
        await Assertions.Expect(disagree).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(agree).ToHaveTextAsync("Agree 0");

        await using var viewer = await site.OpenAsync(Who.Viewer, script);
        await viewer.GoAsync(site.Data.Demo.Ticket);
        await Assertions.Expect(viewer.Page.Locator("#valuable .agreement")).ToHaveTextAsync("0 agree, 1 disagree");
        await Assertions.Expect(viewer.Page.Locator("#valuable button")).ToHaveCountAsync(0);

        await page.ReloadAsync();
        await disagree.ClickAsync();
        await Assertions.Expect(disagree).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(disagree).ToHaveTextAsync("Disagree 0");
        window.ShouldBeClean();
        viewer.ShouldBeClean();
    }

    [Fact]
    public async Task Without_script_a_mark_leads_to_its_card()
    {
        await using var window = await site.OpenAsync(Who.Viewer, script: false);
        var page = await window.GoAsync(site.Data.Demo.Ticket);
        await page.Locator("a.mark.fault").First.ClickAsync();
        page.Url.ShouldMatch("#f[0-9]+$");
        await Assertions.Expect(page.Locator("#f" + page.Url.Split("#f")[1])).ToBeInViewportAsync();
        window.ShouldBeClean();
    }
}
