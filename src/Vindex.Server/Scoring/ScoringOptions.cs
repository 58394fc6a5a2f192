using Vindex.Server.Configuration;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Scoring;

/// <summary>Settings of <c>POST /v1/score</c> and <c>POST /v1/score/batch</c>.</summary>
/// <param name="Limit">Requests per API key.</param>
/// <param name="BatchLimit">Tickets in batches per API key.</param>
/// <param name="MaxConcurrent">Maximum number of concurrent requests; beyond it callers get 503.</param>
/// <param name="IdempotencyKept">How long the response to an idempotency key is kept.</param>
internal sealed record ScoringOptions(RateLimit Limit, RateLimit BatchLimit, int MaxConcurrent, TimeSpan IdempotencyKept)
{
    public static ScoringOptions Read(SettingsReader settings) => new(
        RateLimit.Read(settings, "Limits:Score"),
        RateLimit.ReadTickets(settings, "Limits:Batch"),
        settings.Integer("Scoring:MaxConcurrent", 1, 100_000),
        TimeSpan.FromHours(settings.Integer("Scoring:IdempotencyHours", 1, 168)));
}
