using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class FeedbackTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_question_is_answered_by_a_chart_a_table_and_the_same_for_a_program(bool script)
    {
        await using var window = await site.OpenAsync(Who.Viewer, script);
        var page = await window.GoAsync("/app/feedback?project=ratings");
        await page.GetByLabel("Path in the payload").FillAsync("stars");
        await page.GetByText("Aggregations and percentiles").ClickAsync();
        await page.GetByLabel("average").CheckAsync();
        await page.GetByLabel("max", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Percentiles").FillAsync("50, 99.9");
        await page.GetByLabel("Group by").FillAsync("channel");
        await page.GetByLabel("Compare with the previous period").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show statistics" }).ClickAsync();
        await page.WaitForURLAsync("**group_by=channel**");
        await window.SettleAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "stars over time" })).ToBeVisibleAsync();
        (await page.GetByLabel("Percentiles").InputValueAsync()).ShouldBe("50, 99.9");
        var answer = page.GetByRole(AriaRole.Region, new() { Name = "Whole range" });
        (await answer.Locator("tbody th").AllInnerTextsAsync()).ShouldBe(["app", "desk", "mail"], ignoreOrder: true);
        var curl = await page.GetByLabel("The request as a curl command").InnerTextAsync();
        curl.ShouldContain("/feedback/stats");
        curl.ShouldContain("\"json_path\": \"stars\"");
        if (!script)
        {
            await page.GetByText("Show as table").ClickAsync();
            await Assertions.Expect(page.Locator("figure table")).ToBeVisibleAsync();
        }

        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Offered_paths_lead_to_labels_and_those_to_their_rows(bool script)
    {
        await using var window = await site.OpenAsync(Who.Viewer, script);
        var page = await window.GoAsync("/app/feedback?project=ratings&days=90");
        var offered = page.GetByRole(AriaRole.Region, new() { Name = "Paths in this project" }).Last;
        await Assertions.Expect(offered.GetByRole(AriaRole.Row, new() { Name = "helpful" })).ToContainTextAsync("boolean");
        await offered.GetByRole(AriaRole.Link, new() { Name = "channel" }).ClickAsync();
        await page.WaitForURLAsync("**path=channel**");
        await window.SettleAsync();

        var answer = page.GetByRole(AriaRole.Region, new() { Name = "Whole range" });
        var line = answer.GetByRole(AriaRole.Row, new() { Name = "mail" });
        var count = (await line.Locator("td.number").First.InnerTextAsync()).Trim();
        await line.GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync("**/app/feedback/rows**");
        await Assertions.Expect(page.Locator("[data-count]")).ToHaveTextAsync($"{count} rows");
        (await page.Locator(".payload").AllInnerTextsAsync()).ShouldAllBe(text => text.Contains("\"mail\"", StringComparison.Ordinal));
        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_question_that_cannot_be_answered_says_why_and_stays()
    {
        await using var window = await site.OpenAsync(Who.Viewer);
        var page = await window.GoAsync("/app/feedback?project=ratings&path=stars&percentiles=101", 422);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("101");
        (await page.GetByLabel("Path in the payload").InputValueAsync()).ShouldBe("stars");
        window.ShouldBeClean();
    }
}
