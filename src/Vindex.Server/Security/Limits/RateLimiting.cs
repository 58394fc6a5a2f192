using Vindex.Server.Web;

namespace Vindex.Server.Security.Limits;

/// <summary>The limit of a route, counted per API key (or signed-in person); stands in the endpoint's metadata.</summary>
internal sealed record LimitedPerKey(string Name, Func<IServiceProvider, RateLimit> Limit);

/// <summary>The limit of a route without credential, counted per address of the caller; stands in the endpoint's metadata.</summary>
internal sealed record LimitedPerAddress(string Name, Func<IServiceProvider, RateLimit> Limit);

/// <summary>Counts requests to limited routes and refuses those over the limit with 429.</summary>
internal sealed class RateLimiting(RequestDelegate next, IRateLimiter limiter)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } metadata) return next(context);
        if (metadata.GetMetadata<LimitedPerKey>() is { } perKey)
            return CountAsync(context, $"{perKey.Name} {context.Caller().Counted}", perKey.Limit(context.RequestServices));
        if (metadata.GetMetadata<LimitedPerAddress>() is { } perAddress)
            return CountAsync(context, $"{perAddress.Name} {CallerAddress.Of(context)}", perAddress.Limit(context.RequestServices));
        return next(context);
    }

    private async Task CountAsync(HttpContext context, string partition, RateLimit limit)
    {
        if (await CountAsync(context, limiter, partition, limit) is { } refused)
            await refused.ExecuteAsync(context);
        else
            await next(context);
    }

    /// <summary>Counts a request and tells the caller how it stands; the refusal when it is over the limit, null when it may go on.</summary>
    public static async ValueTask<Problem?> CountAsync(HttpContext context, IRateLimiter limiter, string partition, RateLimit limit) =>
        await limit.CountAsync(limiter, partition, (counted, decision) => Report(context, counted, decision), context.RequestAborted) is { } refusal ? Problem.Of(refusal) : null;

    /// <summary>Tells the caller how a limit stands (draft-ietf-httpapi-ratelimit-headers).</summary>
    public static void Report(HttpContext context, RateLimit limit, RateDecision decision)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = limit.Requests.ToString();
        headers["RateLimit-Remaining"] = decision.Remaining.ToString();
        headers["RateLimit-Reset"] = decision.ResetSeconds.ToString();
    }
}
