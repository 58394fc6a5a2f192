using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class ReviewTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Somebody_is_invited_accepts_and_rates_in_the_queue(bool script)
    {
        await using var owner = await site.OpenAsync(Who.Owner, script);
        var page = await owner.GoAsync("/app/reviews");
        var name = $"Sprint review, script {script}";
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Tickets", new() { Exact = true }).FillAsync("2");
        await page.GetByLabel("People per ticket").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start review" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 tickets drawn.");
        await owner.GoAsync("/app/settings/members");
        var invite = page.GetByRole(AriaRole.Region, new() { Name = "Invite a member" });
        await invite.GetByLabel("E-mail").FillAsync($"rater-{script}@example.com".ToLowerInvariant());
        await invite.GetByLabel("member").CheckAsync();
        await invite.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        var link = await page.Locator(".secret code").InnerTextAsync();

        await using var rater = await site.OpenAsync(Who.NoOne, script);
        var queue = await rater.GoAsync(new Uri(link).AbsolutePath);
        await queue.GetByLabel("Your name").FillAsync($"Rater {script}");
        await queue.GetByLabel("Password", new() { Exact = true }).FillAsync(CompanyFiller.Password);
        await queue.GetByRole(AriaRole.Button, new() { Name = "Accept and sign in" }).ClickAsync();
        await queue.GetByRole(AriaRole.Link, new() { Name = "Tickets", Exact = true }).ClickAsync();
        await queue.GetByRole(AriaRole.Link, new() { Name = "Reviews", Exact = true }).ClickAsync();
        await queue.GetByRole(AriaRole.Button, new() { Name = $"Rate tickets of {name}" }).ClickAsync();

        // By keyboard alone: a number for each field, and Enter saves and goes on.
        await Assertions.Expect(queue.GetByText("2 waiting for you")).ToBeVisibleAsync();
        await Assertions.Expect(queue.GetByText("rubric-")).ToHaveCountAsync(0);
        var first = queue.Url;
        await queue.GetByLabel("Overall", new() { Exact = true }).FocusAsync();
        foreach (var digit in "6784567")
        {
            await queue.Keyboard.PressAsync(digit.ToString());
            await queue.Keyboard.PressAsync("Tab");
        }

        await queue.GetByLabel("Testable", new() { Exact = true }).PressAsync("Enter");
        await Assertions.Expect(queue.GetByRole(AriaRole.Status)).ToContainTextAsync("you 6, the judge");
        queue.Url.ShouldNotBe(first);
        await queue.GetByLabel("Overall", new() { Exact = true }).FillAsync("11");
        await queue.GetByRole(AriaRole.Button, new() { Name = "Save and compare" }).ClickAsync();
        await Assertions.Expect(queue.Locator("#overall-error")).ToBeVisibleAsync();
        await queue.GetByLabel("Overall", new() { Exact = true }).FillAsync("4");
        await queue.GetByLabel("Note (optional)").FillAsync("Who is it for?");
        await queue.GetByRole(AriaRole.Button, new() { Name = "Save and compare" }).ClickAsync();
        await Assertions.Expect(queue.GetByRole(AriaRole.Heading, new() { Name = "You, the judge, and others" })).ToBeVisibleAsync();
        await Assertions.Expect(queue.GetByRole(AriaRole.Columnheader, new() { Name = "rubric-" })).ToBeVisibleAsync();
        await queue.GetByRole(AriaRole.Link, new() { Name = "Back to the review" }).ClickAsync();
        await Assertions.Expect(queue.GetByText("2 of 2 ratings, 2 by you")).ToBeVisibleAsync();

        await owner.GoAsync("/app/reviews");
        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = $"Rater {script}" })).ToBeVisibleAsync();
        await page.Locator("summary").Filter(new() { HasText = "Close" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close review" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rated tickets" })).ToBeVisibleAsync();
        await page.Locator("summary").Filter(new() { HasText = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete review" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Review deleted.");
        owner.ShouldBeClean();
        rater.Wrongs.Where(wrong => !wrong.Contains("Failed to load resource", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Weights_are_proposed_from_a_file(bool script)
    {
        await using var owner = await site.OpenAsync(Who.Owner, script);
        var page = await owner.GoAsync("/app/settings/profiles/bugs/proposal");
        await page.GetByText("Or from a file of rated tickets").ClickAsync();
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload
        {
            Name = "rated.csv",
            MimeType = "text/csv",
            Buffer = "Key,Summary,small\nA-1,Show the fare,7\nA-2,Show the map,5\n"u8.ToArray(),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Propose weights" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2 rated tickets of rated.csv")).ToBeVisibleAsync();
        owner.ShouldBeClean();
    }
}
