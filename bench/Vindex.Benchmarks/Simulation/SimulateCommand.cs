using System.Diagnostics;
using System.Globalization;

namespace Vindex.Benchmarks.Simulation;

/// <summary>
/// <c>simulate [--seed N] [--nodes N] [--installations N] [--rate EVENTS] [--minutes PER_PHASE] [--trip MS]</c>: queue, dispatcher and limits of many servers
/// in virtual time. The same arguments give the same figures.
/// </summary>
internal static class SimulateCommand
{
    private static readonly string[] s_groups =
        ["queue, others", "queue, largest", "callback, others", "callback, largest", "callback, slow", "callback, region"];

    public static int Run(string[] args)
    {
        if (Read(args) is not { } options)
        {
            Console.Error.WriteLine("simulate [--seed N] [--nodes N] [--installations N] [--rate EVENTS_PER_SECOND] [--minutes PER_PHASE] [--trip MILLISECONDS]");
            return 2;
        }

        var watch = Stopwatch.StartNew();
        var cluster = new Cluster(options);
        try
        {
            cluster.Run();
        }
        catch (InvariantException broken)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}, {cluster.Time.Now:O}: {broken.Message}"));
            return 1;
        }

        Console.Write(Report(cluster));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cluster.Time.Count} events simulated in {watch.Elapsed.TotalSeconds:F1} s"));
        return 0;
    }

    /// <summary>The figures, as docs/scale.md has them.</summary>
    public static string Report(Cluster cluster)
    {
        var options = cluster.Options;
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine(FormattableString.Invariant(
            $"seed {options.Seed}: {options.Nodes} nodes, {options.Installations} installations, {options.EventsPerSecond} events/s, round trip {options.RoundTrip.TotalMilliseconds} ms"));
        text.WriteLine("| phase | group | number | p50 | p95 | p99 | longest |");
        text.WriteLine("|---|---|---|---|---|---|---|");
        for (var phase = 0; phase < Cluster.Phases.Length; phase++)
        {
            foreach (var group in s_groups)
            {
                if (cluster.Measures.Of(phase, group, 0) is { Count: > 0 and var count })
                    text.WriteLine($"| {Cluster.Phases[phase]} | {group} | {count} | {Of(0.5)} | {Of(0.95)} | {Of(0.99)} | {Of(1)} |");
                string Of(double percentile) => Length(cluster.Measures.Of(phase, group, percentile).Seconds);
            }
        }

        text.WriteLine();
        text.WriteLine("| phase | lock of leasing held | lock of taking held | writes that ran alone | shared transactions that gave up | longest queue | 429 | 503 |");
        text.WriteLine("|---|---|---|---|---|---|---|---|");
        for (var phase = 0; phase < Cluster.Phases.Length; phase++)
        {
            var (leasing, taking, all, givenUp) = cluster.Locks[phase];
            text.WriteLine(FormattableString.Invariant(
                $"| {Cluster.Phases[phase]} | {leasing * 100:F0} % | {taking * 100:F0} % | {all * 100:F3} % | {givenUp} | {cluster.Longest[phase]} | {Refused(429)} | {Refused(503)} |"));
            int Refused(int status) => cluster.Measures.Refused.GetValueOrDefault((phase, status));
        }

        text.WriteLine(FormattableString.Invariant(
            $"{cluster.Accepted} events accepted, {cluster.Outbox.Rows.Count} callbacks; all ended {cluster.Drained.TotalMinutes:F1} minutes after the last event"));
        return text.ToString();
    }

    private static string Length(double seconds) => seconds switch
    {
        < 1 => FormattableString.Invariant($"{seconds * 1000:F0} ms"),
        < 100 => FormattableString.Invariant($"{seconds:F1} s"),
        _ => FormattableString.Invariant($"{seconds:F0} s"),
    };

    private static SimulationOptions? Read(string[] args)
    {
        var options = new SimulationOptions();
        if (args.Length % 2 != 0) return null;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number)) return null;
            options = args[i] switch
            {
                "--seed" => options with { Seed = (int)number },
                "--nodes" => options with { Nodes = (int)number, Kills = (int)number / 10 },
                "--installations" => options with { Installations = (int)number, Companies = Math.Max(2, (int)number / 4) },
                "--rate" => options with { EventsPerSecond = number },
                "--minutes" => options with { Phase = TimeSpan.FromMinutes(number) },
                "--trip" => options with { RoundTrip = TimeSpan.FromMilliseconds(number) },
                _ => null!,
            };
            if (options is null) return null;
        }

        return options;
    }
}
