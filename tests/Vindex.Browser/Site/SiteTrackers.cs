using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.GitLab;
using Vindex.TrackerFakes.Hosting;
using Vindex.TrackerFakes.Jira;

namespace Vindex.Browser.Site;

/// <summary>The trackers that companies of the site are connected to.</summary>
internal sealed class SiteTrackers : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _fakes = [];

    /// <summary>The settings with which a server reaches them.</summary>
    public static IEnumerable<(string Name, string Value)> Settings => [("Trackers:AllowHttp", "true"), ("Trackers:AllowedNetworks", "127.0.0.0/8")];

    /// <summary>Connects a Jira whose project is followed, and a GitHub that reached a limit after the first page of a backlog.</summary>
    public async Task<PlannedData> ConnectAsync(CompanyFiller company)
    {
        var jira = Keep(await JiraFake.StartAsync());
        jira.Seed("SHOP", 12, Text);
        jira.AddProject("FLEET");
        var (tracker, project) = await company.TrackAsync(jira, "jiraforge", "SHOP", "Shop board");

        var gitHub = Keep(await GitHubFake.StartAsync());
        gitHub.Seed("kolibri/fleet", 12, Text);
        gitHub.LargestPage = 5;
        gitHub.LimitEnds = TimeProvider.System.GetUtcNow().AddDays(1);
        gitHub.BeforeRequest = request =>
        {
            if (request.Query.ContainsKey("after")) gitHub.Fail(FakeFault.Limited, request: "/issues");
            return Task.CompletedTask;
        };
        var (limited, _) = await company.TrackAsync(gitHub, "github", "kolibri/fleet", "Fleet issues");
        return new PlannedData(tracker, project, limited);
    }

    /// <summary>Connects a GitLab whose every text is hostile; the connection's page, and that of its project.</summary>
    public async Task<(string Tracker, string Project)> ConnectStrangeAsync(CompanyFiller company)
    {
        var gitLab = Keep(await GitLabFake.StartAsync());
        var name = "strange/" + Hostile.Word(120);
        gitLab.Seed(name, 2, number => ($"{number} {Hostile.Of(200)}", $"As a {Hostile.Text} I want {Hostile.Word(2_000)} to be easy"));
        gitLab.AddProject(Hostile.Text);
        return await company.TrackAsync(gitLab, "gitlab", name, Hostile.Of(200));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var fake in _fakes) await fake.DisposeAsync();
    }

    private T Keep<T>(T fake)
        where T : IAsyncDisposable
    {
        _fakes.Add(fake);
        return fake;
    }

    private static (string Title, string Description) Text(int number) => number % 3 == 0
        ? ($"Improve map {number}", "It should be fast and easy.")
        : ($"As a rider I want map {number} so that I find bikes", $"Given a map, when I open part {number}, then I see bikes within 2 seconds.");
}
