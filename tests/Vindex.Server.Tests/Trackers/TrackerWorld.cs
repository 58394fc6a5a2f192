using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.AzureDevOps;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.GitLab;
using Vindex.TrackerFakes.Jira;
using Vindex.TrackerFakes.Linear;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>A server, a company and a tracker that it can reach.</summary>
internal sealed class TrackerWorld : IAsyncDisposable
{
    private TrackerWorld(TestServer server, TestCompany company, HttpClient client, TrackerFake fake, string product) =>
        (Server, Company, Client, Fake, Product) = (server, company, client, fake, product);

    public static TheoryData<string> Products { get; } = ["jiraforge", "github", "gitlab", "azuredevops", "linear"];

    public TestServer Server { get; }

    public TestCompany Company { get; }

    /// <summary>A key that may manage trackers and read scores.</summary>
    public HttpClient Client { get; }

    public TrackerFake Fake { get; }

    public string Product { get; }

    /// <summary>What the fake calls its project.</summary>
    public string Project => ProjectOf(Product);

    /// <summary>The connection, once there is one.</summary>
    public string Path { get; private set; } = "";

    public static async Task<TrackerWorld> StartAsync(string product, params (string Key, string Value)[] settings)
    {
        var fake = await FakeAsync(product);
        var server = await TestServer.StartAsync(
            settings: [("Trackers:AllowedNetworks", "127.0.0.0/8"), ("Trackers:AllowHttp", "true"), .. settings]);
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync("installations:write", "scores:read", "scores:write");
        return new TrackerWorld(server, company, client, fake, product);
    }

    public static async Task<TrackerFake> FakeAsync(string product) => product switch
    {
        "jiraforge" => await JiraFake.StartAsync(),
        "github" => await GitHubFake.StartAsync(),
        "gitlab" => await GitLabFake.StartAsync(),
        "azuredevops" => await AzureDevOpsFake.StartAsync(),
        _ => await LinearFake.StartAsync(),
    };

    public static string ProjectOf(string product) => product is "github" or "gitlab" ? "acme/shop" : "SHOP";

    /// <summary>The text of an issue.</summary>
    public static (string Title, string Description) Text(int number) =>
        ($"As a rider I want map {number} so that I find bikes", $"Given a map, when I open part {number}, then I see bikes within 2 seconds.");

    /// <summary>The body that connects the fake.</summary>
    public object Connection(string? token = null) => new
    {
        product = Product,
        base_address = Fake.Address.AbsoluteUri,
        token = token ?? Fake.Account.Token,
        user = Product == "jiraforge" ? Fake.Account.User : null,
    };

    /// <summary>Connects the fake.</summary>
    public async Task<JsonElement> ConnectAsync()
    {
        var made = await (await Client.PostAsync("/portal/trackers", Json.Content(Connection()))).JsonAsync(201);
        Path = $"/portal/trackers/{made.Text("tracker_id")}";
        return made;
    }

    /// <summary>Connects the fake, chooses its project and waits until the backlog is scored. Returns the project.</summary>
    public async Task<JsonElement> FollowAsync(int issues, object? selection = null)
    {
        Fake.Seed(Project, issues, Text);
        await ConnectAsync();
        await AddAsync(selection);
        return await SettledAsync(project => project.Text("status") == "following");
    }

    /// <summary>Chooses the project.</summary>
    public async Task<JsonElement> AddAsync(object? selection = null)
    {
        var body = JsonSerializer.SerializeToNode(selection ?? new { })!.AsObject();
        body["project_id"] = Fake.IdOf(Project);
        return await (await Client.PostAsync(Path + "/projects", Json.Text(body.ToJsonString()))).JsonAsync(201);
    }

    /// <summary>The only project, once it is as expected.</summary>
    public async Task<JsonElement> SettledAsync(Func<JsonElement, bool> isReached)
    {
        while (true)
        {
            var tracker = await TrackerAsync();
            var project = tracker.GetProperty("projects")[0];
            if (isReached(project)) return project;
            tracker.GetProperty("failure").ValueKind.ShouldBe(JsonValueKind.Null, tracker.GetRawText());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The only project.</summary>
    public async Task<JsonElement> ProjectAsync() => (await TrackerAsync()).GetProperty("projects")[0];

    public async Task<JsonElement> TrackerAsync() => await (await Client.GetAsync(Path)).JsonAsync(200);

    /// <summary>Sends a change of the connection or its project.</summary>
    public async Task<JsonElement> ChangeAsync(string path, object change, int status = 200) =>
        await (await Client.PatchAsync(path, Json.Content(change))).JsonAsync(status);

    /// <summary>How many scores there are.</summary>
    public async Task<int> ScoresAsync() => (await (await Client.GetAsync("/portal/scores?limit=1")).JsonAsync(200)).GetProperty("total").GetInt32();

    /// <summary>Waits until there are so many scores.</summary>
    public async Task ScoredAsync(int count)
    {
        while (!await HasScoredAsync(count)) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Moves the clock, and then lets it go on until it is as expected: the server may have looked for what is due just before, and looks again at intervals,
    /// and a request that was under way when the clock was moved may have timed out, and is sent again.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by, Func<Task<bool>> isReached)
    {
        Server.Time.Advance(by);
        while (!await isReached())
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            Server.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Whether there are so many scores; more is a failure.</summary>
    public async Task<bool> HasScoredAsync(int count)
    {
        var scores = await ScoresAsync();
        scores.ShouldBeLessThanOrEqualTo(count);
        return scores == count;
    }

    /// <summary>Delivers what happened since by webhook.</summary>
    public async Task<IReadOnlyList<int>> DeliverAsync() => await Fake.SendEventsAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await Fake.DisposeAsync();
    }
}

/// <summary>Numbers of a project.</summary>
internal static class ProjectNumbers
{
    public static int Count(this JsonElement project, string name) => project.GetProperty(name).GetInt32();
}
