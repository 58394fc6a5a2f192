using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class DeliveryTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task One_callback_and_many_are_sent_again(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app/deliveries?status=failed");
        var rows = page.Locator("table.deliveries tr.selectable");
        var failed = await rows.CountAsync();
        failed.ShouldBeGreaterThanOrEqualTo(3);
        await rows.First.GetByRole(AriaRole.Button, new() { Name = "Retry now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("One callback will be sent again.");
        await FailedAgainAsync(failed);

        await rows.Nth(0).GetByRole(AriaRole.Checkbox).CheckAsync();
        await rows.Nth(1).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay selected" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync("This will send 2 callbacks again");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay 2 callbacks" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("callbacks will be sent again");
        await FailedAgainAsync(failed);
        window.ShouldBeClean();

        // They fail again as long as the receiver does.
        async Task FailedAgainAsync(int count)
        {
            for (var i = 0; i < 100 && await rows.CountAsync() < count; i++)
            {
                await page.WaitForTimeoutAsync(100);
                await window.GoAsync("/app/deliveries?status=failed");
            }

            (await rows.CountAsync()).ShouldBe(count);
        }
    }

    [Fact]
    public async Task A_failing_delivery_is_retried_and_its_page_shows_the_success_without_a_reload()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync(site.Data.Demo.Delivery);
        await Assertions.Expect(page.Locator(".timeline li.bad").First).ToContainTextAsync("Response 500");
        await Assertions.Expect(page.Locator(".timeline .excerpt").First).ToContainTextAsync("The tracker is being upgraded.");
        site.Receiver.IsMended = true;
        try
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Retry now" }).ClickAsync();
            await Assertions.Expect(page.Locator(".timeline li.good")).ToContainTextAsync("Response 200", new() { Timeout = 30_000 });
            await page.Locator(".timeline li.good summary", new() { HasText = "Request headers and signature" }).ClickAsync();
            await Assertions.Expect(page.Locator(".timeline li.good .headers").Last).ToContainTextAsync("X-Vindex-Signature");
        }
        finally
        {
            site.Receiver.IsMended = false;
        }

        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_viewer_sees_deliveries_and_cannot_send_them()
    {
        await using var window = await site.OpenAsync(Who.Viewer);
        var page = await window.GoAsync("/app/deliveries");
        (await page.Locator("table.deliveries tr.selectable").CountAsync()).ShouldBeGreaterThan(0);
        foreach (var name in new[] { "Retry now", "Replay selected", "Send a test" })
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = name })).ToHaveCountAsync(0);
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_test_is_sent_to_an_endpoint_and_kept_in_the_list(bool script)
    {
        await using var window = await site.OpenAsync(Who.Owner, script);
        var page = await window.GoAsync("/app/deliveries");
        await page.GetByLabel("Test endpoint").SelectOptionAsync("Shop board");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("A test callback is being sent.");
        for (var i = 0; !script && i < 100 && await page.Locator(".timeline li.good").CountAsync() == 0; i++) await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".timeline li.good")).ToContainTextAsync("Response 200", new() { Timeout = 30_000 });
        await window.GoAsync("/app/deliveries?status=delivered");
        await Assertions.Expect(page.Locator("table.deliveries tr.selectable").First).ToContainTextAsync("Test callback");
        window.ShouldBeClean();
    }
}
