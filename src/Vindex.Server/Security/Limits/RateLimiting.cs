using Vindex.Server.Web;

namespace Vindex.Server.Security.Limits;

/// <summary>Endpoint metadata: rate limit per API key (or signed-in user).</summary>
/// <param name="Name">Routes with the same name are counted together.</param>
/// <param name="Limit">One of <see cref="RateLimits"/>.</param>
internal sealed record LimitedPerKey(string Name, string Limit);

/// <summary>Endpoint metadata: rate limit per IP address, for routes without a credential.</summary>
/// <param name="Name">Routes with the same name are counted together.</param>
/// <param name="Limit">One of <see cref="RateLimits"/>.</param>
internal sealed record LimitedPerAddress(string Name, string Limit);

/// <summary>Counts requests to rate-limited routes and rejects those over the limit with 429.</summary>
internal sealed class RateLimiting(RequestDelegate next, IRateLimiter limiter, IOptionsMonitor<RateLimit> limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } metadata) return next(context);
        if (metadata.GetMetadata<LimitedPerKey>() is { } perKey)
            return CountAsync(context, $"{perKey.Name} {context.Caller().Counted}", limits.Get(perKey.Limit));
        if (metadata.GetMetadata<LimitedPerAddress>() is { } perAddress)
            return CountAsync(context, $"{perAddress.Name} {CallerAddress.Of(context)}", limits.Get(perAddress.Limit));
        return next(context);
    }

    private async Task CountAsync(HttpContext context, string partition, RateLimit limit)
    {
        if (await CountAsync(context, limiter, partition, limit) is { } refused)
            await refused.ExecuteAsync(context);
        else
            await next(context);
    }

    /// <summary>Counts a request and sets the rate limit headers; returns a refusal if it is over the limit, otherwise null.</summary>
    public static async ValueTask<Problem?> CountAsync(HttpContext context, IRateLimiter limiter, string partition, RateLimit limit, int cost = 1) =>
        await limit.CountAsync(limiter, partition, (counted, decision) => Report(context, counted, decision), context.RequestAborted, cost) is { } refusal
            ? Problem.Of(refusal)
            : null;

    /// <summary>Sets the rate limit headers (draft-ietf-httpapi-ratelimit-headers).</summary>
    public static void Report(HttpContext context, RateLimit limit, RateDecision decision)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = limit.Requests.ToString();
        headers["RateLimit-Remaining"] = decision.Remaining.ToString();
        headers["RateLimit-Reset"] = decision.ResetSeconds.ToString();
    }
}
