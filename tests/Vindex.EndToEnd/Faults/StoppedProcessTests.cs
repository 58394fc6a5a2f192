using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Faults;

/// <summary>A server that stands still for longer than its leases, as when a virtual machine is moved.</summary>
public sealed class StoppedProcessTests(ITestOutputHelper output)
{
    private const int Tickets = 300;

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_was_stopped_goes_on_and_neither_loses_nor_doubles_anything()
    {
        var pause = Long ? TimeSpan.FromMinutes(2) : TimeSpan.FromSeconds(5);
        using var folder = new TemporaryFolder();
        await using var receiver = new RoughReceiver(1, roughPercent: 0);
        await using var server = await ServerProcess.StartAsync(
            folder.Path,
            ("Vindex__Callbacks__AllowHttp", "true"),
            ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
            ("Vindex__Callbacks__Timeout", "2s"),
            ("Vindex__Callbacks__Schedule", "100ms 100ms 1s"),
            ("Vindex__Evaluations__Lease", "2s"),
            ("Vindex__Limits__Evaluate__Requests", "0"));
        var (_, key) = await server.AddCompanyAsync("Stopped", "scores:read", "scores:write", "installations:write");
        using var client = server.Client(key);
        client.Timeout = pause + TimeSpan.FromMinutes(2);
        var secret = await RegisterAsync(client, receiver.Url);

        await SendAsync(server, secret);
        Signal(server, "STOP");
        var waiting = client.GetAsync("/portal/scores/summary", Stop);
        await Task.Delay(pause, Stop);
        waiting.IsCompleted.ShouldBeFalse();
        Signal(server, "CONT");

        using (var answered = await waiting) answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        var watch = Stopwatch.StartNew();
        // An attempt that was under way when the process stopped is repeated, so some tickets are delivered twice.
        while (Delivered(receiver) < Tickets && watch.Elapsed < TimeSpan.FromMinutes(2)) await Task.Delay(50, Stop);
        (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary", Stop)).GetProperty("total_scored").GetInt32().ShouldBe(Tickets);
        Delivered(receiver).ShouldBe(Tickets);
        receiver.Taken.GroupBy(taken => taken.JobId).ShouldAllBe(job => job.Select(taken => taken.WebhookId).Distinct().Count() == 1);
        using (var ready = await client.GetAsync("/health/ready", Stop)) ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        output.WriteLine($"stopped for {pause}: {Tickets} tickets, {receiver.TakenCount} callbacks, done {watch.Elapsed.TotalSeconds:N1} s after it went on");
    }

    private static int Delivered(RoughReceiver receiver) => receiver.Taken.Select(taken => taken.JobId).Distinct().Count();

    private static void Signal(ServerProcess server, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{server.Id}"]);
        kill.WaitForExit();
    }

    private static async Task<string> RegisterAsync(HttpClient client, string url)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/register/generic", new { external_id = "stopped", callback_url = url }, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("shared_secret").GetString()!;
    }

    private static async Task SendAsync(ServerProcess server, string secret)
    {
        using var client = server.Client(null);
        client.DefaultRequestHeaders.Add("X-Vindex-Secret", secret);
        await Parallel.ForEachAsync(Enumerable.Range(0, Tickets), Stop, async (number, stop) =>
        {
            using var response = await client.PostAsJsonAsync("/api/v1/evaluate/generic", new
            {
                external_id = "stopped",
                ticket_data = new { key = $"S-{number}", summary = $"As a librarian I want to extend loan {number} so that readers can finish their book" },
            }, stop);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        });
    }
}
