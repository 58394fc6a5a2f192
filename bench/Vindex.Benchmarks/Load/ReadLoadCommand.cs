using System.Globalization;
using System.Text.Json;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>load-read [REQUESTS] [CONNECTIONS] [KIND] [PROGRAM]</c>: processor time of reads, of feedback, of scores and of short refusals, over a server with 2,000
/// scores; of the kinds whose names contain KIND. With PROGRAM, the <c>vindex.dll</c> of another build, both are measured in turns and compared.
/// </summary>
internal static class ReadLoadCommand
{
    private const int Scores = 2_000;
    private const int Turns = 5;

    private static readonly (string Name, string Method, string Path, string? Body)[] s_kinds =
    [
        ("GET /portal/scores?limit=25", "GET", "/portal/scores?limit=25", null),
        ("GET /portal/scores/{id}", "GET", "/portal/scores/{id}", null),
        ("GET /portal/scores/summary", "GET", "/portal/scores/summary", null),
        ("POST /feedback/create", "POST", "/feedback/create",
            """{"project_id":"reads/notes","weave_ref":"weave:///reads/notes/call/1","feedback_type":"wandb.note.1","payload":{"note":"ok"}}"""),
        ("POST /v1/score", "POST", "/v1/score", Ticket(0)),
        ("POST /v1/score without a summary", "POST", "/v1/score", """{"ticket_data":{"key":"A-1"}}"""),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 16;
        var kinds = s_kinds.Where(kind => args.Length < 3 || kind.Name.Contains(args[2], StringComparison.Ordinal)).ToList();
        await using var own = await Build.StartAsync(ServerProcess.ProgramPath());
        if (args.Length < 4)
        {
            foreach (var kind in kinds)
            {
                await own.RunAsync(kind, connections, requests / 2);
                var (each, result) = await own.RunAsync(kind, connections, requests);
                Console.WriteLine(
                    $"{kind.Name}: {each:F0} µs of processor time a request, {result.PerSecond:F0} requests/s, {string.Join(", ", result.Statuses.Keys)}");
            }

            return 0;
        }

        await using var other = await Build.StartAsync(args[3]);
        foreach (var kind in kinds)
        {
            var turns = new List<(double Own, double Other)>();
            for (var turn = 0; turn <= Turns; turn++)
                turns.Add(((await own.RunAsync(kind, connections, requests)).Each, (await other.RunAsync(kind, connections, requests)).Each));
            var (mine, theirs) = (Median(turns.Skip(1).Select(turn => turn.Own)), Median(turns.Skip(1).Select(turn => turn.Other)));
            Console.WriteLine($"{kind.Name}: {mine:F1} µs of processor time a request, the other build {theirs:F1} µs, ratio {mine / theirs:F2}");
        }

        return 0;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Turns / 2);

    private static string Ticket(int i) => JsonSerializer.Serialize(new
    {
        ticket_id = $"READ-{i}",
        ticket_data = new { key = $"READ-{i}", summary = $"Show the due date of loan {i} in the list", description = "Readers ask at the desk when a book is due." },
    });

    /// <summary>A running server of one build, with its scores.</summary>
    private sealed class Build(TemporaryFolder folder, ServerProcess server, string key, string id) : IAsyncDisposable
    {
        public static async Task<Build> StartAsync(string program)
        {
            var folder = new TemporaryFolder();
            var server = await ServerProcess.StartBuildAsync(
                program, folder.Path, ("Vindex__Limits__Score__Requests", "0"), ("Vindex__Limits__Evaluate__Requests", "0"));
            var (_, key) = await server.AddCompanyAsync("Reads", "scores:write", "scores:read", "feedback:read", "feedback:write");
            await HttpLoad.RunAsync(server.Url, 16, 0, Scores, i => HttpLoad.Request("POST", server.Url, "/v1/score", key, Ticket(i)));
            using var client = server.Client(key);
            using var page = JsonDocument.Parse(await client.GetStringAsync("/portal/scores?limit=1"));
            return new Build(folder, server, key, page.RootElement.GetProperty("items")[0].GetProperty("_id").GetString()!);
        }

        public async Task<(double Each, LoadResult Result)> RunAsync(
            (string Name, string Method, string Path, string? Body) kind, int connections, int requests)
        {
            var bytes = HttpLoad.Request(kind.Method, server.Url, kind.Path.Replace("{id}", id, StringComparison.Ordinal), key, kind.Body);
            var before = server.ProcessorTime;
            var result = await HttpLoad.RunAsync(server.Url, connections, 0, requests, _ => bytes);
            return ((server.ProcessorTime - before).TotalMilliseconds * 1000 / requests, result);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            folder.Dispose();
        }
    }
}
