using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.Hosting;
using Xunit;

namespace Vindex.EndToEnd.Nodes;

/// <summary>A connection to a tracker with two nodes over one database, each of which is killed while it works on it.</summary>
public sealed class SharedTrackerTests(ITestOutputHelper output)
{
    private const string Project = "acme/shop";
    private const int Issues = 120;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_node_at_a_time_works_on_a_connection_and_another_goes_on_when_it_is_killed()
    {
        await using var fake = await GitHubFake.StartAsync();
        fake.LargestPage = 20;
        fake.Seed(Project, Issues, number => ($"As a rider I want map {number}", $"Given a map, when I open part {number}, then I see bikes within 2 seconds."));
        await using var cluster = await NodeCluster.StartAsync(
            2, ("Vindex__Trackers__AllowHttp", "true"), ("Vindex__Trackers__AllowedNetworks", "127.0.0.0/8"));
        var (_, key) = await cluster.Nodes[0].AddCompanyAsync("Acme", "scores:read", "installations:write");
        var path = await ConnectAsync(cluster.Nodes[0], key, fake);
        fake.ClearRequests();

        // In the middle of the backlog: three pages are stored, the fourth is asked for.
        var pages = 1;
        var reading = Hold(fake, request => request.Query.ContainsKey("after") && Interlocked.Increment(ref pages) == 4);
        await SendAsync(cluster.Nodes[1], key, HttpMethod.Patch, path, new { paused = false });
        var killed = await KillHolderAsync(cluster, reading);
        var other = cluster.Nodes[1 - killed];
        await SettleAsync(other, key, path);
        (await TotalAsync(other, key)).ShouldBe(Issues);
        await cluster.RestartAsync(killed);

        // While a comment is added: the tracker has it, and the node that sent it does not know.
        var sent = 0;
        var writing = Hold(fake, request => request.Method == "POST" && request.Path.EndsWith("/comments", StringComparison.Ordinal) && Interlocked.Increment(ref sent) == 30);
        await SendAsync(other, key, HttpMethod.Patch, await ProjectAsync(other, key, path), new { write_back = "comment" });
        await cluster.RestartAsync(await KillHolderAsync(cluster, writing));
        await SettleAsync(cluster.Nodes[0], key, path);

        Enumerable.Range(1, Issues).Select(number => fake.Comments(Project, number).Count).ShouldAllBe(count => count == 1);
        (await TotalAsync(cluster.Nodes[1], key)).ShouldBe(Issues);
        fake.MostAtOnce.ShouldBe(1);
        output.WriteLine($"{fake.Requests.Count} requests, {fake.Writes.Count} of them to write");
    }

    /// <summary>Adds a connection that is paused, with one project; its path.</summary>
    private static async Task<string> ConnectAsync(ServerProcess node, string key, TrackerFake fake)
    {
        var made = await SendAsync(
            node, key, HttpMethod.Post, "/portal/trackers", new { product = "github", base_address = fake.Address, token = fake.Account.Token });
        var path = $"/portal/trackers/{made.GetProperty("tracker_id").GetString()}";
        await SendAsync(node, key, HttpMethod.Patch, path, new { paused = true });
        await SendAsync(node, key, HttpMethod.Post, path + "/projects", new { project_id = fake.IdOf(Project) });
        return path;
    }

    /// <summary>Holds back the first request that is chosen.</summary>
    private static HeldRequest Hold(TrackerFake fake, Func<FakeRequest, bool> isChosen)
    {
        var held = new HeldRequest();
        fake.BeforeRequest = async request =>
        {
            if (!isChosen(request)) return;
            held.Arrived.TrySetResult();
            await held.Released.Task;
        };
        return held;
    }

    /// <summary>Kills the node whose request is held back, and lets the tracker answer; its index.</summary>
    private static async Task<int> KillHolderAsync(NodeCluster cluster, HeldRequest held)
    {
        await held.Arrived.Task.WaitAsync(Stop);
        List<int> holders = [];
        for (var i = 0; i < cluster.Nodes.Count; i++)
        {
            var self = (await NodeCluster.ListAsync(cluster.Nodes[i])).Single(node => node.GetProperty("is_responding").GetBoolean());
            if (self.GetProperty("leases").GetProperty("others").GetInt64() > 0) holders.Add(i);
        }

        var holder = holders.ShouldHaveSingleItem();
        cluster.Nodes[holder].Kill();
        held.Released.SetResult();
        return holder;
    }

    private static async Task SettleAsync(ServerProcess node, string key, string path)
    {
        while (true)
        {
            var project = (await SendAsync(node, key, HttpMethod.Get, path)).GetProperty("projects")[0];
            if (project.GetProperty("status").GetString() == "following" && project.GetProperty("to_write").GetInt64() == 0) return;
            await Task.Delay(100, Stop);
        }
    }

    private static async Task<string> ProjectAsync(ServerProcess node, string key, string path) =>
        $"{path}/projects/{(await SendAsync(node, key, HttpMethod.Get, path)).GetProperty("projects")[0].GetProperty("id").GetString()}";

    private static async Task<long> TotalAsync(ServerProcess node, string key) =>
        (await SendAsync(node, key, HttpMethod.Get, "/portal/scores?limit=1")).GetProperty("total").GetInt64();

    private static async Task<JsonElement> SendAsync(ServerProcess node, string key, HttpMethod method, string path, object? body = null)
    {
        using var client = node.Client(key);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text);
    }

    private sealed class HeldRequest
    {
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
