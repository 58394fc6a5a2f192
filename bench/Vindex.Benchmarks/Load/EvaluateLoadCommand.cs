using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>load-evaluate [EVENTS] [CONNECTIONS] [BACKLOG]</c>: the asynchronous way against a server in a process of its own. Intake with 64 connections, the time
/// from the first of so many tickets to the last callback, and the time of a lone ticket through an idle queue.
/// </summary>
internal static class EvaluateLoadCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30_000;
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 64;
        var backlog = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10_000;
        var good = await IntakeAsync(events, connections);
        good &= await BacklogAsync(backlog, connections);
        return good ? 0 : 1;
    }

    /// <summary>Events a second while the workers judge and the callbacks go out, as in life.</summary>
    private static async Task<bool> IntakeAsync(int events, int connections)
    {
        await using var receiver = new RoughReceiver(1, roughPercent: 0);
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder.Path);
        var (key, secret) = await RegisterAsync(server, receiver.Url);
        var before = server.ProcessorTime;
        var result = await HttpLoad.RunAsync(server.Url, connections, events / 5, events, i => Event(server, secret, i));
        var processor = server.ProcessorTime - before;
        Console.WriteLine(
            $"POST /api/v1/evaluate/generic, {connections} connections, {events} events after {events / 5} to warm up, workers and callbacks at work");
        Console.WriteLine(
            $"  {result.PerSecond:F0} events/s, p50 {result.Percentile(50):F1} ms, p95 {result.Percentile(95):F1} ms, p99 {result.Percentile(99):F1} ms, max {result.Milliseconds[^1]:F1} ms");
        Console.WriteLine(
            $"  answers: {string.Join(", ", result.Statuses.Select(s => $"{s.Key} × {s.Value}"))}; {processor.TotalMilliseconds * 1000 / (events * 1.2):F0} µs of processor time an event");
        var watch = Stopwatch.StartNew();
        var all = events + (events / 5);
        await DrainedAsync(receiver, all);
        Console.WriteLine($"  all {receiver.TakenCount} callbacks taken {watch.Elapsed.TotalSeconds:F1} s after the last event");
        await LoneAsync(server, secret, receiver);
        using var client = server.Client(key);
        var stored = (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary")).GetProperty("total_scored").GetInt64();
        return result.Statuses.Count == 1 && result.Statuses.ContainsKey(202) && stored >= all;
    }

    /// <summary>The time from the first of so many tickets, sent as fast as they are taken, to the last callback, with every attempt on record.</summary>
    private static async Task<bool> BacklogAsync(int backlog, int connections)
    {
        await using var receiver = new RoughReceiver(1, roughPercent: 0);
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder.Path);
        var (key, secret) = await RegisterAsync(server, receiver.Url);
        var watch = Stopwatch.StartNew();
        await HttpLoad.RunAsync(server.Url, connections, 0, backlog, i => Event(server, secret, i));
        var taken = watch.Elapsed;
        await DrainedAsync(receiver, backlog);
        var drained = watch.Elapsed;
        using var client = server.Client(key);
        var recorded = await RecordedAsync(client, backlog);
        Console.WriteLine(
            $"{backlog} tickets to one receiver: accepted after {taken.TotalSeconds:F1} s, the last callback after {drained.TotalSeconds:F1} s; {recorded} deliveries recorded as delivered");
        return recorded == backlog;
    }

    private static async Task<int> RecordedAsync(HttpClient client, int expected)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var count = 0;
            string? cursor = null;
            do
            {
                var page = await client.GetFromJsonAsync<JsonElement>($"/portal/deliveries?status=delivered&limit=200&cursor={cursor}");
                count += page.GetProperty("items").GetArrayLength();
                cursor = page.GetProperty("next_cursor").GetString();
            }
            while (cursor is not null);
            if (count == expected || watch.Elapsed > TimeSpan.FromSeconds(30)) return count;
            await Task.Delay(200);
        }
    }

    private static async Task LoneAsync(ServerProcess server, string secret, RoughReceiver receiver)
    {
        using var client = server.Client(null);
        client.DefaultRequestHeaders.Add("X-Vindex-Secret", secret);
        var times = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var before = receiver.TakenCount;
            var watch = Stopwatch.StartNew();
            using var response = await client.PostAsync("/api/v1/evaluate/generic", new StringContent(EventText(1_000_000 + i), null, "application/json"));
            while (receiver.TakenCount == before) await Task.Yield();
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(20);
        }

        times.Sort();
        Console.WriteLine($"  one ticket through an idle queue, from sending it to its callback: p50 {times[25]:F0} ms, max {times[^1]:F0} ms");
    }

    private static async Task DrainedAsync(RoughReceiver receiver, int count)
    {
        while (receiver.TakenCount < count) await Task.Delay(20);
    }

    private static Task<ServerProcess> StartAsync(string folder, params (string, string)[] more) =>
        ServerProcess.StartAsync(
            folder,
            [
                ("Vindex__Callbacks__AllowHttp", "true"),
                ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
                ("Vindex__Limits__Evaluate__Requests", "0"),
                .. more,
            ]);

    private static async Task<(string Key, string Secret)> RegisterAsync(ServerProcess server, string url)
    {
        var (_, key) = await server.AddCompanyAsync("Load", "scores:read", "scores:write", "installations:write");
        using var client = server.Client(key);
        using var response = await client.PostAsJsonAsync("/api/v1/register/generic", new { external_id = "load", callback_url = url });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (key, body.GetProperty("shared_secret").GetString()!);
    }

    private static byte[] Event(ServerProcess server, string secret, int number) =>
        HttpLoad.Request("POST", server.Url, "/api/v1/evaluate/generic", "-", EventText(number), ("X-Vindex-Secret", secret));

    /// <summary>An event of a tracker, each with another ticket.</summary>
    public static string EventText(int number) => JsonSerializer.Serialize(new
    {
        external_id = "load",
        ticket_data = new
        {
            key = $"LIB-{number}",
            summary = $"As a librarian I want to extend loan {number} by two weeks so that readers can finish their book",
            description = $"Today the desk does this by hand and it takes about {number % 9 + 2} minutes each time.\n\n* The list shows title, reader and due date.\n* It can be sorted by due date.",
        },
    });
}
