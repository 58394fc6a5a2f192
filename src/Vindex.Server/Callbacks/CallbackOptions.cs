using System.Net;

namespace Vindex.Server.Callbacks;

/// <summary>How callbacks are delivered: the section <c>Callbacks</c> of the configuration, read and checked by <see cref="CallbackOptionsReader"/>.</summary>
internal sealed record CallbackOptions
{
    /// <summary>The delays before the second, third, … attempt; after the last one a delivery has failed. 1–20 delays of 1 ms to 7 days.</summary>
    public IReadOnlyList<TimeSpan> Schedule { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    /// <summary>
    /// Fraction by which a delay is randomly shortened or lengthened, so that deliveries that failed together are not retried together. 0–0.5, default 0.2.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Timeout of an attempt, from name resolution to the end of the response. 10 ms to 5 minutes, default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Timeout of connecting, part of <see cref="Timeout"/>. 10 ms to 5 minutes, default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Concurrent callbacks per endpoint. 1–256, default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>An endpoint is disabled after every attempt has failed for this time. 1 s to 365 days, default 5 days.</summary>
    public TimeSpan DisableAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>Special-purpose networks that callbacks may reach. Default none.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Accept http:// targets. Meant for development, default false.</summary>
    public bool AllowHttp { get; init; }
}
