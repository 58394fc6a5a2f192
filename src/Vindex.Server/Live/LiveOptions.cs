using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Live;

/// <summary>Streams of changes to open pages: the section <c>Live</c>.</summary>
internal sealed record LiveOptions
{
    /// <summary>Streams of all users together.</summary>
    [Range(0, 100_000)]
    public required int Streams { get; init; }

    /// <summary>Streams of one user.</summary>
    [Range(1, 100)]
    public required int StreamsPerUser { get; init; }

    /// <summary>How long a stream lasts. Browsers then open a new one, for which the rights are checked again.</summary>
    [DurationRange("1s", "1h")]
    public required Duration Lifetime { get; init; }
}
