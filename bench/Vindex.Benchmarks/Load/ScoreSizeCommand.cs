using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Benchmarks.Quality;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary><c>score-size ITEMS.jsonl [SCORES]</c>: what a score takes on disk with its row of feedback, and how fast all are exported.</summary>
internal static class ScoreSizeCommand
{
    private const int BatchSize = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var items = Item.ReadAll(args[0]);
        var scores = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
        using var folder = new TemporaryFolder();
        var server = await ServerProcess.StartAsync(folder.Path, ("Vindex__Limits__Batch__Tickets", "0"));
        await using (server)
        {
            var (_, key) = await server.AddCompanyAsync("Size", "scores:write", "scores:read");
            using var client = server.Client(key);
            for (var first = 0; first < scores; first += BatchSize) await ScoreAsync(client, items, first, Math.Min(BatchSize, scores - first));
            foreach (var format in (string[])["csv", "ndjson"]) await ExportAsync(client, format);
        }

        // Beside it is the log, whose size does not depend on the number of scores.
        var bytes = new FileInfo(Path.Combine(folder.Path, "vindex.db")).Length;
        Console.WriteLine($"{scores} scores of {items.Count} tickets: {bytes / 1024.0 / scores:F2} KB each on disk, with the row of feedback and all indexes");
        return 0;
    }

    private static async Task ScoreAsync(HttpClient client, List<Item> items, int first, int count)
    {
        var lines = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            var item = items[i % items.Count];
            var key = $"SIZE-{i}";
            lines.AppendLine(JsonSerializer.Serialize(new
            {
                ticket_id = key,
                ticket_data = new { key, summary = item.Summary, description = item.Description },
            }));
        }

        using var body = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var response = await client.PostAsync(new Uri("/v1/score/batch", UriKind.Relative), body);
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("\"score_id\"", StringComparison.Ordinal)) != count)
            throw new InvalidOperationException($"{(int)response.StatusCode}: {answer[..Math.Min(500, answer.Length)]}");
    }

    private static async Task ExportAsync(HttpClient client, string format)
    {
        var watch = Stopwatch.StartNew();
        using var response = await client.GetAsync(
            new Uri($"/portal/scores/export?format={format}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var to = new MemoryStream();
        await response.Content.CopyToAsync(to);
        Console.WriteLine($"export as {format}: {watch.Elapsed.TotalSeconds:F2} s, {to.Length / 1048576.0:F1} MB");
    }
}
