using System.Globalization;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Soak;

/// <summary>One minute of a soak: what the requests took, and the server at its end.</summary>
internal sealed record SoakSample(
    int Minute, SoakTimes Times, double Processors, double ResidentMb, int Descriptors, double StoreMb, double LogMb, double StatisticsMb)
{
    private static readonly string[] s_kinds = ["score", "event", "feedback", "statistics", "page", "import"];

    public int Failed => Times.Failures.Values.Sum();

    public static SoakSample Of(int minute, ServerProcess server, SoakTimes times, TimeSpan processorTime) => new(
        minute,
        times,
        processorTime / TimeSpan.FromMinutes(1),
        Megabytes(server.ResidentBytes),
        server.Descriptors,
        Size(Path.Combine(server.DataFolder, "vindex.db")),
        Size(Path.Combine(server.DataFolder, "vindex.db-wal")),
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "statistics"), "*", SearchOption.AllDirectories).Sum(Size));

    public double P99(string kind) => Percentile(kind, 99);

    public static void WriteHeader()
    {
        Console.WriteLine($"| minute | requests | failed | score p50 · p99 · slowest | {string.Join(" | ", s_kinds.Skip(1).Select(kind => $"{kind} p99"))} | processors | memory | descriptors | store | log | statistics |");
        Console.WriteLine($"|---|---|---|---|{string.Concat(Enumerable.Repeat("---|", s_kinds.Length + 5))}");
    }

    public void Write()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Minute} | {Times.Milliseconds.Values.Sum(list => list.Count):N0} | {Failed} | {Percentile("score", 50):N1} · {P99("score"):N1} · {Percentile("score", 100):N0} ms | {string.Join(" | ", s_kinds.Skip(1).Select(P99Text))} | {Processors:N2} | {ResidentMb:N0} MB | {Descriptors} | {StoreMb:N0} MB | {LogMb:N0} MB | {StatisticsMb:N1} MB |"));
        foreach (var (what, count) in Times.Failures) Console.Error.WriteLine($"  {what} × {count}");
    }

    private string P99Text(string kind) => string.Create(CultureInfo.InvariantCulture, $"{P99(kind):N1} ms");

    private double Percentile(string kind, double percent) =>
        Times.Milliseconds.TryGetValue(kind, out var sorted) ? sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)] : 0;

    private static double Size(string file)
    {
        try
        {
            return Megabytes(new FileInfo(file).Length);
        }
        catch (FileNotFoundException)
        {
            // Files of the statistics come and go.
            return 0;
        }
    }

    private static double Megabytes(long bytes) => bytes / 1048576d;
}
