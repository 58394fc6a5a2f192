using System.ComponentModel.DataAnnotations;
using NodaTime;
using Vindex.Server.Configuration;
using Vindex.Server.Feedback.Statistics.ClickHouse;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>What answers questions about feedback.</summary>
internal enum StatsEngineKind
{
    /// <summary>The columns in this process.</summary>
    Embedded,

    /// <summary>ClickHouse, into which the changes are copied.</summary>
    ClickHouse,
}

/// <summary>Settings of statistics: the section <c>Stats</c>.</summary>
internal sealed record StatsOptions
{
    /// <summary>IANA zone for companies without one of their own.</summary>
    [TimeZoneId]
    public required string TimeZone { get; init; }

    /// <summary>Megabytes that the columns of all projects together may take in memory.</summary>
    [Range(1, 1_048_576)]
    public required int MemoryMegabytes { get; init; }

    /// <summary>Folder of the block files; empty for <c>statistics</c> in the data folder.</summary>
    public string? Folder { get; init; }

    /// <summary>What answers questions.</summary>
    public required StatsEngineKind Engine { get; init; }

    /// <summary>Null: the section is bound to options of its own, and this property only makes its name known.</summary>
    public ClickHouseSettings? ClickHouse { get; }

    /// <summary><see cref="TimeZone"/>.</summary>
    internal DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];
}
