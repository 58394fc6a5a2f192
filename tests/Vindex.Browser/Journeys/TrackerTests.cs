using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vindex.Browser.Site;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.GitHub;

namespace Vindex.Browser.Journeys;

/// <summary>From connecting a tracker to the message of an alert about its tickets, on a server whose clock the test moves.</summary>
[Collection(TheSite.Name)]
public sealed partial class TrackerTests(DemoSite site)
{
    private const string Project = "kolibri/fleet";
    private static readonly string[] s_vague = ["Improve the map", "Make search fast"];

    [Fact]
    public async Task A_tracker_is_connected_scored_and_written_back_and_an_alert_leads_to_its_tickets()
    {
        Assert.SkipWhen(site.WhyNot is not null, site.WhyNot ?? "");
        await using var chat = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", "ok"));
        await using var fake = await GitHubFake.StartAsync();
        fake.LargestPage = 5;
        fake.Seed(Project, 10, number => ($"As a rider I want map {number} so that I find bikes", $"Given map {number}, when I open it, then I see all bikes within 2 seconds."));
        fake.Seed(Project, 2, number => (s_vague[number - 11], ""));
        await using var server = await ServerInProcess.StartAsync(
            [.. SiteTrackers.Settings, ("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8")]);
        await using var window = await site.OpenAsync(server.Url, ServerInProcess.OwnerEmail);

        await ConnectAsync(window, fake);
        await FollowAsync(window, fake);
        await WriteBackAsync(window, fake);
        await AddChannelAsync(window, $"http://127.0.0.1:{chat.Port}/services/T0/B0/secret");
        await AddAlertAsync(window);
        await server.AdvanceUntilAsync(() => chat.Requests.Count > 0);
        await OpenAsync(window, chat.Requests[0].Body);
        window.ShouldBeClean();
    }

    private static async Task ConnectAsync(Window window, GitHubFake fake)
    {
        var page = await window.GoAsync("/app/settings/trackers");
        await page.GetByLabel("Product").SelectOptionAsync("github");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(fake.Address.AbsoluteUri);
        await page.GetByLabel("Token", new() { Exact = true }).FillAsync(fake.Account.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText($"Connected as {fake.Account.Name}. Choose a project.")).ToBeVisibleAsync();
    }

    /// <summary>Progress is seen while the second page of the backlog is held back, and its end without a reload.</summary>
    private static async Task FollowAsync(Window window, GitHubFake fake)
    {
        var second = new TaskCompletionSource();
        fake.BeforeRequest = request => request.Query.ContainsKey("after") ? second.Task : Task.CompletedTask;
        var page = window.Page;
        await page.GetByLabel("Project", new() { Exact = true }).SelectOptionAsync(fake.IdOf(Project));
        await page.GetByRole(AriaRole.Button, new() { Name = "Score this project" }).ClickAsync();
        await Assertions.Expect(page.GetByText($"{Project} is being read.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(FiveRead())).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("progress")).ToBeVisibleAsync();
        second.SetResult();
        await Assertions.Expect(page.GetByText("Following changes")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByText("12 tickets scored")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("progress")).ToHaveCountAsync(0);
        fake.Comments(Project, 1).ShouldBeEmpty();
    }

    /// <summary>The dry run shows what is then written, and the comment leads to the ticket.</summary>
    private static async Task WriteBackAsync(Window window, TrackerFake fake)
    {
        var page = window.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = Project }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would be written" }).ClickAsync();
        await Assertions.Expect(page.GetByText("What would be written to 12 tickets")).ToBeVisibleAsync();
        var shown = (await page.Locator("pre").AllInnerTextsAsync()).Select(text => text.Trim()).ToList();
        shown.Count.ShouldBe(12);
        fake.Comments(Project, 1).ShouldBeEmpty();

        await page.GetByLabel("Write results back").SelectOptionAsync("comment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        while (Enumerable.Range(1, 12).Any(number => fake.Comments(Project, number).Count == 0)) await Task.Delay(10, TestContext.Current.CancellationToken);
        var written = Enumerable.Range(1, 12).Select(number => fake.Comments(Project, number).ShouldHaveSingleItem().Trim()).ToList();
        written.Order(StringComparer.Ordinal).ShouldBe(shown.Order(StringComparer.Ordinal));

        await window.GoAsync(new Uri(Details().Match(written[11]).Groups["link"].Value).AbsolutePath);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = s_vague[1] })).ToBeVisibleAsync();
    }

    private static async Task AddChannelAsync(Window window, string url)
    {
        var page = await window.GoAsync("/app/alerts/channels");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Team chat");
        await page.GetByLabel("URL or e-mail addresses").FillAsync(url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create channel" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The channel \"Team chat\" was created.")).ToBeVisibleAsync();
    }

    private static async Task AddAlertAsync(Window window)
    {
        var page = await window.GoAsync("/app/alerts/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Untestable tickets");
        await page.GetByLabel("Metric").SelectOptionAsync("fail_rate");
        await page.GetByLabel("Dimension").SelectOptionAsync("testable");
        await page.GetByLabel("Alert threshold").FillAsync("10");
        await page.GetByLabel("Team chat").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create alert" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The alert \"Untestable tickets\" was created.")).ToBeVisibleAsync();
    }

    /// <summary>The message's link opens exactly the tickets behind the alert.</summary>
    private static async Task OpenAsync(Window window, byte[] body)
    {
        var message = JsonElement.Parse(Encoding.UTF8.GetString(body));
        message.GetProperty("text").GetString().ShouldBe("Alert: Untestable tickets");
        var text = string.Join('\n', message.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("text").GetProperty("text").GetString()));
        foreach (var title in s_vague) text.ShouldContain(title);
        text.ShouldNotContain("As a rider");

        var page = await window.GoAsync(new Uri(Event().Match(text).Value).AbsolutePath);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Untestable tickets");
        (await page.Locator("tbody td bdi").AllInnerTextsAsync()).Order(StringComparer.Ordinal).ShouldBe(s_vague);
        await page.Locator("tbody th a").First.ClickAsync();
        await page.WaitForURLAsync("**/app/tickets/**");
    }

    [GeneratedRegex("^5 (?:of 12 )?issues read$", RegexOptions.None, 1000)]
    private static partial Regex FiveRead();

    [GeneratedRegex(@"\[Details in Vindex\]\((?<link>\S+)\)", RegexOptions.None, 1000)]
    private static partial Regex Details();

    [GeneratedRegex(@"http://[^|>\s]+/app/alerts/events/[^|>\s]+", RegexOptions.None, 1000)]
    private static partial Regex Event();
}
