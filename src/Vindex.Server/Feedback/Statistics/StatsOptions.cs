using System.ComponentModel.DataAnnotations;
using NodaTime;
using Vindex.Server.Configuration;

namespace Vindex.Server.Feedback.Statistics;

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

    /// <summary><see cref="TimeZone"/>.</summary>
    internal DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];
}
