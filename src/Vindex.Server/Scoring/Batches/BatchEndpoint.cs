using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Responses;

namespace Vindex.Server.Scoring.Batches;

/// <summary>The body of <c>POST /v1/score/batch</c> as JSON.</summary>
/// <param name="Tickets">1 to 1,000 tickets.</param>
internal sealed record ScoreBatchBody(IReadOnlyList<BatchTicketBody> Tickets);

/// <summary>A ticket of a batch.</summary>
internal sealed record BatchTicketBody : ScoreRequestBody
{
    /// <summary>Makes this ticket safe to send again, in this batch or another one.</summary>
    [IdempotencyKey]
    [JsonPropertyOrder(1)]
    public string? IdempotencyKey { get; init; }
}

/// <summary><c>POST /v1/score/batch</c>: scores up to 1,000 tickets and returns a line for each as it is stored.</summary>
internal static class BatchEndpoint
{
    private static readonly string[] s_flags = ["true", "false"];

    public static void MapScoreBatches(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/score/batch", ScoreAsync)
            .WithName("score_batch")
            .WithTags("Scoring")
            .WithSummary("Scores up to 1,000 tickets")
            .WithDescription(
                "Takes one body of POST /v1/score per line, or a JSON object with the list tickets; at most 1,000 tickets and 8 MiB. Returns a line per ticket as its score is stored, in any order, and a last line with the totals. "
                + "A ticket that fails does not fail the others. An Idempotency-Key covers the whole batch; a ticket can have its own idempotency_key.")
            .RequireScope(Scopes.ScoresWrite)
            .WithMetadata(new Problems(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests), Compressed.Instance)
            .WithParameters(new QueryParameter("details", "true adds the explanation of each score.", Allowed: s_flags))
            .Accepts<ScoreBatchBody>(JsonAnswer.ContentType, BatchBody.Lines)
            .Produces<ScoreAnswer>(StatusCodes.Status200OK, BatchBody.Lines);

    private static async Task<IResult> ScoreAsync(
        HttpContext context, BatchScoring batches, IOptions<BatchLimit> limit, IRateLimiter limiter, TimeProvider time)
    {
        var snapshotAt = time.GetUtcNow();
        var (body, problem) = await BatchBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var key = IdempotentRequest.ReadKey(context.Request.Headers, errors);
            var details = new QueryReader(context.Request.Query, errors).OneOf("details", s_flags) == "true";
            if (errors.Any) return Problem.Invalid(errors);
            if (await CountAsync(context, limiter, limit.Value.Limit, body.Tickets.Count) is { } refused) return refused;
            switch (await batches.OpenAsync(context.Caller(), body, key, new ScoreTerms(snapshotAt, details, null), context.RequestAborted))
            {
                case Outcome<ScoreBatch>.Done { Value: var batch }:
                    // Lines are written as tickets are stored: the reader may see the first ones before the last are scored.
                    context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
                    context.Response.ContentType = BatchBody.Lines;
                    if (key is not null && batch.Claim is null) context.Response.Headers["Idempotency-Replayed"] = "true";
                    await batches.RunAsync(batch, context.Response.BodyWriter, context.RequestAborted);
                    return Results.Empty;
                case Outcome<ScoreBatch>.Refused other:
                    return Problem.Of(other.Reason);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private static async ValueTask<IResult?> CountAsync(HttpContext context, IRateLimiter limiter, RateLimit limit, int tickets)
    {
        // Waiting would not help.
        if (limit.Requests > 0 && tickets > limit.Requests)
        {
            return Problem.Invalid(
                "too_many_tickets",
                $"The batch holds {tickets:N0} tickets, and this server accepts {limit.Requests:N0} within {limit.Window.TotalSeconds} seconds; send fewer.",
                "tickets",
                $"at most {limit.Requests:N0}");
        }

        return await RateLimiting.CountAsync(context, limiter, "batch " + context.Caller().Counted, limit, tickets);
    }
}
