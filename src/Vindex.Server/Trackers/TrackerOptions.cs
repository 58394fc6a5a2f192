using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Trackers;

/// <summary>How trackers are read: the section <c>Trackers</c>.</summary>
internal sealed record TrackerOptions
{
    /// <summary>Special-purpose networks that trackers may be in.</summary>
    public required NetworkList AllowedNetworks { get; init; }

    /// <summary>Accept http:// addresses. Meant for development and closed networks.</summary>
    public required bool AllowHttp { get; init; }

    /// <summary>Timeout of connecting.</summary>
    [DurationRange("10ms", "5m")]
    public required Duration ConnectTimeout { get; init; }

    /// <summary>Connections that are read at the same time.</summary>
    [Range(1, 64)]
    public required int Parallelism { get; init; }

    /// <summary>How often a project is asked for what changed.</summary>
    [DurationRange("10s", "1d")]
    public required Duration Poll { get; init; }

    /// <summary>How far that question reaches back before the latest change that is known.</summary>
    [DurationRange("0s", "1h")]
    public required Duration Overlap { get; init; }

    /// <summary>How often a project is read in full, to find deleted and moved issues.</summary>
    [DurationRange("1h", "30d")]
    public required Duration Sweep { get; init; }
}
