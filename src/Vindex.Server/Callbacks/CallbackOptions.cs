using System.Net;

namespace Vindex.Server.Callbacks;

/// <summary>How callbacks are delivered: the section <c>Callbacks</c> of the configuration, read and checked by <see cref="CallbackOptionsReader"/>.</summary>
internal sealed record CallbackOptions
{
    /// <summary>The waits before the second, third, … attempt; after as many retries a delivery has failed. 1–20 waits of 1 ms to 7 days.</summary>
    public IReadOnlyList<TimeSpan> Schedule { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    /// <summary>By which share a wait is shortened or lengthened at random, so that deliveries that failed together do not return together. 0–0.5, default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>For one attempt, from resolving the name to the end of the answer. 10 ms to 5 minutes, default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For connecting, within <see cref="Timeout"/>. 10 ms to 5 minutes, default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Callbacks under way to one endpoint at a time. 1–256, default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>An endpoint that had nothing but failures for so long is disabled. 1 s to 365 days, default 5 days.</summary>
    public TimeSpan DisableAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>Special-purpose networks that callbacks may go to all the same. Default none.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Accept http:// targets. Meant for development, default false.</summary>
    public bool AllowHttp { get; init; }
}
