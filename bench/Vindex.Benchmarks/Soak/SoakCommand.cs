using System.Globalization;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Soak;

/// <summary>
/// <c>soak MINUTES [REQUESTS_PER_SECOND]</c>: scores, events with callbacks, feedback, imports, statistics and pages against a server of its own, at half the
/// rate that it was measured to manage just before. Prints latencies, memory, descriptors and file sizes of every minute as a table.
/// </summary>
internal static class SoakCommand
{
    private const int Clients = 32;
    private const int PacedClients = 256;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var minutes)) return Fail("soak MINUTES [REQUESTS_PER_SECOND]");
        await using var receiver = new RoughReceiver(1, roughPercent: 0);
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartDemoAsync(
            folder.Path,
            ("Vindex__Callbacks__AllowHttp", "true"),
            ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
            ("Vindex__Limits__Score__Requests", "0"),
            ("Vindex__Limits__Evaluate__Requests", "0"));
        using var mix = await SoakMix.CreateAsync(server, receiver.Url);
        var load = new SoakLoad(mix);
        await load.AsFastAsPossibleAsync(Clients, s_warmUp);
        var capacity = await load.AsFastAsPossibleAsync(Clients, s_measured);
        var rate = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : capacity / 2;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Clients} clients get {capacity:N0} requests/s. Now {minutes} minutes at {rate:N0} requests/s, and an import of {SoakMix.ImportRows:N0} rows every 10 s."));
        Console.WriteLine();
        var samples = await RunAsync(server, load, rate, minutes);
        return Summarize(samples);
    }

    private static async Task<List<SoakSample>> RunAsync(ServerProcess server, SoakLoad load, double rate, int minutes)
    {
        SoakSample.WriteHeader();
        load.Take();
        using var ended = new CancellationTokenSource();
        var running = load.AtRateAsync(PacedClients, rate, ended.Token);
        var samples = new List<SoakSample>();
        var processor = server.ProcessorTime;
        for (var minute = 1; minute <= minutes; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1));
            var sample = SoakSample.Of(minute, server, load.Take(), server.ProcessorTime - processor);
            processor = server.ProcessorTime;
            sample.Write();
            samples.Add(sample);
        }

        await ended.CancelAsync();
        await running;
        return samples;
    }

    private static int Summarize(List<SoakSample> samples)
    {
        var settled = samples.Skip(Math.Min(10, samples.Count / 3)).ToList();
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"From minute {settled[0].Minute}: memory {settled.Min(s => s.ResidentMb):N0}–{settled.Max(s => s.ResidentMb):N0} MB, descriptors {settled.Min(s => s.Descriptors)}–{settled.Max(s => s.Descriptors)}, write-ahead log at most {settled.Max(s => s.LogMb):N0} MB, slowest p99 of a score {settled.Max(s => s.P99("score")):N1} ms."));
        var failed = samples.Sum(sample => sample.Failed);
        return failed == 0 ? 0 : Fail($"{failed} requests failed");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
