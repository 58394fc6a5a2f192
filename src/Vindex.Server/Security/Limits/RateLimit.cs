using Vindex.Server.Configuration;
using Vindex.Server.Telemetry;

namespace Vindex.Server.Security.Limits;

/// <summary>At most so many requests within any window of that length.</summary>
/// <param name="Requests">How many; 0 for no limit.</param>
/// <param name="Window">The window.</param>
internal sealed record RateLimit(int Requests, TimeSpan Window)
{
    public static RateLimit Read(SettingsReader settings, string section) =>
        new(settings.Integer(section + ":Requests", 0, 1_000_000), TimeSpan.FromSeconds(settings.Integer(section + ":WindowSeconds", 1, 86_400)));

    /// <summary>Counts a request; the refusal when it is over the limit, null when it may go on.</summary>
    /// <param name="limiter">The counter.</param>
    /// <param name="partition">Whose requests are counted together.</param>
    /// <param name="counted">Receives the state of the limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Refusal?> CountAsync(IRateLimiter limiter, string partition, Action<RateLimit, RateDecision> counted, CancellationToken cancellationToken)
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

/// <summary>What a limit says to one request.</summary>
/// <param name="Allowed">False when it is refused; it does not count then.</param>
/// <param name="Remaining">Requests that would still be let through now.</param>
/// <param name="ResetSeconds">Whole seconds until the oldest counted request leaves the window; when refused, the wait after which one is let through.</param>
internal readonly record struct RateDecision(bool Allowed, int Remaining, int ResetSeconds);

/// <summary>Counts requests. A port, because several nodes will have to count together.</summary>
internal interface IRateLimiter
{
    /// <summary>Counts a request against a limit, unless it is refused.</summary>
    /// <param name="partition">Whose requests are counted together.</param>
    /// <param name="limit">The limit; its requests are not 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RateDecision> TakeAsync(string partition, RateLimit limit, CancellationToken cancellationToken);
}
