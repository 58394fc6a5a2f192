using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>import-http FILE [--rows 200000]</c>: takes the first rows of a file of <c>generate_feedback.mjs</c> in over HTTP, each durable: as one stream, in
/// batches of
/// 100, one by one over 64 connections; each into a project of its own, a server of its own for all. Counts the rows that are there afterwards.
/// </summary>
internal static class ImportLoadCommand
{
    private const int BatchRows = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-')) throw new ArgumentException("import-http: name a file made by generate_feedback.mjs.", nameof(args));
        var count = Array.IndexOf(args, "--rows") is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 200_000;
        var lines = File.ReadLines(args[0]).Take(count).ToList();
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        var (_, key) = await server.AddCompanyAsync("bench", "feedback:read", "feedback:write");

        // The first rows of a process pay for its compiling.
        await ImportAsync(server, key, "warm", lines.Take(20_000).ToList());
        await ReportAsync(server, "import, one stream", lines.Count, () => ImportAsync(server, key, "import", lines));
        var rows = lines.Select(Created).ToList();
        var batches = rows.Chunk(BatchRows)
            .Select(chunk => Request(server, key, "/feedback/batch/create", $$"""{"batch":[{{string.Join(',', chunk.Select(row => In("batch", row)))}}]}"""))
            .ToList();
        await HttpAsync(server, "batches of 100, 8 connections", 8, batches, BatchRows);
        var singles = rows.Take(count / 5).Select(row => Request(server, key, "/feedback/create", In("single", row))).ToList();
        await HttpAsync(server, "one by one, 64 connections", 64, singles, 1);
        var good = await IsStoredAsync(server, key, "import", lines.Count) & await IsStoredAsync(server, key, "batch", lines.Count) & await IsStoredAsync(
            server, key, "single", singles.Count);
        Console.WriteLine($"  server: {server.ResidentBytes / 1048576} MB resident");
        return good ? 0 : 1;
    }

    // What an import may say and a create may not.
    private static string Created(string line)
    {
        var row = JsonNode.Parse(line)!.AsObject();
        row.Remove("created_at");
        return row.ToJsonString();
    }

    private static string In(string project, string row) => row.Replace("\"bench/stories\"", $"\"bench/{project}\"", StringComparison.Ordinal);

    private static byte[] Request(ServerProcess server, string key, string path, string json) => HttpLoad.Request("POST", server.Url, path, key, json);

    private static async Task ImportAsync(ServerProcess server, string key, string project, List<string> lines)
    {
        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var text = new MemoryStream();
        await using (var writer = new StreamWriter(text, leaveOpen: true))
        {
            foreach (var line in lines) await writer.WriteAsync(line + "\n");
        }

        text.Position = 0;
        using var content = new StreamContent(text, 1 << 20) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var response = await client.PostAsync($"/feedback/import?project_id=bench/{project}", content);
        var last = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')[^1];
        if (!last.StartsWith($"{{\"imported\":{lines.Count},\"rejected\":0", StringComparison.Ordinal))
            throw new InvalidOperationException($"{(int)response.StatusCode} {last}");
    }

    private static async Task HttpAsync(ServerProcess server, string what, int connections, List<byte[]> requests, int rowsEach)
    {
        LoadResult? result = null;
        await ReportAsync(
            server,
            what,
            requests.Count * rowsEach,
            async () => result = await HttpLoad.RunAsync(server.Url, connections, 0, requests.Count, i => requests[i]));
        Console.WriteLine(
            $"    requests: p50 {result!.Percentile(50):F1} ms, p99 {result.Percentile(99):F1} ms, max {result.Milliseconds[^1]:F1} ms; {string.Join(", ", result.Statuses.Select(s => $"{s.Key} × {s.Value}"))}");
    }

    /// <summary>Processor time tells more than the clock on a machine that does other things too.</summary>
    private static async Task ReportAsync(ServerProcess server, string what, int rows, Func<Task> work)
    {
        var before = server.ProcessorTime;
        var watch = Stopwatch.StartNew();
        await work();
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"  {what,-32} {rows / seconds,8:N0} rows/s   {rows:N0} in {seconds:N1} s; {(server.ProcessorTime - before).TotalMicroseconds / rows:N1} µs of the server's processor time a row");
    }

    private static async Task<bool> IsStoredAsync(ServerProcess server, string key, string project, int expected)
    {
        using var client = server.Client(key);
        using var body = new StringContent($$"""{"project_id":"bench/{{project}}","fields":["count(*)"]}""", new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/feedback/query", body);
        var total = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("total_count").GetInt64();
        if (total != expected) Console.WriteLine($"  {project}: {total} rows are there, {expected} were taken");
        return total == expected;
    }
}
