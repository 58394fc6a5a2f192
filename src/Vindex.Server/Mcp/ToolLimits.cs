using Vindex.Server.Scoring.Batches;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Mcp;

/// <summary>Counts what tools score against the limits of <c>POST /v1/score</c> and <c>POST /v1/score/batch</c>, together with those requests.</summary>
internal sealed class ToolLimits(IRateLimiter limiter, IOptionsMonitor<RateLimit> limits, IOptions<BatchLimit> batch)
{
    /// <summary>Counts one ticket; returns a refusal if it is over the limit, otherwise null.</summary>
    public ValueTask<Refusal?> CountTicketAsync(Caller caller, CancellationToken cancellationToken) =>
        limits.Get(RateLimits.Score).CountAsync(limiter, "score " + caller.Counted, (_, _) => { }, cancellationToken);

    /// <summary>Counts the tickets of a backlog; returns a refusal if they are over the limit, otherwise null.</summary>
    public async ValueTask<Refusal?> CountBacklogAsync(Caller caller, int tickets, CancellationToken cancellationToken)
    {
        var limit = batch.Value.Limit;
        if (limit.Requests > 0 && tickets > limit.Requests)
            return Refusal.Field("too_many_tickets", $"This server accepts {limit.Requests:N0} tickets at a time; send fewer.", "tickets", "too many");
        return await limit.CountAsync(limiter, "batch " + caller.Counted, (_, _) => { }, cancellationToken, tickets);
    }
}
