using System.Globalization;
using System.Text.Json;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>load-read [REQUESTS] [CONNECTIONS] [KIND]</c>: processor time of reads and of short refusals, over a server with 2,000 scores; of the kinds whose names
/// contain KIND.
/// </summary>
internal static class ReadLoadCommand
{
    private const int Scores = 2_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 16;
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(
            folder.Path, ("Vindex__Limits__Score__Requests", "0"), ("Vindex__Limits__Evaluate__Requests", "0"));
        var (_, key) = await server.AddCompanyAsync("Reads", "scores:write", "scores:read", "feedback:read", "feedback:write");
        await HttpLoad.RunAsync(server.Url, connections, 0, Scores, i => HttpLoad.Request("POST", server.Url, "/v1/score", key, Ticket(i)));
        using var client = server.Client(key);
        using var page = JsonDocument.Parse(await client.GetStringAsync("/portal/scores?limit=1"));
        var id = page.RootElement.GetProperty("items")[0].GetProperty("_id").GetString();
        const string feedback = """{"project_id":"reads/notes","weave_ref":"weave:///reads/notes/call/1","feedback_type":"wandb.note.1","payload":{"note":"ok"}}""";
        (string Name, byte[] Bytes)[] kinds =
        [
            ("GET /portal/scores?limit=25", HttpLoad.Request("GET", server.Url, "/portal/scores?limit=25", key, null)),
            ("GET /portal/scores/{id}", HttpLoad.Request("GET", server.Url, "/portal/scores/" + id, key, null)),
            ("GET /portal/scores/summary", HttpLoad.Request("GET", server.Url, "/portal/scores/summary", key, null)),
            ("POST /feedback/create", HttpLoad.Request("POST", server.Url, "/feedback/create", key, feedback)),
            ("POST /v1/score without a summary", HttpLoad.Request("POST", server.Url, "/v1/score", key, """{"ticket_data":{"key":"A-1"}}""")),
        ];
        foreach (var (name, bytes) in kinds.Where(kind => args.Length < 3 || kind.Name.Contains(args[2], StringComparison.Ordinal)))
        {
            await HttpLoad.RunAsync(server.Url, connections, 0, requests / 2, _ => bytes);
            var before = server.ProcessorTime;
            var result = await HttpLoad.RunAsync(server.Url, connections, 0, requests, _ => bytes);
            var each = (server.ProcessorTime - before).TotalMilliseconds * 1000 / requests;
            Console.WriteLine($"{name}: {each:F0} µs of processor time a request, {result.PerSecond:F0} requests/s, {string.Join(", ", result.Statuses.Keys)}");
        }

        return 0;
    }

    private static string Ticket(int i) => JsonSerializer.Serialize(new
    {
        ticket_id = $"READ-{i}",
        ticket_data = new { key = $"READ-{i}", summary = $"Show the due date of loan {i} in the list", description = "Readers ask at the desk when a book is due." },
    });
}
