using System.ComponentModel.DataAnnotations;
using Vindex.Server.Telemetry;

namespace Vindex.Server.Security.Limits;

/// <summary>A maximum number of requests within any window of a given length.</summary>
internal sealed record RateLimit
{
    /// <summary>Maximum number of requests; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public required int Requests { get; init; }

    /// <summary>The window in seconds.</summary>
    [Range(1, 86_400)]
    public required int WindowSeconds { get; init; }

    /// <summary><see cref="WindowSeconds"/>.</summary>
    internal TimeSpan Window => TimeSpan.FromSeconds(WindowSeconds);

    /// <summary>What is counted, in messages.</summary>
    internal string Unit { get; init; } = "requests";

    /// <summary>Counts a request; returns a refusal if it is over the limit, otherwise null.</summary>
    /// <param name="limiter">The counter.</param>
    /// <param name="partition">Whose requests are counted together.</param>
    /// <param name="counted">Receives the state of the limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="cost">How many units the request counts as.</param>
    public async ValueTask<Refusal?> CountAsync(
        IRateLimiter limiter, string partition, Action<RateLimit, RateDecision> counted, CancellationToken cancellationToken, int cost = 1)
    {
        if (Requests == 0) return null;
        var decision = await limiter.TakeAsync(partition, this, cost, cancellationToken);
        counted(this, decision);
        if (decision.Allowed) return null;
        VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "limit"));
        return new Refusal.RateLimited(
            $"At most {Requests} {Unit} within {Window.TotalSeconds} seconds; try again in {decision.ResetSeconds} s.", decision.ResetSeconds);
    }
}

/// <summary>The decision of a limit about a request.</summary>
/// <param name="Allowed">Whether it is allowed; otherwise it does not count.</param>
/// <param name="Remaining">How much more would be allowed now.</param>
/// <param name="ResetSeconds">Whole seconds until the oldest counted request leaves the window; if refused, until this one would be allowed.</param>
internal readonly record struct RateDecision(bool Allowed, int Remaining, int ResetSeconds);

/// <summary>Counts requests: on a node alone, or together with others.</summary>
internal interface IRateLimiter
{
    /// <summary>Counts a request against a limit, unless it is refused.</summary>
    /// <param name="partition">Requests with the same partition are counted together.</param>
    /// <param name="limit">The limit; must not be 0 requests.</param>
    /// <param name="cost">How many units the request counts as; 1 up to the limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<RateDecision> TakeAsync(string partition, RateLimit limit, int cost, CancellationToken cancellationToken);
}
