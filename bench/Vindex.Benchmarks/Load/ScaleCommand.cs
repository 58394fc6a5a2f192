using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Vindex.Benchmarks.Storage;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>scale FOLDER</c>: what a server over a folder full of scores (filled by <c>storage --folder FOLDER</c>) costs: start, memory, lists, walking by cursor,
/// summary and charts, over HTTP.
/// </summary>
internal static class ScaleCommand
{
    private static readonly string[] s_scopes = ["scores:read"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0) throw new ArgumentException("scale: name a folder that 'storage --folder' has filled.", nameof(args));
        var starts = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            await using var started = await ServerProcess.StartAsync(args[0]);
            starts.Add(started.StartUp.TotalMilliseconds);
        }

        await using var server = await ServerProcess.StartAsync(args[0]);
        starts.Add(server.StartUp.TotalMilliseconds);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Console.WriteLine(
            $"start of the process to ready: {string.Join(", ", starts.Select(s => $"{s:F0}"))} ms; idle {server.ResidentBytes / 1048576} MB resident");

        using var admin = server.Client(ServerProcess.AdminKey);
        using var created = await admin.PostAsJsonAsync($"/admin/companies/{Backlog.CompanyId(0)}/keys", new { name = "scale", scopes = s_scopes });
        var key = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("api_key").GetString();
        using var client = server.Client(key);

        await ShowAsync(client, "summary", "/portal/scores/summary");
        await ShowAsync(client, "first page of 25, with total", "/portal/scores?limit=25");
        await ShowAsync(client, "first page of 200, with total", "/portal/scores?limit=200");
        await ShowAsync(client, "first page, best first", "/portal/scores?limit=25&sort=overall_score");
        await ShowAsync(client, "chart, 30 days, seven dimensions", Chart("2026-05-02"));
        await ShowAsync(client, "chart, 365 days", Chart("2025-06-01"));
        await ShowAsync(client, "chart, 30 days, Europe/Berlin", Chart("2026-05-02") + "&timezone=Europe/Berlin");
        await ShowAsync(admin, "admin: first page, with total", "/admin/scores?limit=25");
        await ShowAsync(admin, "admin: summary", "/admin/scores/summary");
        await WalkAsync(client, "walk to the end by cursor, newest first", "/portal/scores?limit=200");
        await WalkAsync(client, "walk to the end by cursor, best first", "/portal/scores?limit=200&sort=overall_score");
        Console.WriteLine($"after all this {server.ResidentBytes / 1048576} MB resident");
        return 0;
    }

    private static string Chart(string from) =>
        $"/portal/scores/chart?from={from}&to=2026-06-01&dimensions=overall,independent,negotiable,valuable,estimable,small,testable";

    private static async Task ShowAsync(HttpClient client, string what, string path)
    {
        var times = new List<double>();
        for (var i = 0; i < 21; i++) times.Add((await TimeAsync(client, path)).Milliseconds);
        var first = times[0];
        times.RemoveAt(0);
        times.Sort();
        Console.WriteLine($"{what,-42} median {times[times.Count / 2],7:F2} ms, worst {times[^1],7:F2} ms, first {first,7:F2} ms");
    }

    private static async Task WalkAsync(HttpClient client, string what, string path)
    {
        var times = new List<double>();
        var items = 0L;
        string? cursor = null;
        do
        {
            var (milliseconds, body) = await TimeAsync(client, cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}");
            times.Add(milliseconds);
            using var document = JsonDocument.Parse(body);
            items += document.RootElement.GetProperty("items").GetArrayLength();
            cursor = document.RootElement.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        times.Sort();
        Console.WriteLine(
            $"{what,-42} {times.Count} pages, {items} scores: median {times[times.Count / 2]:F2} ms, p99 {times[(int)(times.Count * 0.99)]:F2} ms, worst {times[^1]:F2} ms");
    }

    private static async Task<(double Milliseconds, byte[] Body)> TimeAsync(HttpClient client, string path)
    {
        var watch = Stopwatch.StartNew();
        using var response = await client.GetAsync(path);
        var body = await response.Content.ReadAsByteArrayAsync();
        var time = watch.Elapsed.TotalMilliseconds;
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"GET {path}: {(int)response.StatusCode}");
        return (time, body);
    }
}
