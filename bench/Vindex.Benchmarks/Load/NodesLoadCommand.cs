using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Vindex.EndToEnd;
using Vindex.Storage.Tests.PostgreSql;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>load-nodes [SCORES] [EVENTS] [COMPANIES] [--statements] [--shared] [--program FILE]</c>: durable scores, intake of events and delivery of their
/// callbacks, first by one server over SQLite and then by three servers over one PostgreSQL, all on this machine: the ratio is what sharing costs. With
/// <c>--statements</c>, PostgreSQL's statements are counted, which costs some time; <c>--shared</c> leaves out SQLite; <c>--program</c> measures another build
/// of <c>vindex.dll</c>.
/// </summary>
internal static class NodesLoadCommand
{
    private const int Connections = 48;
    private const int Nodes = 3;
    private const string MasterKey = "benchmark-master-key-0123456789abcdef";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Of(args);
        if (PostgreSqlCluster.Missing is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }

        Console.WriteLine($"{options.Scores} scores and {options.Events} events of {options.Companies} companies over {Connections} connections");
        var embedded = options.IsSharedOnly ? null : await MeasureAsync(1, null, options);
        await using var database = await PostgreSqlCluster.StartAsync(isDurable: true, options.CountsStatements ? DatabaseWork.Settings : "");
        if (options.CountsStatements) await new DatabaseWork(database).PrepareAsync();
        var shared = await MeasureAsync(Nodes, database, options);
        if (embedded is null) return 0;
        Console.WriteLine($"three over PostgreSQL / one over SQLite: scores {shared.Scores / embedded.Scores:P0}, intake {shared.Intake / embedded.Intake:P0}, "
            + $"delivery {shared.Delivery / embedded.Delivery:P0}");
        return 0;
    }

    private static async Task<Figures> MeasureAsync(int count, PostgreSqlCluster? database, Options options)
    {
        await using var receiver = new RoughReceiver(1, roughPercent: 0);
        var folders = Enumerable.Range(0, count).Select(_ => new TemporaryFolder()).ToList();
        var settings = Settings(database is null ? null : database.Connection("postgres") + ";Maximum Pool Size=30").ToArray();
        var servers = await Task.WhenAll(folders.Select(folder => ServerProcess.StartBuildAsync(options.Program, folder.Path, settings)));
        try
        {
            Console.WriteLine($"{count} server{(count == 1 ? "" : "s")}, ready after {string.Join(", ", servers.Select(server => $"{server.StartUp.TotalSeconds:F1} s"))}");
            var tenants = new List<(string Key, string Secret, string External)>();
            for (var i = 0; i < options.Companies; i++) tenants.Add(await TenantAsync(servers[0], receiver.Url, i));
            var used = await WorkMeter.BeginAsync(servers, database, options.CountsStatements);
            var score = await ScoresAsync(servers, tenants, options.Scores);
            await used.PrintAsync(options.Scores + (options.Scores / 5));
            used = await WorkMeter.BeginAsync(servers, database, options.CountsStatements);
            var (intake, delivery) = await EventsAsync(servers, tenants, receiver, options.Events);
            await used.PrintAsync(options.Events);
            return new Figures(score, intake, delivery);
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
            foreach (var folder in folders) folder.Dispose();
        }
    }

    private static async Task<double> ScoresAsync(ServerProcess[] servers, List<(string Key, string Secret, string External)> tenants, int scores)
    {
        var tickets = ScoreLoadCommand.Tickets().ToArray();
        var requests = servers.Select(server => tenants.Select(tenant => tickets
            .Select(ticket => HttpLoad.Request("POST", server.Url, "/v1/score", tenant.Key, ticket)).ToArray()).ToArray()).ToArray();
        var result = await HttpLoad.RunAsync(
            [.. servers.Select(server => server.Url)], Connections, scores / 5, scores,
            (number, server) => requests[server][number % tenants.Count][number / tenants.Count % tickets.Length]);
        Print("scores", result);
        return result.PerSecond;
    }

    private static async Task<(double Intake, double Delivery)> EventsAsync(
        ServerProcess[] servers, List<(string Key, string Secret, string External)> tenants, RoughReceiver receiver, int events)
    {
        var watch = Stopwatch.StartNew();
        var result = await HttpLoad.RunAsync(
            [.. servers.Select(server => server.Url)], Connections, 0, events,
            (number, server) =>
            {
                var tenant = tenants[number % tenants.Count];
                var text = EvaluateLoadCommand.EventText(number).Replace("\"external_id\":\"load\"", $"\"external_id\":\"{tenant.External}\"", StringComparison.Ordinal);
                return HttpLoad.Request("POST", servers[server].Url, "/api/v1/evaluate/generic", "-", text, ("X-Vindex-Secret", tenant.Secret));
            });
        Print("events", result);
        while (receiver.TakenCount < events) await Task.Delay(10);
        var delivered = events / watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  callbacks: {delivered:F0}/s from the first event to the last callback");
        return (result.PerSecond, delivered);
    }

    private static void Print(string what, LoadResult result) => Console.WriteLine(
        $"  {what}: {result.PerSecond:F0}/s, p50 {result.Percentile(50):F1} ms, p99 {result.Percentile(99):F1} ms; answers "
            + string.Join(", ", result.Statuses.Select(status => $"{status.Key} × {status.Value}")));

    private static async Task<(string Key, string Secret, string External)> TenantAsync(ServerProcess server, string url, int number)
    {
        var (_, key) = await server.AddCompanyAsync($"Load {number}", "scores:read", "scores:write", "installations:write");
        using var client = server.Client(key);
        var external = $"load-{number}";
        using var response = await client.PostAsJsonAsync("/api/v1/register/generic", new { external_id = external, callback_url = $"{url}/{number}" });
        return (key, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shared_secret").GetString()!, external);
    }

    private static IEnumerable<(string, string)> Settings(string? connection)
    {
        yield return ("Vindex__Limits__Score__Requests", "0");
        yield return ("Vindex__Limits__Evaluate__Requests", "0");
        yield return ("Vindex__Callbacks__AllowHttp", "true");
        yield return ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8");
        yield return ("VINDEX_MASTER_KEY", MasterKey);
        if (connection is null) yield break;
        yield return ("Vindex__Store__Kind", "postgresql");
        yield return ("Vindex__Store__Connection", connection);
    }

    private sealed record Figures(double Scores, double Intake, double Delivery);

    private sealed record Options(int Scores, int Events, int Companies, bool CountsStatements, bool IsSharedOnly, string Program)
    {
        public static Options Of(string[] args)
        {
            var program = Array.IndexOf(args, "--program") is >= 0 and var at ? args[at + 1] : null;
            var numbers = args.Where(arg => char.IsAsciiDigit(arg[0])).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToList();
            return new Options(
                Number(0, 12_000), Number(1, 6_000), Number(2, 8), args.Contains("--statements"), args.Contains("--shared"),
                program ?? ServerProcess.ProgramPath());

            int Number(int place, int usual) => place < numbers.Count ? numbers[place] : usual;
        }
    }

    /// <summary>Processor time, and what the database did, from here on.</summary>
    private sealed class WorkMeter
    {
        private readonly ServerProcess[] _servers;
        private readonly PostgreSqlCluster? _database;
        private readonly DatabaseWork? _work;
        private readonly (double Servers, double Database) _start;

        private WorkMeter(ServerProcess[] servers, PostgreSqlCluster? database, DatabaseWork? work)
        {
            (_servers, _database, _work) = (servers, database, work);
            _start = Used();
        }

        public static async Task<WorkMeter> BeginAsync(ServerProcess[] servers, PostgreSqlCluster? database, bool countsStatements)
        {
            var work = database is not null && countsStatements ? new DatabaseWork(database) : null;
            if (work is not null) await work.ResetAsync();
            return new WorkMeter(servers, database, work);
        }

        public async Task PrintAsync(int count)
        {
            var end = Used();
            Console.WriteLine($"  processor time each: servers {(end.Servers - _start.Servers) / count:F2} ms, "
                + $"database {(end.Database - _start.Database) / count:F2} ms");
            if (_work is not null) await _work.PrintAsync(count);
        }

        private (double Servers, double Database) Used() =>
            (_servers.Sum(server => server.ProcessorTime.TotalMilliseconds), _database?.ProcessorTime.TotalMilliseconds ?? 0);
    }
}
