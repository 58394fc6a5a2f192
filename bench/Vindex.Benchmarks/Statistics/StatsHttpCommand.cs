using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Benchmarks.Load;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Statistics;

/// <summary>
/// <c>stats-http FILE [--repeats 15] [--folder DIR] [--mixed SECONDS] [--restarts]</c>: loads the rows of <c>generate_feedback.mjs</c> from a file through
/// <c>POST /feedback/import</c> of a server of its own, and asks the questions of <c>clickhouse_stats.mjs</c> over HTTP. Prints one JSON object of the same
/// shape
/// as that program. With <c>--folder</c> the data stays, and a folder that has it already is not loaded again.
/// </summary>
internal static class StatsHttpCommand
{
    // The runtime compiles a method for good after thirty calls, thirty more with counters in it, and a pause after each.
    private const int WarmUp = 200;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-')) throw new ArgumentException("stats-http: name a file made by generate_feedback.mjs.", nameof(args));
        var repeats = int.Parse(Option(args, "--repeats") ?? "15");
        using var temporary = new TemporaryFolder();
        var folder = Option(args, "--folder") ?? temporary.Path;
        var result = new Dictionary<string, object> { ["engine"] = "Vindex" };
        string key;
        await using (var server = await ServerProcess.StartAsync(folder))
        {
            key = await LoadAsync(server, args[0], folder, result);
            result["cases"] = await AskAllAsync(server, key, repeats, result);
            result["resident_mb"] = server.ResidentBytes >> 20;
            if (Option(args, "--mixed") is { } seconds) result["mixed"] = await StatsMixedLoad.RunAsync(server, key, TimeSpan.FromSeconds(int.Parse(seconds)));
        }

        if (args.Contains("--restarts")) result["restarts"] = await RestartAsync(folder, key);
        Console.WriteLine(JsonSerializer.Serialize(result, s_indented));
        return 0;
    }

    private static async Task<string> LoadAsync(ServerProcess server, string file, string folder, Dictionary<string, object> result)
    {
        var keyFile = Path.Combine(folder, "bench.key");
        if (File.Exists(keyFile)) return await File.ReadAllTextAsync(keyFile);
        var (_, key) = await server.AddCompanyAsync("bench", "feedback:read", "feedback:write");
        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        var clock = Stopwatch.StartNew();
        using var content = new StreamContent(File.OpenRead(file), 1 << 20) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feedback/import") { Content = content };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var last = "";
        while (await lines.ReadLineAsync() is { } line) last = line;
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"The import was refused with {(int)response.StatusCode}: {last}");
        result["load_ms"] = Math.Round(clock.Elapsed.TotalMilliseconds);
        result["import"] = JsonElement.Parse(last);
        await File.WriteAllTextAsync(keyFile, key);
        return key;
    }

    private static async Task<Dictionary<string, object>> AskAllAsync(ServerProcess server, string key, int repeats, Dictionary<string, object> result)
    {
        var url = server.Url;
        var clock = Stopwatch.StartNew();
        result["rows"] = await CountAsync(server, key);
        result["first_answer_ms"] = Math.Round(clock.Elapsed.TotalMilliseconds, 1);

        // Blocks are merged and written to files in the background after the first answer.
        await Task.Delay(TimeSpan.FromSeconds(5));
        var cases = new Dictionary<string, object>();
        foreach (var question in StatsQuestion.All)
        {
            var before = server.ProcessorTime;
            var load = await HttpLoad.RunAsync(url, 1, WarmUp, repeats, run => HttpLoad.Request("POST", url, "/feedback/stats", key, question.Body(run + 1)));
            if (load.Statuses.GetValueOrDefault(200) != repeats) throw new InvalidOperationException($"{question.Name}: {string.Join(", ", load.Statuses)}");

            // The server's processor time does not grow when other programs use the machine, too.
            var processor = (server.ProcessorTime - before).TotalMilliseconds / (WarmUp + repeats);
            cases[question.Name] = new Dictionary<string, object>
            {
                ["vindex"] = new
                {
                    best_ms = Math.Round(
                    load.Milliseconds[0], 2),
                    median_ms = Math.Round(load.Milliseconds[repeats / 2], 2),
                    cpu_ms = Math.Round(processor, 2)
                },
            };
        }

        return cases;
    }

    /// <summary>Rows of the window of all questions.</summary>
    internal static async Task<long> CountAsync(ServerProcess server, string key)
    {
        using var client = server.Client(key);
        client.Timeout = TimeSpan.FromMinutes(5);
        using var body = new StringContent(StatsQuestion.All[0].Body(0), new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/feedback/stats", body);
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return answer.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64());
    }

    private static async Task<object> RestartAsync(string folder, string key)
    {
        var withFiles = await MeasureAsync();
        Directory.Delete(Path.Combine(folder, "statistics"), recursive: true);
        return new { with_block_files = withFiles, without_block_files = await MeasureAsync() };

        async Task<object> MeasureAsync()
        {
            var clock = Stopwatch.StartNew();
            await using var server = await ServerProcess.StartAsync(folder);
            var ready = clock.Elapsed.TotalMilliseconds;
            var rows = await CountAsync(server, key);
            var answered = clock.Elapsed.TotalMilliseconds;
            await Task.Delay(TimeSpan.FromSeconds(5));
            return new { ready_ms = Math.Round(ready), first_answer_ms = Math.Round(answered - ready), rows };
        }
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
