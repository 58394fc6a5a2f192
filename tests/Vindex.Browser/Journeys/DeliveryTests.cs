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
        var rows = page.Locator("table.deliveries tbody tr");
        var failed = await rows.CountAsync();
        failed.ShouldBeGreaterThanOrEqualTo(3);
        await rows.First.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("One callback will be sent again.");
        await FailedAgainAsync(failed);

        await rows.Nth(0).GetByRole(AriaRole.Checkbox).CheckAsync();
        await rows.Nth(1).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay selected" }).ClickAsync();
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
    public async Task A_delivery_is_a_timeline_and_arrives_once_the_receiver_is_mended()
    {
        await using var window = await site.OpenAsync(Who.Owner);
        var page = await window.GoAsync(site.Data.Demo.Delivery);
        await Assertions.Expect(page.Locator(".timeline li.bad").First).ToContainTextAsync("Response 500");
        await Assertions.Expect(page.Locator(".timeline .excerpt").First).ToContainTextAsync("The tracker is being upgraded.");
        site.Receiver.IsMended = true;
        try
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
            for (var i = 0; i < 100 && await page.Locator(".timeline li.good").CountAsync() == 0; i++)
            {
                await page.WaitForTimeoutAsync(100);
                await window.GoAsync(site.Data.Demo.Delivery);
            }

            await Assertions.Expect(page.Locator(".timeline li.good")).ToContainTextAsync("Response 200");
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
        (await page.Locator("table.deliveries tbody tr").CountAsync()).ShouldBeGreaterThan(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Replay" })).ToHaveCountAsync(0);
        window.ShouldBeClean();
    }
}
