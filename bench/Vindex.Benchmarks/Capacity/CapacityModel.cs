namespace Vindex.Benchmarks.Capacity;

/// <summary>How much there is to do.</summary>
/// <param name="Companies">Companies.</param>
/// <param name="RowsPerCompany">Rows of feedback that a company keeps, scores included.</param>
internal sealed record CapacityLoad(int Companies, long RowsPerCompany)
{
    /// <summary>Days that rows are kept.</summary>
    public const int Days = 365;

    /// <summary>Share of the rows that are scores of events, with a callback each; the others are written in batches.</summary>
    public const double EventShare = 0.2;

    /// <summary>The busiest hour against the mean.</summary>
    public const double Peak = 4;

    /// <summary>Rows.</summary>
    public double Rows => (double)Companies * RowsPerCompany;

    /// <summary>Scores.</summary>
    public double Scores => Rows * EventShare;

    /// <summary>Events a second in the busiest hour.</summary>
    public double EventsPerSecond => Scores / Days / 86_400 * Peak;

    /// <summary>Rows a second that are written in batches in the busiest hour.</summary>
    public double BatchedPerSecond => Rows * (1 - EventShare) / Days / 86_400 * Peak;
}

/// <summary>
/// What a load needs, by formulas over figures that were measured. Each constant names where it is from; docs/scale.md has the tables that come out, and what
/// they leave out.
/// </summary>
internal static class CapacityModel
{
    /// <summary>Processor time of servers per event with its callback, in seconds (benchmarks.md, Several servers, 24,000 events).</summary>
    public const double EventSeconds = 0.0023;

    /// <summary>Processor time of PostgreSQL per event with its callback, in seconds (from the same run).</summary>
    public const double DatabaseSeconds = 0.0037;

    /// <summary>Processor time of a server per row in a batch, in seconds (benchmarks.md, Statistics over HTTP).</summary>
    public const double RowSeconds = 0.00002;

    /// <summary>How busy processors should be in the busiest hour.</summary>
    public const double Busy = 0.5;

    /// <summary>Round trips under the lock of leasing, whatever the number of jobs.</summary>
    public static int LeasingTrips => RoundTrips.Leasing.Shared + 1;

    /// <summary>Round trips under the lock of taking, for up to 256 lanes.</summary>
    public static int TakingTrips => RoundTrips.Taking.Shared + 1;

    /// <summary>From a server to the database and back with a short statement, in seconds: an assumption, in one data center.</summary>
    public const double TripSeconds = 0.0003;

    /// <summary>A flush of the database's disk, in seconds: an assumption, a good SSD.</summary>
    public const double FlushSeconds = 0.001;

    /// <summary>Disk for a score with its row, indexes included, in bytes (benchmarks.md, What a score takes on disk; measured with SQLite).</summary>
    public const double ScoreBytes = 3300;

    /// <summary>Disk for a row of feedback with a payload of 256 bytes, indexes included, in bytes (measured: bench/sql/partitions.sql).</summary>
    public const double RowBytes = 900;

    /// <summary>Memory of the embedded statistics per row, in bytes (benchmarks.md, The statistics engine).</summary>
    public const double ColumnBytes = 29.6;

    /// <summary>Disk of ClickHouse per row, in bytes (benchmarks.md, ClickHouse).</summary>
    public const double ClickHouseBytes = 20.6;

    /// <summary>Looking for due callbacks, per lane in which something waits, in seconds of the database's processor (measured, PostgreSQL 15).</summary>
    public const double LaneSeconds = 0.000014;

    /// <summary>How often each server looks for due callbacks at least, per second.</summary>
    public const double LooksPerSecond = 1;

    /// <summary>How often each server that follows with ClickHouse asks for the projects of each company, per second.</summary>
    public const double FollowsPerSecond = 0.2;

    /// <summary>A short query, in seconds of the database's processor: an assumption.</summary>
    public const double QuerySeconds = 0.0001;

    /// <summary>Cores of a server.</summary>
    public const int ServerCores = 4;

    /// <summary>Cores of all servers together.</summary>
    public static double Cores(CapacityLoad load) => ((load.EventsPerSecond * EventSeconds) + (load.BatchedPerSecond * RowSeconds)) / Busy;

    /// <summary>Servers: three, so that one may fail, or as many as the cores need and one more.</summary>
    public static int Servers(CapacityLoad load) => Math.Max(3, (int)Math.Ceiling(Cores(load) / ServerCores) + 1);

    /// <summary>Cores of the database for events and their callbacks.</summary>
    public static double DatabaseCores(CapacityLoad load) => load.EventsPerSecond * DatabaseSeconds / Busy;

    /// <summary>Share of the time in which the lock of leasing is held, if every job is leased alone; above 1, several must be leased together.</summary>
    public static double Leasing(CapacityLoad load) => load.EventsPerSecond * ((LeasingTrips * TripSeconds) + FlushSeconds);

    /// <summary>Share of the time in which the lock of taking is held, if every callback is taken alone; above 1, several must be taken together.</summary>
    public static double Taking(CapacityLoad load) => load.EventsPerSecond * ((TakingTrips * TripSeconds) + FlushSeconds);

    /// <summary>Round trips under the lock of its company per event, in full transactions that are shared: storing the result and ending the attempt.</summary>
    public static int SharedTrips => RoundTrips.Storing.Shared + RoundTrips.EndingAttempt.Shared;

    /// <summary>The same in full transactions of the company alone.</summary>
    public static int OwnTrips => RoundTrips.Storing.Own + RoundTrips.EndingAttempt.Own;

    /// <summary>Events a second of one company, when its transactions are full.</summary>
    /// <param name="trips">Round trips of an event.</param>
    public static double CompanyEventsPerSecond(int trips) => 1 / (trips * TripSeconds);

    /// <summary>Bytes of the database.</summary>
    public static double DatabaseBytes(CapacityLoad load) => (load.Scores * ScoreBytes) + ((load.Rows - load.Scores) * RowBytes);

    /// <summary>Memory of each server for embedded statistics of all rows.</summary>
    public static double StatisticsBytes(CapacityLoad load) => load.Rows * ColumnBytes;

    /// <summary>Bytes of one replica of ClickHouse.</summary>
    public static double ClickHouseDisk(CapacityLoad load) => load.Rows * ClickHouseBytes;

    /// <summary>Cores of the database for looking for callbacks when those of a tenth of the companies' four endpoints each wait for a retry.</summary>
    public static double LaneCores(CapacityLoad load) => load.Companies * 4 * 0.1 * LaneSeconds * LooksPerSecond * Servers(load);

    /// <summary>Cores of the database for servers that look for changes to copy to ClickHouse.</summary>
    public static double FollowCores(CapacityLoad load) => load.Companies * FollowsPerSecond * QuerySeconds * Servers(load);

    /// <summary>Hours of a base backup at 200 MB/s.</summary>
    public static double BackupHours(CapacityLoad load) => DatabaseBytes(load) / 200e6 / 3600;
}
