using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class FirstStepsTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_new_company_s_list_is_ticked_as_one_does_the_steps_and_can_be_hidden(bool script)
    {
        var company = await NewCompanyAsync($"first-steps-{(script ? "script" : "plain")}");
        await using var window = await site.OpenAsync(company.Email, script);
        var page = await window.GoAsync("/app");
        var list = page.Locator(".checklist");
        await Assertions.Expect(list).ToContainTextAsync("0 of 5 done");

        await list.GetByRole(AriaRole.Link, new() { Name = "Set the gate" }).ClickAsync();
        await page.GetByLabel("Quality gate").FillAsync("6.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await window.GoAsync("/app");
        await Assertions.Expect(list).ToContainTextAsync("1 of 5 done");
        await Assertions.Expect(list.Locator("li.done h3")).ToContainTextAsync("Set the quality gate");

        await list.GetByRole(AriaRole.Link, new() { Name = "Invite a person" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync("colleague@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        await window.GoAsync("/app");
        await Assertions.Expect(list).ToContainTextAsync("2 of 5 done");

        if (script) await Assertions.Expect(page.Locator("[data-listening=true]")).ToHaveCountAsync(1);
        await company.Filler.ScoreAsync(new { key = "N-1", summary = "Show the total of an invoice" });
        if (!script) await page.ReloadAsync();
        await Assertions.Expect(list).ToContainTextAsync("3 of 5 done");

        await list.GetByRole(AriaRole.Button, new() { Name = "Hide this list" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Checklist hidden.")).ToBeVisibleAsync();
        await Assertions.Expect(list).ToHaveCountAsync(0);
        await window.GoAsync("/app/settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show it on the overview" }).ClickAsync();
        await Assertions.Expect(list).ToContainTextAsync("3 of 5 done");
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_profile_is_edited_in_the_table_previewed_saved_and_changes_a_score(bool script)
    {
        var company = await NewCompanyAsync($"profiles-{(script ? "script" : "plain")}");
        var ticket = new
        {
            key = "P-1",
            summary = "Export the customer list",
            description = "Sales managers copy rows by hand, which takes hours every week.",
            acceptance_criteria = "- The file has one row for each customer\n- An empty list gives only the header",
        };
        var before = await company.Filler.ScoreAsync(ticket);
        await using var window = await site.OpenAsync(company.Email, script);
        var page = await window.GoAsync("/app/settings/profiles");
        await page.GetByRole(AriaRole.Link, new() { Name = "New profile" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).First.FillAsync("ours");
        await page.Locator(".rule-group > summary").Filter(new() { HasText = "Testable" }).ClickAsync();
        await page.GetByLabel("Use testable.criteria").UncheckAsync();
        await page.GetByLabel("Weight of testable.detail").FillAsync("0.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview effect" }).ClickAsync();
        await Assertions.Expect(page.Locator("#effect + p")).ToContainTextAsync("1 ticket of 1 would be scored differently.");
        await Assertions.Expect(page.Locator(".effects")).ToContainTextAsync("Testable −");
        (await page.GetByLabel("Weight of testable.detail").InputValueAsync()).ShouldBe("0.5");
        (await page.GetByLabel("Use testable.criteria").IsCheckedAsync()).ShouldBeFalse();
        // Measured by script of the page, which a window without script never runs.
        if (script) (await window.OverflowsAsync(390)).ShouldBeFalse();

        await page.GetByRole(AriaRole.Button, new() { Name = "Create profile" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Profile ours saved");
        var after = await company.Filler.ScoreAsync(ticket, "ours");
        (await company.Filler.TestableAsync(after)).ShouldBeLessThan(await company.Filler.TestableAsync(before));
        window.ShouldBeClean();
    }

    private async Task<(CompanyFiller Filler, string Email)> NewCompanyAsync(string slug)
    {
        Assert.SkipWhen(site.WhyNot is not null, site.WhyNot ?? "");
        return await site.Data.NewCompanyAsync(slug);
    }
}
