using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;

namespace Vindex.Statistics;

/// <summary>How the engine uses disk, memory and processors.</summary>
public sealed record StatisticsOptions
{
    /// <summary>Folder of the block files; null keeps everything in memory. It may be deleted while the engine is not running.</summary>
    public string? Folder { get; init; }

    /// <summary>Memory budget in bytes for the columns of all projects. Default 512 MiB; above it columns are unloaded and read again when needed.</summary>
    public long MemoryBudget { get; init; } = 512L << 20;

    /// <summary>Workers for a question that has the engine to itself. Default 2, at most the number of processors; 1 when several questions run.</summary>
    public int Workers { get; init; } = Math.Min(2, Environment.ProcessorCount);

    internal Limits Limits { get; init; } = Limits.Default;

    internal Action<MaintenanceStep>? Failpoint { get; init; }
}
