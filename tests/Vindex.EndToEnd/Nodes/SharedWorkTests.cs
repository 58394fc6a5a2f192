using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Nodes;

/// <summary>The queue and the outbox, worked on by three nodes of which some are killed, stopped and started again.</summary>
public sealed class SharedWorkTests(ITestOutputHelper output)
{
    private const int Tickets = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_happens_to_nodes_every_accepted_event_is_judged_once_and_each_tickets_callbacks_keep_their_order()
    {
        await using var receiver = new RoughReceiver(seed: 20261122, roughPercent: 10);
        await using var cluster = await NodeCluster.StartAsync(
            3,
            ("Vindex__Callbacks__Schedule", string.Join(' ', Enumerable.Repeat("40ms", 20))),
            ("Vindex__Callbacks__Timeout", "400ms"));
        var (_, key) = await cluster.Nodes[0].AddCompanyAsync("Acme", "scores:read", "scores:write", "installations:write");
        var secret = await RegisterAsync(cluster.Nodes[0], key, receiver.Url);
        var accepted = new ConcurrentDictionary<string, ConcurrentQueue<string>>();

        await SendAsync(cluster.Nodes, secret, rounds: 5, accepted);
        var sending = SendAsync([cluster.Nodes[1], cluster.Nodes[2]], secret, rounds: 5, accepted);
        cluster.Nodes[0].Kill();
        await sending;
        await cluster.RestartAsync(0);
        sending = SendAsync([cluster.Nodes[0], cluster.Nodes[2]], secret, rounds: 5, accepted);
        await cluster.Nodes[1].TerminateAsync();
        await sending;
        (await NodeCluster.ListAsync(cluster.Nodes[0])).Count.ShouldBe(2, "the one that was stopped has left");

        // Killed for good: the two that are left notice, and take its work over.
        await cluster.RestartAsync(1);
        sending = SendAsync([cluster.Nodes[0], cluster.Nodes[1]], secret, rounds: 5, accepted);
        cluster.Nodes[2].Kill();
        await sending;
        await SettleAsync(cluster.Nodes[0], key, accepted);
        while ((await NodeCluster.ListAsync(cluster.Nodes[1])).Count > 2) await Task.Delay(100, Stop);

        await CheckAsync(cluster.Nodes[1], key, accepted, receiver);
    }

    private static async Task<string> RegisterAsync(ServerProcess server, string key, string url)
    {
        using var client = server.Client(key);
        using var response = await client.PostAsJsonAsync("/api/v1/register/generic", new { external_id = "nodes", callback_url = url }, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("shared_secret").GetString()!;
    }

    /// <summary>Sends so many events of each ticket, one after the other, each to the next node.</summary>
    private static Task SendAsync(
        IReadOnlyList<ServerProcess> nodes, string secret, int rounds, ConcurrentDictionary<string, ConcurrentQueue<string>> accepted) =>
        Task.WhenAll(Enumerable.Range(0, Tickets).Select(async ticket =>
        {
            var clients = nodes.Select(node => node.Client(null)).ToList();
            var own = accepted.GetOrAdd($"T-{ticket}", _ => new ConcurrentQueue<string>());
            for (var round = 0; round < rounds; round++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evaluate/generic");
                request.Headers.Add("X-Vindex-Secret", secret);
                request.Content = JsonContent.Create(new
                {
                    external_id = "nodes",
                    ticket_data = new { key = $"T-{ticket}", summary = "As a librarian I want to extend loans", description = $"Copy {own.Count}." },
                });
                using var response = await clients[(ticket + round) % clients.Count].SendAsync(request, Stop);
                response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Stop));
                own.Enqueue((await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("requestId").GetString()!["req_".Length..]);
                await Task.Delay(15, Stop);
            }
        }));

    /// <summary>Waits until no job is open and no callback is.</summary>
    private static async Task SettleAsync(ServerProcess node, string key, ConcurrentDictionary<string, ConcurrentQueue<string>> accepted)
    {
        using var client = node.Client(key);
        foreach (var job in accepted.Values.SelectMany(jobs => jobs))
        {
            while (await client.GetFromJsonAsync<JsonElement>($"/portal/jobs/req_{job}", Stop) is var state
                && state.GetProperty("status").GetString() is not ("done" or "superseded" or "failed"))
            {
                await Task.Delay(50, Stop);
            }
        }

        foreach (var status in (string[])["pending", "delivering", "pending", "delivering"])
        {
            while ((await client.GetFromJsonAsync<JsonElement>($"/portal/deliveries?status={status}", Stop)).GetProperty("items").GetArrayLength() > 0)
                await Task.Delay(50, Stop);
        }
    }

    private async Task CheckAsync(
        ServerProcess node, string key, ConcurrentDictionary<string, ConcurrentQueue<string>> accepted, RoughReceiver receiver)
    {
        using var client = node.Client(key);
        var scores = (await client.GetStringAsync("/portal/scores/export?format=ndjson", Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).GetProperty("job_id").GetString()!).ToList();
        scores.ShouldBeUnique();
        var done = 0;
        var taken = receiver.Taken.ToList();
        foreach (var (ticket, jobs) in accepted)
        {
            foreach (var job in jobs)
            {
                var state = (await client.GetFromJsonAsync<JsonElement>($"/portal/jobs/req_{job}", Stop)).GetProperty("status").GetString();
                state.ShouldNotBe("failed");
                scores.Contains(job).ShouldBe(state == "done", $"{ticket} {job}");
                done += state == "done" ? 1 : 0;
            }

            // The first time that each callback was taken: repetitions of an attempt whose outcome was unknown may come later.
            var order = jobs.ToList();
            var first = taken.Where(callback => order.Contains(callback.JobId)).Select(callback => order.IndexOf(callback.JobId)).Distinct().ToList();
            first.SequenceEqual(first.Order()).ShouldBeTrue($"callbacks of {ticket}: {string.Join(' ', first)}");
            first.ShouldContain(order.Count - 1, $"the newest state of {ticket} arrives");
        }

        done.ShouldBe(scores.Count);
        taken.GroupBy(callback => callback.JobId).ShouldAllBe(group => group.Select(callback => callback.WebhookId).Distinct().Count() == 1);
        output.WriteLine($"{accepted.Values.Sum(jobs => jobs.Count)} accepted, {done} judged, {receiver.Requests} attempts, {taken.Count} taken");
    }
}
