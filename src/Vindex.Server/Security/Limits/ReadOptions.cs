using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Limits;

/// <summary>Limits of requests that read many rows: the section <c>Limits:Reads</c>.</summary>
internal sealed record ReadOptions
{
    /// <summary>How many of them run at the same time.</summary>
    [Range(1, 1000)]
    public required int Concurrent { get; init; }

    /// <summary>How many of them one key or user can have.</summary>
    [Range(1, 1000)]
    public required int PerCaller { get; init; }

    /// <summary>How long a request waits for others to end before it is refused.</summary>
    [DurationRange("0s", "1m")]
    public required Duration Wait { get; init; }
}
