using System.Globalization;

namespace Vindex.Benchmarks.Capacity;

/// <summary><c>capacity</c>: the tables of docs/scale.md, computed from measured figures.</summary>
internal static class CapacityCommand
{
    private static readonly CapacityLoad[] s_loads = [new(10, 1_000_000), new(100, 1_000_000), new(1000, 1_000_000), new(10_000, 1_000_000)];

    public static int Run()
    {
        Console.Write(Tables());
        return 0;
    }

    /// <summary>The tables as Markdown.</summary>
    public static string Tables()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"| | {string.Join(" | ", s_loads.Select(load => Number(load.Companies) + " companies"))} | formula |");
        text.WriteLine($"|---|{string.Concat(s_loads.Select(_ => "---|"))}---|");
        Row("rows kept", load => Number(load.Rows), "companies × 1,000,000");
        Row("events a second, busiest hour", load => Number(load.EventsPerSecond), "rows × 20 % ÷ 365 days × 4");
        Row("rows a second in batches, busiest hour", load => Number(load.BatchedPerSecond), "rows × 80 % ÷ 365 days × 4");
        Row("cores of all servers", load => Number(CapacityModel.Cores(load)), "(events × 2.3 ms + rows × 0.02 ms) ÷ 50 %");
        Row("servers of 4 cores", load => Number(CapacityModel.Servers(load)), "cores ÷ 4 + 1, at least 3");
        Row("PostgreSQL's cores for events", load => Number(CapacityModel.DatabaseCores(load)), "events × 3.7 ms ÷ 50 %");
        Row("lock of leasing held, every job alone", load => $"{Number(CapacityModel.Leasing(load) * 100)} %", $"events × ({CapacityModel.LeasingTrips} trips × 0.3 ms + 1 ms)");
        Row("lock of taking held, every callback alone", load => $"{Number(CapacityModel.Taking(load) * 100)} %", $"events × ({CapacityModel.TakingTrips} trips × 0.3 ms + 1 ms)");
        Row("disk of PostgreSQL", load => Bytes(CapacityModel.DatabaseBytes(load)), "scores × 3.3 KB + other rows × 0.9 KB");
        Row("base backup at 200 MB/s", load => $"{Number(CapacityModel.BackupHours(load))} h", "disk ÷ 200 MB/s");
        Row("memory of embedded statistics, each server", load => Bytes(CapacityModel.StatisticsBytes(load)), "rows × 29.6 bytes");
        Row("disk of ClickHouse, each replica", load => Bytes(CapacityModel.ClickHouseDisk(load)), "rows × 20.6 bytes");
        Row("PostgreSQL's cores to look for callbacks, a tenth of the endpoints failing", load => Number(CapacityModel.LaneCores(load)), "lanes × 14 µs × servers × 1/s");
        Row("PostgreSQL's cores to look for rows to copy to ClickHouse", load => Number(CapacityModel.FollowCores(load)), "companies × 0.1 ms × servers ÷ 5 s");
        text.WriteLine();
        text.WriteLine($"One company alone, however many servers there are: at most {Company(CapacityModel.SharedTrips)} in shared transactions, {Company(CapacityModel.OwnTrips)} in transactions of its own.");
        return text.ToString();

        string Company(int trips) => $"{Number(CapacityModel.CompanyEventsPerSecond(trips))} events a second (1 ÷ ({trips} trips × 0.3 ms))";

        void Row(string what, Func<CapacityLoad, string> value, string formula) =>
            text.WriteLine($"| {what} | {string.Join(" | ", s_loads.Select(value))} | {formula} |");
    }

    private static string Number(double number) => number switch
    {
        >= 100 => number.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.#", CultureInfo.InvariantCulture),
        _ => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1e12 => Number(bytes / 1e12) + " TB",
        >= 1e9 => Number(bytes / 1e9) + " GB",
        _ => Number(bytes / 1e6) + " MB",
    };
}
