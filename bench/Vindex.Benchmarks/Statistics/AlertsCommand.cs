using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Statistics;

/// <summary>
/// <c>alerts [--rows 1000000] [--rules 1000] [--minutes 3]</c>: a server of its own with rows of feedback of the last 90 days, and rules that it evaluates
/// every minute: 10 figures × 5 windows × 4 types of rows, which repeat with other thresholds. Prints processor time a minute without rules and with them.
/// </summary>
internal static class AlertsCommand
{
    private const int BatchRows = 20_000;
    private static readonly string[] s_scopes = ["feedback:read", "feedback:write", "scores:read", "scores:write"];
    private static readonly string[] s_types = ["survey", "inline", "review", "agreement"];
    private static readonly string[] s_aggregations = ["avg", "sum", "count", "max", "p95"];
    private static readonly int[] s_windows = [1, 24, 168, 720, 2160];

    public static async Task<int> RunAsync(string[] args)
    {
        var (rows, rules, minutes) = (Number(args, "--rows", 1_000_000), Number(args, "--rules", 1000), Number(args, "--minutes", 3));
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, ("Vindex__Alerts__Rules", "10000"));
        var (_, key) = await server.AddCompanyAsync("bench", s_scopes);
        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        for (var first = 0; first < rows; first += BatchRows) await ImportAsync(client, first, Math.Min(BatchRows, rows - first), rows);
        using (var asked = await client.PostAsJsonAsync("/portal/alerts/preview", Rule(0))) asked.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(10));
        Console.WriteLine($"{rows} rows; {await MeasureAsync(server, 1):F2} s of processor time a minute without rules");

        for (var i = 0; i < rules; i++)
        {
            using var created = await client.PostAsJsonAsync("/portal/alerts", Rule(i));
            created.EnsureSuccessStatusCode();
        }

        await MeasureAsync(server, 1);
        Console.WriteLine($"{rules} rules, each evaluated every minute: {await MeasureAsync(server, minutes):F2} s of processor time a minute");
        var list = await client.GetFromJsonAsync<JsonElement>("/portal/alerts");
        var now = TimeProvider.System.GetUtcNow();
        var late = list.GetProperty("items").EnumerateArray().Count(alert => alert.GetProperty("due_at").GetDateTimeOffset() < now.AddMinutes(-1));
        Console.WriteLine($"{late} rules are more than a minute late; {server.ResidentBytes >> 20} MB resident");
        return 0;
    }

    private static async Task<double> MeasureAsync(ServerProcess server, int minutes)
    {
        var before = server.ProcessorTime;
        await Task.Delay(TimeSpan.FromMinutes(minutes));
        return (server.ProcessorTime - before).TotalSeconds / minutes;
    }

    private static object Rule(int i) => new
    {
        name = $"Rule {i}",
        metric = "feedback",
        feedback_project = "ratings",
        feedback_type = s_types[i / 50 % 4],
        path = i % 2 == 0 ? "stars" : "seconds",
        aggregation = s_aggregations[i / 2 % 5],
        window_hours = s_windows[i / 10 % 5],
        alert = -1 - (i / 200),
        every = "1m",
    };

    private static async Task ImportAsync(HttpClient client, int first, int count, int rows)
    {
        var now = TimeProvider.System.GetUtcNow();
        var lines = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            lines.AppendLine(JsonSerializer.Serialize(new
            {
                project_id = "bench/ratings",
                weave_ref = $"weave:///bench/ratings/call/{i % 1000}",
                feedback_type = s_types[i % 4],
                created_at = now.AddDays(-90.0 * (rows - i) / rows).ToString("O", CultureInfo.InvariantCulture),
                payload = new { stars = 1 + (i * 7L % 5), seconds = i * 7919L % 1000 / 10.0, channel = i % 3 },
            }));
        }

        using var response = await client.PostAsync("/feedback/import", new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"));
        var text = await response.Content.ReadAsStringAsync();
        if (!text.Contains("\"rejected\":0", StringComparison.Ordinal)) throw new InvalidOperationException(text);
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
