using Vindex.Server.Configuration;
using Vindex.Server.Telemetry;

namespace Vindex.Server.Security.Limits;

/// <summary>A maximum number of requests within any window of a given length.</summary>
/// <param name="Requests">Maximum number of requests; 0 for no limit.</param>
/// <param name="Window">The window.</param>
internal sealed record RateLimit(int Requests, TimeSpan Window)
{
    public static RateLimit Read(SettingsReader settings, string section) =>
        new(settings.Integer(section + ":Requests", 0, 1_000_000), TimeSpan.FromSeconds(settings.Integer(section + ":WindowSeconds", 1, 86_400)));

    /// <summary>Counts a request; returns a refusal if it is over the limit, otherwise null.</summary>
    /// <param name="limiter">The counter.</param>
    /// <param name="partition">Whose requests are counted together.</param>
    /// <param name="counted">Receives the state of the limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask<Refusal?> CountAsync(
        IRateLimiter limiter, string partition, Action<RateLimit, RateDecision> counted, CancellationToken cancellationToken)
    {
        if (Requests == 0) return null;
        var decision = await limiter.TakeAsync(partition, this, cancellationToken);
        counted(this, decision);
        if (decision.Allowed) return null;
        VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "limit"));
        return new Refusal.RateLimited(
            $"At most {Requests} requests within {Window.TotalSeconds} seconds; try again in {decision.ResetSeconds} s.", decision.ResetSeconds);
    }
}

/// <summary>The decision of a limit about a request.</summary>
/// <param name="Allowed">Whether it is allowed; otherwise it does not count.</param>
/// <param name="Remaining">Number of further requests that would be allowed now.</param>
/// <param name="ResetSeconds">Whole seconds until the oldest counted request leaves the window; if refused, until the next one is allowed.</param>
internal readonly record struct RateDecision(bool Allowed, int Remaining, int ResetSeconds);

/// <summary>Counts requests. A port, because several nodes will have to count together.</summary>
internal interface IRateLimiter
{
    /// <summary>Counts a request against a limit, unless it is refused.</summary>
    /// <param name="partition">Requests with the same partition are counted together.</param>
    /// <param name="limit">The limit; must not be 0 requests.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<RateDecision> TakeAsync(string partition, RateLimit limit, CancellationToken cancellationToken);
}
