using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>attack</c>: requests that are meant to exhaust a server, one kind after the other, against a server of its own. Prints what they got, how long that took,
/// how much memory the server had, and how long single scores of another company took meanwhile.
/// </summary>
internal static class AttackCommand
{
    private const int Size = 64 * 1024 * 1024;
    private const int StalledBytes = 1024 * 1024;

    public static async Task<int> RunAsync(bool readsOnly)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, ("Vindex__Limits__Score__Requests", "0"));
        var (_, key) = await server.AddCompanyAsync("attack", "feedback:read", "feedback:write");
        var (_, other) = await server.AddCompanyAsync("other", "scores:write");
        Console.WriteLine("  attack                                     result                          seconds   server MB   score: median, slowest of n");
        await ReportAsync(server, other, "nothing", () => WaitAsync(TimeSpan.FromSeconds(3)));
        if (!readsOnly) await SendBodiesAsync(server, key, other);
        await ReadAttacks.RunAsync(server, key, (what, attack) => ReportAsync(server, other, what, attack));
        await ReportAsync(server, other, "nothing, at the end", () => WaitAsync(TimeSpan.FromSeconds(3)));
        return 0;
    }

    private static async Task SendBodiesAsync(ServerProcess server, string key, string other)
    {
        await ReportAsync(server, other, "batch of 64 MiB of {}", () => PostAsync(server, key, "/feedback/batch/create", EmptyRows(), "application/json"));
        await ReportAsync(
            server, other, "12 of these at once", () => ManyAsync(12, () => PostAsync(server, key, "/feedback/batch/create", EmptyRows(), "application/json")));
        await ReportAsync(server, other, "batch of 10,000 rows", () => PostAsync(server, key, "/feedback/batch/create", Rows(10_000), "application/json"));
        await ReportAsync(
            server, other, "import of 64 MiB of {", () => PostAsync(server, key, "/feedback/import?project_id=attack/a", Repeat("{\n"), "application/x-ndjson"));
        await ReportAsync(server, other, "800 events that stall", () => StallAsync(server, 800, TimeSpan.FromSeconds(5)));
        await ReportAsync(server, other, "nothing, afterwards", () => WaitAsync(TimeSpan.FromSeconds(3)));
    }

    private static async Task ReportAsync(ServerProcess server, string key, string what, Func<Task<string>> attack)
    {
        using var ended = new CancellationTokenSource();
        var scores = ScoreAsync(server, key, ended.Token);
        var watch = Stopwatch.StartNew();
        var running = attack();
        var resident = 0L;
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(100)));
            resident = Math.Max(resident, server.ResidentBytes);
        }

        var result = await running;
        var seconds = watch.Elapsed.TotalSeconds;
        await ended.CancelAsync();
        var took = await scores;
        took.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-42} {result,-30} {seconds,8:N1}   {resident / 1048576,9:N0}   {took[took.Count / 2]:N1} ms, {took[^1]:N0} ms of {took.Count}"));
    }

    /// <summary>Scores one ticket after the other and returns how many milliseconds each took.</summary>
    private static async Task<List<double>> ScoreAsync(ServerProcess server, string key, CancellationToken ended)
    {
        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        var took = new List<double>();
        while (took.Count == 0 || !ended.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            using var content = new StringContent(
                """{"ticket_data":{"summary":"As a rider I want to see my trips"}}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await client.PostAsync("/v1/score", content, CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"A score got {(int)response.StatusCode}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }

        return took;
    }

    private static async Task<string> PostAsync(ServerProcess server, string key, string path, byte[] body, string type)
    {
        using var client = server.Client(key);
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var response = await client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        var last = text.TrimEnd('\n').Split('\n')[^1];
        return $"{(int)response.StatusCode}, {last[..Math.Min(20, last.Length)]}";
    }

    private static async Task<string> ManyAsync(int count, Func<Task<string>> attack)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(attack)));
        return string.Join(", ", results.GroupBy(result => result[..3]).Select(group => $"{group.Key} × {group.Count()}"));
    }

    /// <summary>Declares bodies of 1 MiB, sends all but two bytes of each, and waits.</summary>
    private static async Task<string> StallAsync(ServerProcess server, int connections, TimeSpan time)
    {
        var head = Encoding.ASCII.GetBytes(
            $"POST /api/v1/evaluate/jiraforge HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {StalledBytes}\r\n\r\n");
        var body = new byte[StalledBytes - 2];
        Array.Fill(body, (byte)' ');
        var open = new List<TcpClient>();
        var sent = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, connections), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, stop) =>
        {
            var client = new TcpClient();
            lock (open) open.Add(client);
            try
            {
                await client.ConnectAsync(server.Url.Host, server.Url.Port, stop);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(time);
                await client.GetStream().WriteAsync(head, patience.Token);
                await client.GetStream().WriteAsync(body, patience.Token);
                Interlocked.Increment(ref sent);
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                // The server refused it or stopped reading.
            }
        });
        await Task.Delay(time);
        open.ForEach(client => client.Dispose());
        return $"{sent} of {connections} accepted whole";
    }

    private static async Task<string> WaitAsync(TimeSpan time)
    {
        await Task.Delay(time);
        return "";
    }

    private static byte[] EmptyRows()
    {
        var text = new StringBuilder("{\"batch\":[{}", Size + 16);
        while (text.Length < Size - 16) text.Append(",{}");
        return Encoding.ASCII.GetBytes(text.Append("]}").ToString());
    }

    private static byte[] Rows(int count) => Encoding.ASCII.GetBytes(
        $$"""{"batch":[{{string.Join(',', Enumerable.Repeat("""{"project_id":"attack/b","weave_ref":"weave:///attack/b/call/1","feedback_type":"wandb.note.1","payload":{"note":"n"}}""", count))}}]}""");

    private static byte[] Repeat(string line)
    {
        var bytes = new byte[Size];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)line[i % line.Length];
        return bytes;
    }
}
