using System.Text;
using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class EvaluatorTests(DemoSite site)
{
    private static string Backlog => Path.Combine(DemoSite.Root, "samples", "backlog.csv");

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_pasted_ticket_is_scored_with_its_words_marked(bool script)
    {
        await using var window = await site.OpenAsync(Who.NoOne, script);
        var page = await window.GoAsync("/");
        await page.Locator("#ticket").FillAsync("Make the search faster\n\nIt should be user-friendly and use Redis.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Score ticket" }).ClickAsync();
        var result = page.GetByRole(AriaRole.Region, new() { Name = "Your ticket" });
        await Assertions.Expect(result).ToBeInViewportAsync();
        (await result.Locator(".score-large").InnerTextAsync()).ShouldMatch(@"^\d+\.\d");
        var details = page.GetByRole(AriaRole.Region, new() { Name = "Where the score comes from" });
        (await details.Locator(".mark").AllInnerTextsAsync()).ShouldContain(text => text.Contains("Redis", StringComparison.Ordinal));
        (await details.Locator(".finding").CountAsync()).ShouldBeGreaterThan(1);
        (await page.Locator("#ticket").InputValueAsync()).ShouldStartWith("Make the search faster");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_ticket_that_is_pasted_over_the_example_is_scored_while_it_is_improved()
    {
        await using var window = await site.OpenAsync(Who.NoOne);
        var page = await window.GoAsync("/");
        var score = page.Locator("#result .score-large");
        await Assertions.Expect(score).ToContainTextAsync("of 10");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What it becomes" })).ToBeVisibleAsync();

        await page.Locator("#ticket").FocusAsync();
        await page.Keyboard.InsertTextAsync("Printing\n\nPrinting should be better.");
        (await page.Locator("#ticket").InputValueAsync()).ShouldBe("Printing\n\nPrinting should be better.");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your ticket" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What it becomes" })).ToHaveCountAsync(0);
        var before = await ScoreAsync(score);

        await page.Locator("#ticket").FillAsync(
            "As a clerk I want to print a receipt so that readers have proof of what they returned\n\n- The receipt lists each title and the date\n- A second copy says Copy");
        await Assertions.Expect(page.Locator("#result[data-announce*='Healthy']")).ToBeVisibleAsync();
        (await ScoreAsync(score)).ShouldBeGreaterThan(before + 2);
        await Assertions.Expect(page.Locator("[data-typing-status]")).ToContainTextAsync("Healthy");
        await Assertions.Expect(page.Locator("#ticket")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Propose a better text" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Score this text" })).ToBeVisibleAsync();
        window.ShouldBeClean();
    }

    [Fact]
    public async Task What_is_pasted_is_still_there_in_the_other_language_and_an_example_is_not_kept()
    {
        await using var window = await site.OpenAsync(Who.NoOne);
        var page = await window.GoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).ClickAsync();
        await Assertions.Expect(page.Locator("html[lang=de]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#ticket[data-example]")).ToHaveCountAsync(1);

        const string Text = "Drucken\n\nDas Drucken soll besser werden.";
        await page.Locator("#ticket").FillAsync(Text);
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.Locator("html[lang=en]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#ticket")).ToHaveValueAsync(Text);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your ticket" })).ToBeVisibleAsync();

        // Also from the page with the result, which has another address.
        await page.GetByRole(AriaRole.Button, new() { Name = "Score ticket" }).ClickAsync();
        await page.WaitForURLAsync("**/evaluation/ticket*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).ClickAsync();
        await Assertions.Expect(page.Locator("html[lang=de]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#ticket")).ToHaveValueAsync(Text);
        (await page.EvaluateAsync<string?>("sessionStorage.getItem('vindex-typed')")).ShouldBeNull();
        window.ShouldBeClean();
    }

    private static async Task<decimal> ScoreAsync(ILocator score) => decimal.Parse((await score.InnerTextAsync()).Split(" of")[0]);

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_file_is_mapped_scored_sorted_and_downloaded(bool script)
    {
        await using var window = await site.OpenAsync(Who.NoOne, script);
        var page = await window.GoAsync("/");
        await page.Locator("#file").SetInputFilesAsync(Backlog);
        if (!script) await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await page.WaitForURLAsync("**/evaluation/*");
        (await page.GetByLabel("Summary").InputValueAsync()).ShouldBe("Summary");
        await page.GetByLabel("Acceptance criteria").SelectOptionAsync("Acceptance Criteria");
        await page.GetByRole(AriaRole.Button, new() { Name = " tickets" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("progress")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await page.Locator("th a").Filter(new() { HasText = "Score" }).ClickAsync();
        await page.WaitForURLAsync("**sort=overall**");
        var scores = (await page.Locator("td .score-band .overall").AllInnerTextsAsync()).Select(double.Parse).ToList();
        scores.Count.ShouldBeGreaterThan(10);
        (scores.SequenceEqual(scores.Order()) || scores.SequenceEqual(scores.OrderDescending())).ShouldBeTrue();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldContain("KOL-1");
        await page.Locator("td.title a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".score-large")).ToBeVisibleAsync();
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_German_export_is_recognized_scored_and_scored_again_with_another_column(bool script)
    {
        const string csv =
            "Vorgangsschlüssel;Vorgangstyp;Zusammenfassung;Beschreibung;Notizen\n"
            + "RAD-1;Story;Als Fahrerin möchte ich mein Rad bewerten, damit defekte Räder auffallen;Sterne von 1 bis 5;Bewertung\n"
            + "RAD-2;Bug;Die Karte bleibt leer;Beim ersten Start fehlen die Stationen;Karte\n";
        await using var window = await site.OpenAsync(Who.NoOne, script);
        var page = await window.GoAsync("/");
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "export.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        if (!script) await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await page.WaitForURLAsync("**/evaluation/*");
        foreach (var (label, column) in new[] { ("Summary", "Zusammenfassung"), ("Key", "Vorgangsschlüssel"), ("Type", "Vorgangstyp"), ("Description", "Beschreibung") })
            (await page.GetByLabel(label).InputValueAsync()).ShouldBe(column);
        await page.GetByLabel("Summary").SelectOptionAsync("Notizen");
        await page.GetByRole(AriaRole.Button, new() { Name = " tickets" }).ClickAsync();
        await Assertions.Expect(page.Locator("td.title").Filter(new() { HasText = "Bewertung" })).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("progress")).ToHaveCountAsync(0, new() { Timeout = 20_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "Change columns" }).ClickAsync();
        (await page.GetByLabel("Summary").InputValueAsync()).ShouldBe("Notizen");
        await page.GetByLabel("Summary").SelectOptionAsync("Zusammenfassung");
        await page.GetByRole(AriaRole.Button, new() { Name = "Score again" }).ClickAsync();
        await Assertions.Expect(page.Locator("td.title").Filter(new() { HasText = "Als Fahrerin" })).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        window.ShouldBeClean();
    }

    [Fact]
    public async Task While_a_file_is_being_scored_the_page_tells_how_far_it_is()
    {
        await using var window = await site.OpenAsync(Who.NoOne);
        var page = await window.GoAsync("/");
        await page.Locator("#file")
            .SetInputFilesAsync(new FilePayload { Name = "thousand.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Thousand.Csv()) });
        await page.WaitForURLAsync("**/evaluation/*");
        await page.GetByRole(AriaRole.Button, new() { Name = " tickets" }).ClickAsync();
        await Assertions.Expect(page.Locator("#session")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("progress")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1,000 tickets" })).ToBeVisibleAsync();
        (await page.Locator("meta[http-equiv]").CountAsync()).ShouldBe(0, "what htmx inserts must not reload the page");
        window.ShouldBeClean();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_file_that_is_none_is_refused_beside_the_field(bool script)
    {
        await using var window = await site.OpenAsync(Who.NoOne, script);
        var page = await window.GoAsync("/");
        await page.Locator("#file")
            .SetInputFilesAsync(new FilePayload { Name = "../../etc/passwd.csv", MimeType = "text/csv", Buffer = [0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 0] });
        if (!script) await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Assertions.Expect(page.Locator("#file-problem")).ToContainTextAsync("The file was not stored");
        window.Wrongs.Where(wrong => !wrong.Contains("Failed to load resource", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
