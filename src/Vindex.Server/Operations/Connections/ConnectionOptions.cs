using System.ComponentModel.DataAnnotations;

namespace Vindex.Server.Operations.Connections;

/// <summary>Limits of open connections: the section <c>Limits:Connections</c>.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>All connections; fewer if the process cannot open so many files.</summary>
    [Range(1, 1_000_000)]
    public required int Max { get; init; }

    /// <summary>The share of them, in percent, that one IP address (IPv6: one /64) can have.</summary>
    [Range(1, 100)]
    public required int PercentPerAddress { get; init; }
}
