using System.Diagnostics;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Scoring;

/// <summary><c>POST /v1/score</c>: scores a ticket and stores the score durably.</summary>
internal static class ScoringEndpoints
{
    private static readonly string[] s_flags = ["true", "false"];

    public static void MapScoring(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/score", ScoreAsync)
            .WithName("score")
            .WithTags("Scoring")
            .WithSummary("Scores one ticket")
            .WithDescription(
                "Scores a ticket on the six INVEST criteria, stores the score and returns it. Send an Idempotency-Key to make the request safe to repeat.")
            .RequireScope(Scopes.ScoresWrite)
            .WithMetadata(new LimitedPerKey("score", RateLimits.Score))
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict))
            .WithParameters(new QueryParameter(
                "details", "true adds the explanation of the score: reading, explanation, recommendation_details, confidence and findings.", Allowed: s_flags))
            .Accepts<ScoreRequestBody>(JsonAnswer.ContentType)
            .Produces<ScoreAnswer>();

    private static async Task<IResult> ScoreAsync(HttpContext context, ScoringService scoring, TimeProvider time)
    {
        var snapshotAt = time.GetUtcNow();
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var request = ScoreRequest.Read(body.Root);
            var others = new FieldErrors();
            var key = IdempotentRequest.ReadKey(context.Request.Headers, others);
            var details = new QueryReader(context.Request.Query, others).OneOf("details", s_flags) == "true";
            request.Errors.AddOthers(others);
            var terms = new ScoreTerms(snapshotAt, details, key is null ? null : new IdempotentRequest(key, body.Bytes, details ? "details" : ""));
            return await scoring.ScoreAsync(context.Caller(), request, terms, context.RequestAborted) switch
            {
                Outcome<ScoreReply>.Done { Value: var reply } => Answer(context, reply),
                Outcome<ScoreReply>.Refused refused => Problem.Of(refused.Reason),
                _ => throw new UnreachableException(),
            };
        }
    }

    private static IResult Answer(HttpContext context, ScoreReply reply)
    {
        if (reply.IsReplay) context.Response.Headers["Idempotency-Replayed"] = "true";
        return JsonAnswer.Ok(reply.Json);
    }
}
