using Vindex.Server.Operations;
using Vindex.Server.Web;

namespace Vindex.Server.Security.Limits;

/// <summary>The limit of a route, counted per API key; stands in the endpoint's metadata.</summary>
internal sealed record LimitedPerKey(string Name, Func<IServiceProvider, RateLimit> Limit);

/// <summary>Counts requests to limited routes and refuses those over the limit with 429.</summary>
internal sealed class RateLimiting(RequestDelegate next, IRateLimiter limiter)
{
    public Task InvokeAsync(HttpContext context)
    {
        var limited = context.GetEndpoint()?.Metadata.GetMetadata<LimitedPerKey>();
        return limited is null ? next(context) : CountAsync(context, limited);
    }

    private async Task CountAsync(HttpContext context, LimitedPerKey limited)
    {
        var limit = limited.Limit(context.RequestServices);
        if (limit.Requests > 0)
        {
            var decision = await limiter.TakeAsync($"{limited.Name} {context.Caller().KeyId}", limit, context.RequestAborted);
            var headers = context.Response.Headers;
            headers["RateLimit-Limit"] = limit.Requests.ToString();
            headers["RateLimit-Remaining"] = decision.Remaining.ToString();
            headers["RateLimit-Reset"] = decision.ResetSeconds.ToString();
            if (!decision.Allowed)
            {
                VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "limit"));
                var detail = $"At most {limit.Requests} requests within {limit.Window.TotalSeconds} seconds; try again in {decision.ResetSeconds} s.";
                await Problem.TooManyRequests(detail, decision.ResetSeconds).ExecuteAsync(context);
                return;
            }
        }

        await next(context);
    }
}
