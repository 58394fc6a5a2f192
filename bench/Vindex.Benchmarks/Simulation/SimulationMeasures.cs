namespace Vindex.Benchmarks.Simulation;

/// <summary>Waiting times by phase and group.</summary>
internal sealed class SimulationMeasures(Cluster cluster)
{
    private readonly Dictionary<(int Phase, string Group), List<double>> _seconds = [];

    /// <summary>Events that were refused, by phase and status.</summary>
    public Dictionary<(int Phase, int Status), int> Refused { get; } = [];

    /// <summary>An event was refused.</summary>
    public void Refuse(int status) => Refused[(cluster.Phase, status)] = Refused.GetValueOrDefault((cluster.Phase, status)) + 1;

    /// <summary>A job was leased.</summary>
    public void Leased(SimulatedJob job, DateTimeOffset now)
    {
        if (job.Taken == 1) Add(job.CreatedAt, job.Company == Cluster.Largest ? "queue, largest" : "queue, others", now);
    }

    /// <summary>An attempt begins.</summary>
    public void Sent(SimulatedOutbox.Row row, DateTimeOffset now)
    {
        if (row.Delivery.Attempts > 0 || row.Delivery.Taken > 1) return;
        Add(row.Delivery.CreatedAt, cluster.Receivers.KindOf(row.Lane) switch
        {
            ReceiverKind.InRegion => "callback, region",
            ReceiverKind.Slow => "callback, slow",
            _ => row.Delivery.CompanyId == Cluster.Largest ? "callback, largest" : "callback, others",
        }, now);
    }

    /// <summary>How many were measured, and the percentile in seconds; 0 for none.</summary>
    public (int Count, double Seconds) Of(int phase, string group, double percentile)
    {
        if (!_seconds.TryGetValue((phase, group), out var seconds)) return (0, 0);
        seconds.Sort();
        return (seconds.Count, seconds[(int)Math.Min(seconds.Count - 1, Math.Floor(percentile * seconds.Count))]);
    }

    private void Add(DateTimeOffset createdAt, string group, DateTimeOffset now)
    {
        var key = (cluster.PhaseOf(createdAt), group);
        if (!_seconds.TryGetValue(key, out var seconds)) _seconds[key] = seconds = [];
        seconds.Add((now - createdAt).TotalSeconds);
    }
}
