using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>What was accepted is judged once and delivered, whenever the server dies and however the receiver behaves.</summary>
public sealed class QueueCrashTests(ITestOutputHelper output)
{
    private const int Senders = 8;

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task Every_accepted_ticket_has_one_score_and_is_delivered_under_one_id_or_is_superseded()
    {
        var (kills, tickets) = Long ? (50, 2000) : (4, 200);
        const int Seed = 20261121;
        var random = new Random(Seed);
        using var folder = new TemporaryFolder();
        await using var receiver = new RoughReceiver(Seed, roughPercent: 40);
        (string, string)[] settings =
        [
            ("Vindex__Callbacks__AllowHttp", "true"),
            ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
            ("Vindex__Callbacks__Schedule", string.Join(' ', Enumerable.Repeat("40ms", 20))),
            ("Vindex__Callbacks__Timeout", "400ms"),
            ("Vindex__Limits__Evaluate__Requests", "0"),
        ];
        var accepted = new ConcurrentDictionary<string, string>();
        var server = await ServerProcess.StartAsync(folder.Path, settings);
        try
        {
            var (_, key) = await server.AddCompanyAsync("Crash", "scores:read", "scores:write", "installations:write");
            var secret = await RegisterAsync(server, key, receiver.Url);
            var next = 0;
            for (var round = 0; round < kills; round++)
            {
                var until = tickets * (round + 1) / kills;
                var sending = SendAsync(server, secret, round, () => Interlocked.Increment(ref next), until, accepted);
                await Task.Delay(random.Next(20, 700));
                server.Kill();
                await sending;
                Interlocked.Exchange(ref next, until);
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(folder.Path, settings);
            }

            // What the kills kept from being sent comes now, so that the number of tickets is the one that was promised.
            await SendAsync(server, secret, kills, () => Interlocked.Increment(ref next), tickets + Math.Max(0, tickets - accepted.Count), accepted);
            using var client = server.Client(key);
            await WaitAsync(client);
            await CheckAsync(client, accepted, receiver);
            output.WriteLine($"seed {Seed}, {kills} kills, {accepted.Count} accepted; {receiver.Requests} callback attempts, {receiver.TakenCount} taken");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private async Task CheckAsync(HttpClient client, ConcurrentDictionary<string, string> accepted, RoughReceiver receiver)
    {
        var idsOfJob = receiver.Taken.GroupBy(taken => taken.JobId)
            .ToDictionary(group => group.Key, group => group.Select(taken => taken.WebhookId).Distinct().Count());
        var scoresOfJob = await ScoresOfJobsAsync(client);
        var (done, superseded, callbacksSuperseded) = (0, 0, 0);
        foreach (var (request, ticket) in accepted)
        {
            var job = await client.GetFromJsonAsync<JsonElement>($"/portal/jobs/{request}");
            var id = request["req_".Length..];
            switch (job.GetProperty("status").GetString())
            {
                case "done":
                    done++;
                    scoresOfJob.GetValueOrDefault(id).ShouldBe(1, $"{ticket}: one score");
                    var delivery = await client.GetFromJsonAsync<JsonElement>($"/portal/deliveries/{job.GetProperty("delivery_id").GetString()}");
                    if (delivery.GetProperty("delivery").GetProperty("status").GetString() == "superseded")
                    {
                        // The receiver may have taken it all the same, when the server died before it knew.
                        callbacksSuperseded++;
                        idsOfJob.GetValueOrDefault(id).ShouldBeLessThanOrEqualTo(1, $"{ticket}: delivered under one id");
                    }
                    else
                    {
                        idsOfJob.GetValueOrDefault(id).ShouldBe(1, $"{ticket}: delivered under one id");
                    }

                    break;
                case "superseded":
                    superseded++;
                    scoresOfJob.GetValueOrDefault(id).ShouldBe(0);
                    idsOfJob.GetValueOrDefault(id).ShouldBe(0);
                    break;
                default: throw new InvalidOperationException($"{ticket} was accepted and is neither judged nor superseded: {job}");
            }
        }

        scoresOfJob.Values.ShouldAllBe(count => count == 1);
        done.ShouldBeGreaterThan(0);
        output.WriteLine($"{done} done, {superseded} superseded, {callbacksSuperseded} callbacks superseded");
    }

    private static async Task<string> RegisterAsync(ServerProcess server, string key, string url)
    {
        using var client = server.Client(key);
        using var response = await client.PostAsJsonAsync("/api/v1/register/generic", new { external_id = "crash", callback_url = url });
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shared_secret").GetString()!;
    }

    /// <summary>Sends tickets, each tenth an edit of the one before, until the server dies.</summary>
    private static async Task SendAsync(
        ServerProcess server, string secret, int round, Func<int> next, int until, ConcurrentDictionary<string, string> accepted)
    {
        using var client = server.Client(null);
        client.DefaultRequestHeaders.Add("X-Vindex-Secret", secret);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (next() is var number && number <= until)
            {
                var key = number % 10 == 0 ? $"R{round}-{number - 1}" : $"R{round}-{number}";
                try
                {
                    using var response = await client.PostAsJsonAsync("/api/v1/evaluate/generic", new
                    {
                        external_id = "crash",
                        ticket_data = new { key, summary = $"As a librarian I want to extend loan {number} so that readers can finish their book", description = $"Copy {number}." },
                    });
                    response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
                    accepted[(await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("requestId").GetString()!] = key;
                    await Task.Delay(5);
                }
                catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
                {
                    return;
                }
            }
        }));
    }

    private static async Task WaitAsync(HttpClient client)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        // A delivery may go from one status to the other between two questions and be seen in neither, but hardly five times in a row.
        var quiet = 0;
        while (quiet < 5)
        {
            var open = 0;
            foreach (var status in (string[])["pending", "delivering"])
                open += (await client.GetFromJsonAsync<JsonElement>($"/portal/deliveries?status={status}")).GetProperty("items").GetArrayLength();
            var queue = (await client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("queue").GetProperty("waiting").GetInt64();
            quiet = open == 0 && queue == 0 ? quiet + 1 : 0;
            TimeProvider.System.GetElapsedTime(deadline)
                .ShouldBeLessThan(TimeSpan.FromMinutes(3), $"{queue} tickets wait and {open} or more callbacks are open");
            await Task.Delay(100);
        }
    }

    private static async Task<Dictionary<string, int>> ScoresOfJobsAsync(HttpClient client)
    {
        var counts = new Dictionary<string, int>();
        var text = await client.GetStringAsync("/portal/scores/export?format=ndjson");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            var job = document.RootElement.GetProperty("job_id").GetString()!;
            counts[job] = counts.GetValueOrDefault(job) + 1;
        }

        return counts;
    }
}
