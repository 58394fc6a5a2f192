using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.AzureDevOps;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.GitLab;
using Vindex.TrackerFakes.Jira;
using Vindex.TrackerFakes.Linear;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>A backlog is read to its end and each of its tickets judged once, whenever the server dies.</summary>
public sealed class TrackerCrashTests(ITestOutputHelper output)
{
    private static readonly (string, string)[] s_settings = [("Vindex__Trackers__AllowHttp", "true"), ("Vindex__Trackers__AllowedNetworks", "127.0.0.0/8")];

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task No_ticket_is_judged_twice_whenever_the_server_is_killed()
    {
        var (kills, tickets) = Long ? (20, 10_000) : (3, 600);
        var random = new Random(20261122);
        using var folder = new TemporaryFolder();
        await using var fake = await FakeAsync("github");
        fake.Seed("acme/shop", tickets, Text);
        var server = await ServerProcess.StartAsync(folder.Path, s_settings);
        try
        {
            var (_, key) = await server.AddCompanyAsync("Crash", "scores:read", "installations:write");
            string path;
            using (var client = server.Client(key)) path = await ConnectAsync(client, fake, "github", "acme/shop", writeBack: "comment");
            for (var round = 0; round < kills; round++)
            {
                await Task.Delay(random.Next(20, 400), TestContext.Current.CancellationToken);
                server.Kill();
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(folder.Path, s_settings);
            }

            using var last = server.Client(key);
            await EndAsync(last, path);
            (await TotalAsync(last)).ShouldBe(tickets);
            var comments = Enumerable.Range(1, tickets).Select(number => fake.Comments("acme/shop", number).Count).ToList();
            comments.ShouldAllBe(count => count == 1);
            output.WriteLine($"{kills} kills, {tickets} tickets, {await TotalAsync(last)} scores, {comments.Sum()} comments");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("jiraforge")]
    [InlineData("github")]
    [InlineData("gitlab")]
    [InlineData("azuredevops")]
    [InlineData("linear")]
    public async Task A_large_backlog_is_read_to_its_end(string product)
    {
        Assert.SkipUnless(Long, "Takes minutes; ./test long runs it.");
        const int Tickets = 10_000;
        var project = product is "github" or "gitlab" ? "acme/shop" : "SHOP";
        using var folder = new TemporaryFolder();
        await using var fake = await FakeAsync(product);
        fake.Seed(project, Tickets, Text);
        await using var server = await ServerProcess.StartAsync(folder.Path, s_settings);
        var (_, key) = await server.AddCompanyAsync("Large", "scores:read", "installations:write");
        using var client = server.Client(key);
        var watch = Stopwatch.StartNew();
        var path = await ConnectAsync(client, fake, product, project, writeBack: null);
        var most = 0L;
        await EndAsync(client, path, () => most = Math.Max(most, server.ResidentBytes));
        (await TotalAsync(client)).ShouldBe(Tickets);
        output.WriteLine($"{product}: {Tickets} tickets in {watch.Elapsed.TotalSeconds:0.0} s, {most / 1_000_000} MB, {fake.Requests.Count} requests");
    }

    private static async Task<string> ConnectAsync(HttpClient client, TrackerFake fake, string product, string project, string? writeBack)
    {
        var connection = new { product, base_address = fake.Address, token = fake.Account.Token, user = product == "jiraforge" ? fake.Account.User : null };
        var made = await SendAsync(client, HttpMethod.Post, "/portal/trackers", connection);
        var path = $"/portal/trackers/{made.GetProperty("tracker_id").GetString()}";
        var tracked = await SendAsync(client, HttpMethod.Post, path + "/projects", new { project_id = fake.IdOf(project) });
        if (writeBack is not null) await SendAsync(client, HttpMethod.Patch, $"{path}/projects/{tracked.GetProperty("id").GetString()}", new { write_back = writeBack });
        return path;
    }

    private static async Task EndAsync(HttpClient client, string path, Action? look = null)
    {
        while (true)
        {
            look?.Invoke();
            var tracker = await SendAsync(client, HttpMethod.Get, path, null);
            var project = tracker.GetProperty("projects")[0];
            var isDone = project.GetProperty("status").GetString() == "following" && project.GetProperty("to_write").GetInt64() == 0;
            if (isDone) return;

            // A connection that a kill cut is tried again after some seconds.
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<long> TotalAsync(HttpClient client) =>
        (await SendAsync(client, HttpMethod.Get, "/portal/scores?limit=1", null)).GetProperty("total").GetInt64();

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text);
    }

    private static async Task<TrackerFake> FakeAsync(string product) => product switch
    {
        "jiraforge" => await JiraFake.StartAsync(),
        "github" => await GitHubFake.StartAsync(),
        "gitlab" => await GitLabFake.StartAsync(),
        "azuredevops" => await AzureDevOpsFake.StartAsync(),
        _ => await LinearFake.StartAsync(),
    };

    private static (string Title, string Description) Text(int number) =>
        ($"As a rider I want map {number} so that I find bikes", $"Given a map, when I open part {number}, then I see bikes within 2 seconds.");
}
