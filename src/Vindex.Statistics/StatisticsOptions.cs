using Vindex.Statistics.Columns;

namespace Vindex.Statistics;

/// <summary>How the engine uses disk, memory and processors.</summary>
public sealed record StatisticsOptions
{
    /// <summary>Where block files go; null keeps everything in memory. The folder may be deleted while the engine is not running.</summary>
    public string? Folder { get; init; }

    /// <summary>Bytes that the columns of all projects together may take in memory. Default 512 MiB; beyond it columns are read again when needed.</summary>
    public long MemoryBudget { get; init; } = 512L << 20;

    internal Limits Limits { get; init; } = Limits.Usual;

    /// <summary>Workers for a question that has the engine to itself. Default 2, at most the number of processors; 1 when several run.</summary>
    public int Workers { get; init; } = Math.Min(2, Environment.ProcessorCount);
}
