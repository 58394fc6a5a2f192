using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>Kills while feedback is imported and block files of statistics are written: nothing acknowledged is missing, nothing is counted twice.</summary>
public sealed class FeedbackCrashTests(ITestOutputHelper output)
{
    private const string Project = "crash/rows";
    private const int RowsOfImport = 2_000;
    private const int Importers = 3;
    private const int Askers = 2;

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task Statistics_count_every_acknowledged_row_once_after_kill_9()
    {
        var kills = Long ? 50 : 2;
        var seed = 20261122;
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var server = await ServerProcess.StartAsync(folder.Path);
        var (sent, acknowledged) = (0L, 0L);
        try
        {
            var (_, key) = await server.AddCompanyAsync("crash", "feedback:read", "feedback:write");
            for (var kill = 1; kill <= kills; kill++)
            {
                using var dying = new CancellationTokenSource();
                var (running, round) = (server, kill);
                var work = Task.WhenAll([
                    .. Enumerable.Range(0, Importers).Select(importer => ImportAsync(running, key, $"{round}-{importer}")),
                    .. Enumerable.Range(0, Askers).Select(_ => AskUntilAsync(running, key, dying.Token))]);
                await Task.Delay(random.Next(500, 4000));
                server.Kill();
                await dying.CancelAsync();
                await work;
                await server.DisposeAsync();

                // Every other time without the files, which must not change the answer.
                if (kill % 2 == 0 && Directory.Exists(Path.Combine(folder.Path, "statistics"))) Directory.Delete(Path.Combine(folder.Path, "statistics"), recursive: true);
                server = await ServerProcess.StartAsync(folder.Path);
                using var client = server.Client(key);
                var (rows, sum) = await AskAsync(client);
                var (stored, storedSum) = await ExportedAsync(client);
                rows.ShouldBe(stored);
                sum.ShouldBe(storedSum);
                rows.ShouldBeGreaterThanOrEqualTo(acknowledged);
                rows.ShouldBeLessThanOrEqualTo(sent);
                output.WriteLine($"kill {kill}/{kills}: {acknowledged} acknowledged, {rows} stored and counted of {sent} sent");
            }

            sent.ShouldBePositive();
            output.WriteLine($"seed {seed}, {kills} kills, none of {acknowledged} acknowledged rows lost");
        }
        finally
        {
            await server.DisposeAsync();
        }

        async Task ImportAsync(ServerProcess running, string key, string name)
        {
            using var client = running.Client(key);
            try
            {
                for (var number = 0; ; number++)
                {
                    var lines = string.Concat(Enumerable.Range(0, RowsOfImport).Select(row =>
                        $$$"""{"project_id":"{{{Project}}}","id":"{{{name}}}-{{{number}}}-{{{row}}}","weave_ref":"weave:///{{{Project}}}/call/1","feedback_type":"t","created_at":"2026-01-01T00:{{{row % 60:00}}}:00Z","payload":{"n":{{{(number * RowsOfImport) + row}}}}}""" + "\n"));
                    Interlocked.Add(ref sent, RowsOfImport);
                    using var body = new StringContent(lines, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
                    using var response = await client.PostAsync("/feedback/import", body);
                    var last = JsonElement.Parse((await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1]);
                    last.GetProperty("imported").GetInt32().ShouldBe(RowsOfImport, last.GetRawText());
                    Interlocked.Add(ref acknowledged, RowsOfImport);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                // The server is dead: what was under way is neither acknowledged nor lost.
            }
        }
    }

    private static async Task AskUntilAsync(ServerProcess server, string key, CancellationToken dying)
    {
        using var client = server.Client(key);
        try
        {
            while (!dying.IsCancellationRequested) await AskAsync(client);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // Answered questions are what sets off the writing of files; the last one dies with the server.
        }
    }

    private static async Task<(long Rows, double Sum)> AskAsync(HttpClient client)
    {
        var question = JsonSerializer.Serialize(new
        {
            project_id = Project,
            start = "2026-01-01T00:00:00Z",
            end = "2026-01-02T00:00:00Z",
            metrics = new[] { new { json_path = "n", aggregations = new[] { "sum", "count" } } },
        });
        using var body = new StringContent(question, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/feedback/stats", body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        var window = JsonElement.Parse(text).GetProperty("window_stats").GetProperty("n");
        return window.GetProperty("count").ValueKind == JsonValueKind.Null ? (0, 0) : ((long)window.GetProperty("count").GetDouble(), window.GetProperty("sum").GetDouble());
    }

    private static async Task<(long Rows, double Sum)> ExportedAsync(HttpClient client)
    {
        using var body = new StringContent($$"""{"project_id":"{{Project}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feedback/export") { Content = body };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.IsSuccessStatusCode.ShouldBeTrue();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var sum = 0.0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            using var row = JsonDocument.Parse(line);
            ids.Add(row.RootElement.GetProperty("id").GetString()!).ShouldBeTrue("a row was exported twice");
            sum += row.RootElement.GetProperty("payload").GetProperty("n").GetDouble();
        }

        return (ids.Count, sum);
    }
}
