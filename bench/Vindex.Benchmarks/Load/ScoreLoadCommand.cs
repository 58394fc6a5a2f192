using System.Globalization;
using System.Text.Json;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary><c>load-score [REQUESTS] [CONNECTIONS]</c>: POST /v1/score against a server in a process of its own, each answer durable.</summary>
internal static class ScoreLoadCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50_000;
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 64;
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, ("Vindex__Limits__Score__Requests", "0"));
        var (_, key) = await server.AddCompanyAsync("Load", "scores:write", "scores:read");
        var bodies = Tickets().Select(t => HttpLoad.Request("POST", server.Url, "/v1/score", key, t)).ToArray();
        var before = server.ProcessorTime;
        var result = await HttpLoad.RunAsync(server.Url, connections, requests / 5, requests, i => bodies[i % bodies.Length]);
        var processor = server.ProcessorTime - before;
        using var client = server.Client(key);
        var total = JsonDocument.Parse(await client.GetStringAsync("/portal/scores/summary")).RootElement.GetProperty("total_scored").GetInt64();
        Console.WriteLine($"POST /v1/score, {connections} connections, {requests} requests after {requests / 5} to warm up");
        Console.WriteLine(
            $"  {result.PerSecond:F0} requests/s, p50 {result.Percentile(50):F1} ms, p95 {result.Percentile(95):F1} ms, p99 {result.Percentile(99):F1} ms, max {result.Milliseconds[^1]:F1} ms");
        Console.WriteLine($"  answers: {string.Join(", ", result.Statuses.Select(s => $"{s.Key} × {s.Value}"))}; stored {total}");
        Console.WriteLine(
            $"  server: {processor.TotalMilliseconds * 1000 / (requests * 1.2):F0} µs of processor time a request, {server.ResidentBytes / 1048576} MB resident");
        return result.Statuses.Count == 1 && result.Statuses.ContainsKey(200) && total == requests + requests / 5 ? 0 : 1;
    }

    /// <summary>Tickets of ordinary size, each different, written for this program.</summary>
    public static IEnumerable<string> Tickets()
    {
        string[] roles = ["librarian", "reader", "branch manager", "volunteer", "school teacher", "accountant", "courier", "event host"];
        string[] means = [
            "extend a loan by two weeks", "reserve a reading room", "see which books are overdue", "print a label for a returned book", "cancel a reservation",
            "export last month's fines as CSV"
        ];
        string[] benefits = ["readers can finish their book", "nobody waits at the desk", "I can plan the week", "the shelf stays in order"];
        for (var i = 0; i < 512; i++)
        {
            yield return JsonSerializer.Serialize(new
            {
                ticket_id = $"LIB-{i + 1}",
                ticket_data = new
                {
                    key = $"LIB-{i + 1}",
                    summary = $"As a {roles[i % roles.Length]} I want to {means[i % means.Length]} so that {benefits[i % benefits.Length]}",
                    description = $"Today the desk does this by hand and it takes about {i % 9 + 2} minutes each time.\n\n* The list shows title, reader and due date.\n* It can be sorted by due date.\n* At most {i % 40 + 10} rows are shown on a page.",
                    acceptance_criteria = $"Given a reader with {i % 5 + 1} books, when the loan is extended, then the due date moves by 14 days.\nGiven a book that somebody else has reserved, when the loan is extended, then the message \"Reserved by another reader\" is shown.",
                    issue_type = "Story",
                },
            });
        }
    }
}
