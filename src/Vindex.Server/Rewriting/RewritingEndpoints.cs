using System.Text.Json.Serialization.Metadata;
using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Rewriting;

/// <summary><c>POST /v1/rewrite</c> and <c>POST /v1/criteria</c>: propose texts and store nothing.</summary>
internal static class RewritingEndpoints
{
    public static void MapRewriting(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/rewrite", RewriteAsync)
            .WithName("rewrite").WithTags("Scoring").WithSummary("Proposes a better text for a ticket")
            .WithDescription(
                "Arranges the ticket's own text under the headings of its kind, leaves template text out, and marks missing facts as questions. Where a model judges the ticket, it also words the text, and new_phrases lists what the ticket does not say. Nothing is stored.")
            .RequireScope(Scopes.ScoresWrite)
            .WithMetadata(new LimitedPerKey("score", RateLimits.Score), new Problems(StatusCodes.Status404NotFound))
            .Accepts<RewriteRequestBody>(JsonAnswer.ContentType);
        routes.MapPost("/v1/criteria", ProposeCriteriaAsync)
            .WithName("criteria").WithTags("Scoring").WithSummary("Proposes acceptance criteria for a ticket")
            .WithDescription(
                "Finds acceptance criteria in the ticket's own words. Every part names the words that it comes from; missing parts are questions. Nothing is stored.")
            .RequireScope(Scopes.ScoresWrite)
            .WithMetadata(new LimitedPerKey("score", RateLimits.Score), new Problems(StatusCodes.Status404NotFound))
            .Accepts<CriteriaRequestBody>(JsonAnswer.ContentType);
        routes.MapPost("/v1/work-order", OrderAsync)
            .WithName("work_order").WithTags("Scoring").WithSummary("Turns a ticket into a work order for a coding agent")
            .WithDescription("Lists what the ticket gives an agent (files, expected behavior, verification, limits), what to ask first, and repeats its text, arranged. Nothing is stored.")
            .RequireScope(Scopes.ScoresWrite)
            .WithMetadata(new LimitedPerKey("score", RateLimits.Score), new Problems(StatusCodes.Status404NotFound))
            .Accepts<ScoreRequestBody>(JsonAnswer.ContentType);
        routes.MapGet("/portal/scores/{id}/work-order", StoredOrderAsync)
            .WithName("stored_work_order").WithTags("Scores").WithSummary("The work order of a scored ticket, as Markdown")
            .RequireScope(Scopes.ScoresRead).AcceptSessions()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound))
            .Produces<string>(StatusCodes.Status200OK, "text/markdown");
    }

    private static async Task<Ok<WorkOrderBody>> OrderAsync(HttpContext context, RewritingService rewriting)
    {
        var (request, _, problem) = await ReadAsync(context, ScoringJson.Bodies.ScoreRequestBody);
        if (problem is not null) return problem;
        return (await rewriting.RewriteAsync(context.Caller(), request, RewriterChoice.Rules, context.RequestAborted))
            .ToOk(proposal => WorkOrderBody.Of(proposal.Ticket, proposal.Rewrite));
    }

    private static async Task<IResult> StoredOrderAsync(HttpContext context, string id, StoredTickets tickets) =>
        await tickets.OrderAsync(context.Caller(), id, page: null, context.RequestAborted) is { } order
            ? Results.Text(order, "text/markdown; charset=utf-8")
            : Problem.NotFound();

    private static async Task<Ok<RewriteBody>> RewriteAsync(HttpContext context, RewritingService rewriting)
    {
        var (request, body, problem) = await ReadAsync(context, RewritingJson.Bodies.RewriteRequestBody);
        if (problem is not null) return problem;
        return (await rewriting.RewriteAsync(context.Caller(), request, Rewriters.Of(body!.Rewriter), context.RequestAborted))
            .ToOk(proposal => RewriteBody.Of(proposal, body.Format ?? RewriteFormats.Markdown));
    }

    private static async Task<Ok<CriteriaBody>> ProposeCriteriaAsync(HttpContext context, RewritingService rewriting)
    {
        var (request, body, problem) = await ReadAsync(context, RewritingJson.Bodies.CriteriaRequestBody);
        if (problem is not null) return problem;
        return (await rewriting.ProposeCriteriaAsync(context.Caller(), request, body!.Form == "bullet", context.RequestAborted)).ToOk(CriteriaBody.Of);
    }

    // ADF documents are read before the body's bytes are given back.
    private static async Task<(Input<ScoreRequest> Request, T? Body, Problem? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : ScoreRequestBody
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return (default, null, problem);
        using (body)
        {
            var (request, read) = ScoreRequest.Read(body.Root.Clone(), type, TicketLimits.Api);
            return (request, read, null);
        }
    }
}
