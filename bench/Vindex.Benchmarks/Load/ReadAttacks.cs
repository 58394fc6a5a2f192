using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>The part of <c>attack</c> that asks for much: many operations, large statistics and whole exports, over a project of 330,000 rows.</summary>
internal static class ReadAttacks
{
    private const int Rows = 330_000;
    private const int Clients = 50;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(ServerProcess server, string key, Func<string, Func<Task<string>>, Task> report)
    {
        await ImportAsync(server, key);
        await report("query of 660 operations", () => OnceAsync(server, key, "/feedback/query", Query(660)));
        await report("query of 150 operations", () => OnceAsync(server, key, "/feedback/query", Query(150)));
        await report($"{Clients} clients: such queries", () => ManyAsync(server, key, "/feedback/query", Query(150)));
        await report($"{Clients} clients: grouped statistics", () => ManyAsync(server, key, "/feedback/stats", GroupedStatistics()));
        await report($"{Clients} clients: exports", () => ManyAsync(server, key, "/feedback/export", """{"project_id":"attack/reads"}"""));
    }

    private static string Query(int operations)
    {
        var parts = Enumerable.Range(0, operations - 1).Select(number =>
            $$$"""{"$contains":{"input":{"$getField":"payload.text"},"substr":{"$literal":"none{{{number}}}"},"case_insensitive":false}}""");
        return $$"""{"project_id":"attack/reads","fields":["count(*)"],"query":{"$expr":{"$or":[{{string.Join(',', parts)}}] } } }""";
    }

    // 50 groups and the rest, 1,200 buckets, 15 keys: nearly a million cells.
    private static string GroupedStatistics()
    {
        var metrics = Enumerable.Range(0, 2).Select(number =>
            $$"""{"json_path":"v{{number}}","aggregations":["sum","avg","min","max","count"],"percentiles":[50,95]}""");
        return $$"""
            {"project_id":"attack/reads","start":"2026-01-01T00:00:00Z","end":"2026-02-20T00:00:00Z","granularity":3600,"group_by":["label"],
            "metrics":[{{string.Join(',', metrics)}}]}
            """;
    }

    private static async Task<string> OnceAsync(ServerProcess server, string key, string path, string body)
    {
        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        return (await PostAsync(client, path, body)).ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string> ManyAsync(ServerProcess server, string key, string path, string body)
    {
        var ends = Stopwatch.GetTimestamp() + (long)(s_time.TotalSeconds * Stopwatch.Frequency);
        var statuses = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            using var client = server.Client(key);
            client.Timeout = Timeout.InfiniteTimeSpan;
            var got = new List<int>();
            while (Stopwatch.GetTimestamp() < ends) got.Add(await PostAsync(client, path, body));
            return got;
        }));
        return string.Join(", ", statuses.SelectMany(list => list).CountBy(status => status).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} × {pair.Value}"));
    }

    private static async Task<int> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(Stream.Null);
        return (int)response.StatusCode;
    }

    private static async Task ImportAsync(ServerProcess server, string key)
    {
        var lines = new StringBuilder();
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var row = 0; row < Rows; row++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$$"""
                {"project_id":"attack/reads","weave_ref":"weave:///attack/reads/call/{{{row}}}","feedback_type":"bench","created_at":"{{{time.AddSeconds(row * 15):yyyy-MM-ddTHH:mm:ssZ}}}","payload":{"v0":{{{row % 997}}},"v1":{{{row % 89}}}.5,"label":"l{{{row % 60}}}","text":"The bicycle dock in Linz did not open when the rider returned the bike {{{row}}}"}}
                """).Append('\n');
        }

        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var content = new StringContent(lines.ToString(), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var response = await client.PostAsync("/feedback/import", content);
        var text = await response.Content.ReadAsStringAsync();
        if (!text.Contains($"\"imported\":{Rows}", StringComparison.Ordinal)) throw new InvalidOperationException("The rows were not imported: " + text[^200..]);
    }
}
