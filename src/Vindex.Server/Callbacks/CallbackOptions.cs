using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Callbacks;

/// <summary>How callbacks are delivered: the section <c>Callbacks</c>.</summary>
internal sealed record CallbackOptions
{
    /// <summary>The delays before the second, third, … attempt; after the last one a delivery has failed.</summary>
    [Durations(20, "1ms", "7d")]
    public required DurationList Schedule { get; init; }

    /// <summary>Fraction by which a delay is randomly shortened or lengthened, so that deliveries that failed together are not retried together.</summary>
    [Range(0, 0.5)]
    public required double Jitter { get; init; }

    /// <summary>Timeout of an attempt, from name resolution to the end of the response.</summary>
    [DurationRange("10ms", "5m")]
    public required Duration Timeout { get; init; }

    /// <summary>Timeout of connecting, part of <see cref="Timeout"/>.</summary>
    [DurationRange("10ms", "5m")]
    public required Duration ConnectTimeout { get; init; }

    /// <summary>Concurrent callbacks per endpoint.</summary>
    [Range(1, 256)]
    public required int Concurrency { get; init; }

    /// <summary>An endpoint is disabled after every attempt has failed for this time.</summary>
    [DurationRange("1s", "365d")]
    public required Duration DisableAfter { get; init; }

    /// <summary>Special-purpose networks that callbacks may reach.</summary>
    public required NetworkList AllowedNetworks { get; init; }

    /// <summary>Accept http:// targets. Meant for development.</summary>
    public required bool AllowHttp { get; init; }
}
