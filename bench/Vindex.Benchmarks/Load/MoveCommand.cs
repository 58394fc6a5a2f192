using System.Diagnostics;
using System.Globalization;
using Vindex.Benchmarks.Statistics;
using Vindex.EndToEnd;
using Vindex.Storage.Tests.PostgreSql;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>move FOLDER</c>: moves a folder that <c>storage --folder</c> and <c>stats-http FILE --folder</c> have filled into a PostgreSQL server of its own, and
/// back into a new folder, by <c>vindex migrate-store</c>. In between: how fast three servers start over it at the same time, and the questions of
/// <c>stats-http</c> to a server over the folder and to one over the database, in turn.
/// </summary>
internal static class MoveCommand
{
    private const int Nodes = 3;
    private const int Rounds = 3;
    private const int WarmUp = 200;
    private const int Repeats = 30;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0) throw new ArgumentException("move: name a folder that 'storage --folder' and 'stats-http FILE --folder' have filled.", nameof(args));
        if (PostgreSqlCluster.Missing is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }

        var folder = Path.GetFullPath(args[0]);
        await using var database = await PostgreSqlCluster.StartAsync(isDurable: true);
        await database.ExecuteAsync("postgres", "CREATE DATABASE vindex");
        var connection = database.Connection("vindex");
        await MoveAsync("into PostgreSQL", folder, connection);
        await StartAsync(folder, connection);
        await AskAsync(folder, connection);
        using var back = new TemporaryFolder();
        await MoveAsync("back into a folder", connection, back.Path);
        return 0;
    }

    private static async Task MoveAsync(string what, string from, string to)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [ServerProcess.ProgramPath(), "migrate-store", "--from", from, "--to", to])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"migrate-store ended with code {process.ExitCode}: {text}");
        var rows = Rows(text);
        Console.WriteLine($"{what}: {rows:N0} rows in {clock.Elapsed.TotalSeconds:F0} s, {rows / clock.Elapsed.TotalSeconds:N0} rows/s, compared");
        Console.WriteLine("  " + string.Join(", ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Count(character => character == ',') >= 2)));
    }

    // "copied 1,234 rows and compared them: …"
    private static long Rows(string text)
    {
        var last = text[text.LastIndexOf("copied ", StringComparison.Ordinal)..];
        return long.Parse(last.Split(' ')[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    private static async Task StartAsync(string folder, string connection)
    {
        var folders = Enumerable.Range(0, Nodes).Select(_ => NodeFolder(folder)).ToList();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var servers = await Task.WhenAll(folders.Select(node => ServerProcess.StartAsync(node.Path, Settings(connection))));
                Console.WriteLine($"{Nodes} servers at once, ready after {string.Join(", ", servers.Select(server => $"{server.StartUp.TotalSeconds:F1} s"))}");
                foreach (var server in servers) await server.DisposeAsync();
            }

            for (var round = 0; round < Rounds; round++)
            {
                await using var server = await ServerProcess.StartAsync(folders[0].Path, Settings(connection));
                Console.WriteLine($"1 server, ready after {server.StartUp.TotalSeconds:F1} s");
            }
        }
        finally
        {
            foreach (var node in folders) node.Dispose();
        }
    }

    private static async Task AskAsync(string folder, string connection)
    {
        var key = await File.ReadAllTextAsync(Path.Combine(folder, "bench.key"));
        using var node = NodeFolder(folder);
        await using var embedded = await ServerProcess.StartAsync(folder);
        await using var shared = await ServerProcess.StartAsync(node.Path, Settings(connection));
        foreach (var server in (ServerProcess[])[embedded, shared])
        {
            var clock = Stopwatch.StartNew();
            await StatsHttpCommand.CountAsync(server, key);
            Console.WriteLine($"first answer over {(server == embedded ? "the folder" : "PostgreSQL")}: {clock.Elapsed.TotalSeconds:F1} s");
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        foreach (var question in StatsQuestion.All)
        {
            var (one, other) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                one.Add(await MedianAsync(embedded, key, question, round));
                other.Add(await MedianAsync(shared, key, question, round));
            }

            var (median, sharedMedian) = (one.Order().ElementAt(Rounds / 2), other.Order().ElementAt(Rounds / 2));
            Console.WriteLine($"{question.Name,-50} folder {median,7:F2} ms, PostgreSQL {sharedMedian,7:F2} ms, ratio {sharedMedian / median:F2}");
        }
    }

    private static async Task<double> MedianAsync(ServerProcess server, string key, StatsQuestion question, int round)
    {
        var warmUp = round == 0 ? WarmUp : 0;
        var load = await HttpLoad.RunAsync(
            server.Url, 1, warmUp, Repeats, run => HttpLoad.Request("POST", server.Url, "/feedback/stats", key, question.Body((round * (WarmUp + Repeats)) + run + 1)));
        if (load.Statuses.GetValueOrDefault(200) != Repeats) throw new InvalidOperationException($"{question.Name}: {string.Join(", ", load.Statuses)}");
        return load.Percentile(50);
    }

    // The same master key; everything else is in the database.
    private static TemporaryFolder NodeFolder(string folder)
    {
        var node = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(node.Path, "secrets"));
        File.Copy(Path.Combine(folder, "secrets", "master.key"), Path.Combine(node.Path, "secrets", "master.key"));
        return node;
    }

    private static (string, string)[] Settings(string connection) => [("Vindex__Store__Kind", "postgresql"), ("Vindex__Store__Connection", connection)];
}
