using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>What was acknowledged is on disk, whenever the server dies.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Tickets = 10_000;
    private const int Connections = 64;

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task Every_acknowledged_score_survives_kill_9()
    {
        var rounds = Long ? 20 : 3;
        var seed = 20261120;
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        (string Name, string Value)[] settings = [("Vindex__Limits__Score__Requests", "0")];
        var server = await ServerProcess.StartAsync(folder.Path, settings);
        var acknowledged = new ConcurrentDictionary<string, string>();
        var sent = 0;
        try
        {
            var (companyId, key) = await server.AddCompanyAsync("Crash", "scores:write", "scores:read");
            for (var round = 0; round < rounds; round++)
            {
                var before = acknowledged.Count;
                var work = ScoreAsync(server, key, round, acknowledged, () => Interlocked.Increment(ref sent));
                while (acknowledged.Count == before && !work.IsCompleted) await Task.Delay(10);
                await Task.Delay(random.Next(100, 1500));
                server.Kill();
                await work;
                await server.DisposeAsync();

                await ServerProcess.CheckAsync(folder.Path);
                server = await ServerProcess.StartAsync(folder.Path, settings);
                using var client = server.Client(key);
                using var admin = server.Client(ServerProcess.AdminKey);
                var total = (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary")).GetProperty("total_scored").GetInt64();
                var stored = await StoredAsync(client);
                stored.Count.ShouldBe((int)total);
                acknowledged.Keys.Where(id => !stored.ContainsKey(id)).ShouldBeEmpty("acknowledged, and not stored");
                acknowledged.ShouldAllBe(pair => stored[pair.Key] == pair.Value);
                stored.Values.Distinct().Count().ShouldBe(stored.Count, "one request, one score");
                total.ShouldBeLessThanOrEqualTo(sent);
                var company = await admin.GetFromJsonAsync<JsonElement>($"/admin/companies/{companyId}/score");
                company.GetProperty("total_scored").GetInt64().ShouldBe(total);
                output.WriteLine($"round {round + 1}/{rounds}: {acknowledged.Count - before} acknowledged, {total} stored of {sent} sent");
            }

            acknowledged.ShouldNotBeEmpty();
            output.WriteLine($"seed {seed}, {rounds} kills, {acknowledged.Count} acknowledged scores, none lost");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task ScoreAsync(ServerProcess server, string key, int round, ConcurrentDictionary<string, string> acknowledged, Action sent)
    {
        using var client = server.Client(key);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number < Tickets)
            {
                var ticket = $"R{round}-{number}";
                try
                {
                    sent();
                    using var response = await client.PostAsJsonAsync("/v1/score", new
                    {
                        ticket_id = ticket,
                        ticket_data = new { summary = "As a librarian I want to extend a loan so that readers can finish their book", description = $"Copy {number}." },
                    });
                    response.StatusCode.ShouldBe(HttpStatusCode.OK);
                    var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
                    acknowledged[answer.GetProperty("score_id").GetString()!] = ticket;
                }
                catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
                {
                    return;
                }
            }
        }));
    }

    private static async Task<Dictionary<string, string>> StoredAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/portal/scores/export?format=ndjson", HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var stored = new Dictionary<string, string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            using var document = JsonDocument.Parse(line);
            stored.Add(document.RootElement.GetProperty("_id").GetString()!, document.RootElement.GetProperty("ticket").GetProperty("id").GetString()!);
        }

        return stored;
    }
}
