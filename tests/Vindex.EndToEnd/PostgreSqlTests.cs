using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>A server over PostgreSQL, through restarts of the database and kills of the server.</summary>
public sealed class PostgreSqlTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Connections = 8;

    private readonly TemporaryFolder _folder = new();
    private PostgreSqlCluster? _cluster;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        _cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        var settings = new
        {
            Store = new { Kind = "postgresql", Connection = Cluster.Connection("postgres") },
            Limits = new { Score = new { Requests = 0 } },
        };
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "vindex.json"), JsonSerializer.Serialize(settings), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Restarts_of_the_database_and_kills_of_the_server_lose_nothing_that_was_acknowledged()
    {
        var scored = new ConcurrentDictionary<string, string>();
        var refusals = 0;
        var server = await ServerProcess.StartAsync(_folder.Path);
        try
        {
            var (_, key) = await server.AddCompanyAsync("Crash", "scores:write", "scores:read");
            using (var end = CancellationTokenSource.CreateLinkedTokenSource(Stop))
            {
                var work = ScoreAsync(server, key, "a", scored, () => Interlocked.Increment(ref refusals), end.Token);
                await ReachAsync(scored, 50);
                Cluster.Stop(atOnce: true);
                while (Volatile.Read(ref refusals) == 0) await Task.Delay(10, Stop);
                await Cluster.ResumeAsync();
                await ReachAsync(scored, scored.Count + 50);
                await end.CancelAsync();
                await work;
            }

            using (var end = CancellationTokenSource.CreateLinkedTokenSource(Stop))
            {
                var work = ScoreAsync(server, key, "b", scored, () => { }, end.Token);
                await ReachAsync(scored, scored.Count + 50);
                server.Kill();
                await end.CancelAsync();
                await work;
            }

            await server.DisposeAsync();
            await ServerProcess.CheckAsync(_folder.Path);
            server = await ServerProcess.StartAsync(_folder.Path);
            using var client = server.Client(key);
            var total = (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary", Stop)).GetProperty("total_scored").GetInt64();
            var stored = await StoredAsync(client);
            stored.Count.ShouldBe((int)total);
            scored.Where(pair => stored.GetValueOrDefault(pair.Key) != pair.Value).ShouldBeEmpty("acknowledged, and not stored");
            stored.Values.Distinct().Count().ShouldBe(stored.Count, "one Idempotency-Key, one score");
            output.WriteLine($"{scored.Count} acknowledged, {total} stored, {refusals} refused while the database was down");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/feedback/query", """{"project_id":"crash/notes"}""")]
    [InlineData("/feedback/query", """{"project_id":"crash/notes","sort_by":[{"field":"payload.n","direction":"desc"}]}""")]
    [InlineData("/feedback/export", """{"project_id":"crash/notes"}""")]
    [InlineData("/feedback/stats", """{"project_id":"crash/notes","start":"2026-01-01T00:00:00Z","metrics":[{"json_path":"n","aggregations":["sum"]}]}""")]
    [InlineData("/portal/scores", null)]
    [InlineData("/portal/scores/export?format=ndjson", null)]
    [InlineData("/portal/scores/export?format=csv", null)]
    public async Task What_is_read_from_a_database_that_is_down_is_refused_with_503_and_nothing_of_a_response(string address, string? body)
    {
        await using var server = await ServerProcess.StartAsync(_folder.Path);
        var (_, key) = await server.AddCompanyAsync("Crash", "scores:write", "scores:read", "feedback:write", "feedback:read");
        using var client = server.Client(key);
        var row = new { project_id = "crash/notes", weave_ref = "r", feedback_type = "note", payload = new { n = 1 } };
        using (var created = await client.PostAsJsonAsync("/feedback/create", row, Stop)) created.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var before = await AskAsync()) before.StatusCode.ShouldBe(HttpStatusCode.OK);

        Cluster.Stop();
        using var during = await AskAsync();

        during.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        during.Headers.RetryAfter.ShouldNotBeNull();
        JsonElement.Parse(await during.Content.ReadAsStringAsync(Stop)).GetProperty("detail").GetString()
            .ShouldBe("The store is temporarily unavailable; try again.");

        Task<HttpResponseMessage> AskAsync() => body is null ? client.GetAsync(address, Stop)
            : client.PostAsync(address, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Stop);
    }

    [Fact]
    public async Task A_second_server_needs_the_master_key_of_the_first_and_commands_run_beside_servers()
    {
        using var other = new TemporaryFolder();
        File.Copy(Path.Combine(_folder.Path, "vindex.json"), Path.Combine(other.Path, "vindex.json"));
        await using var server = await ServerProcess.StartAsync(_folder.Path);

        var second = await Should.ThrowAsync<InvalidOperationException>(() => ServerProcess.StartAsync(other.Path));
        second.Message.ShouldContain("copy secrets/master.key of the first one into this data folder");
        await ServerProcess.CheckAsync(other.Path);
        await ServerProcess.CheckAsync(_folder.Path);

        Directory.CreateDirectory(Path.Combine(other.Path, "secrets"));
        File.Copy(Path.Combine(_folder.Path, "secrets", "master.key"), Path.Combine(other.Path, "secrets", "master.key"));
        await using var third = await ServerProcess.StartAsync(other.Path);
    }

    private static async Task ReachAsync(ConcurrentDictionary<string, string> scored, int count)
    {
        while (scored.Count < count) await Task.Delay(10, Stop);
    }

    /// <summary>Scores one ticket after the other, each repeated under its own key until it is acknowledged.</summary>
    private static async Task ScoreAsync(
        ServerProcess server, string key, string prefix, ConcurrentDictionary<string, string> scored, Action refused, CancellationToken end)
    {
        using var client = server.Client(key);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (!end.IsCancellationRequested)
            {
                var ticket = $"{prefix}-{Interlocked.Increment(ref next)}";
                while (!end.IsCancellationRequested && await TryScoreAsync(client, ticket, scored, refused) is false)
                {
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }));
    }

    /// <summary>Whether a ticket was scored; null when the server is gone.</summary>
    private static async Task<bool?> TryScoreAsync(HttpClient client, string ticket, ConcurrentDictionary<string, string> scored, Action refused)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score");
        request.Headers.Add("Idempotency-Key", ticket);
        request.Content = JsonContent.Create(
            new { ticket_id = ticket, ticket_data = new { summary = "As a librarian I want to extend a loan so that readers can finish their book" } });
        try
        {
            using var response = await client.SendAsync(request, CancellationToken.None);
            if (response.StatusCode is HttpStatusCode.OK)
            {
                scored[(await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("score_id").GetString()!] = ticket;
                return true;
            }

            // 409: the first attempt under this key was interrupted, and counts as running for a while.
            if (response.StatusCode is HttpStatusCode.Conflict) return true;
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter.ShouldNotBeNull();
            (await response.Content.ReadAsStringAsync(CancellationToken.None)).ShouldNotContain("postgres", Case.Insensitive);
            refused();
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, string>> StoredAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/portal/scores/export?format=ndjson", Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stored = new Dictionary<string, string>();
        foreach (var line in (await response.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var score = JsonElement.Parse(line);
            stored.Add(score.GetProperty("_id").GetString()!, score.GetProperty("ticket").GetProperty("id").GetString()!);
        }

        return stored;
    }
}
