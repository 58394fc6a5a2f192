using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Reviews;

/// <summary>Tickets that people rate without seeing the judge's scores.</summary>
internal static class ReviewModule
{
    public static void AddReviews(this IServiceCollection services)
    {
        services.AddJson(ReviewJson.Shared);
        services.AddSingleton<ReviewCandidates>();
        services.AddSingleton<ReviewService>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<ReviewReports>();
    }

    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        var reviews = routes.MapGroup("/portal/reviews").WithTags("Reviews").AcceptSessions();
        reviews.MapGet("", ListAsync).WithName("list_reviews").WithSummary("The reviews of your company, the newest first").RequireScope(Scopes.FeedbackRead);
        reviews.MapPost("", CreateAsync).WithName("create_review").WithSummary("Draws tickets that people are to rate")
            .WithDescription("From the latest scores of tickets: the newest 10,000 that match, or the newest 2,000 for uncertain ones.")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict)).RequireScope(Scopes.FeedbackWrite).HeavyRead();
        var one = reviews.MapGroup("/{review_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapGet("", FindAsync).WithName("get_review").WithSummary("A review with its progress and agreement")
            .WithDescription("How far people agree with each other, and how far each judge agrees with them, on the tickets of this review.")
            .RequireScope(Scopes.FeedbackRead).HeavyRead();
        one.MapDelete("", DeleteAsync).WithName("delete_review").WithSummary("Deletes a review; the ratings stay").RequireScope(Scopes.FeedbackWrite);
        one.MapPost("/close", CloseAsync).WithName("close_review").WithSummary("Closes a review").RequireScope(Scopes.FeedbackWrite);
        one.MapPost("/reopen", ReopenAsync).WithName("reopen_review").WithSummary("Opens a closed review again").RequireScope(Scopes.FeedbackWrite);
        one.MapGet("/tickets/{score_id}", TicketAsync).WithName("get_review_ticket").WithSummary("A ticket of a review")
            .WithDescription("The judge's scores and other people's ratings are null before you have rated the ticket. Needs scores:read, too.")
            .RequireScope(Scopes.FeedbackRead);
        var queue = one.MapGroup("").WithMetadata(new Problems(StatusCodes.Status409Conflict)).RequireScope(Scopes.FeedbackWrite);
        queue.MapPost("/next", NextAsync).WithName("next_review_ticket").WithSummary("Hands you the next ticket to rate")
            .WithDescription(
                "One that you have not rated or skipped and that the fewest people have. It is yours for 30 minutes; until you rate or skip it, the same one comes again. Needs scores:read, too.");
        queue.MapPut("/tickets/{score_id}/rating", RateAsync).WithName("rate_review_ticket").WithSummary("Rates a ticket of a review; replaces your earlier rating")
            .WithDescription(
                "Stored as feedback of the type vindex.rating, like ratings outside of reviews, with the id of the review. Needs scores:read, too.");
        queue.MapPost("/tickets/{score_id}/skip", SkipAsync).WithName("skip_review_ticket").WithSummary("Skips a ticket: it is not handed to you again");
    }

    private static async Task<Ok<ReviewListBody>> ListAsync(HttpContext context, ReviewService reviews) =>
        Outcome.Of(await reviews.ListAsync(context.Caller(), context.RequestAborted)).ToOk(list => new ReviewListBody([.. list.Select(ReviewBody.Of)]));

    private static async Task<Created<ReviewBody>> CreateAsync(HttpContext context, Body<NewReviewBody> body, ReviewService reviews) =>
        body.Problem is { } problem
            ? problem
            : (await reviews.CreateAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(ReviewBody.Of);

    private static async Task<Ok<ReviewReportBody>> FindAsync(HttpContext context, string review_id, ReviewReports reports) =>
        (await reports.FindAsync(context.Caller(), review_id, context.RequestAborted)).ToOk(report => report);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string review_id, ReviewService reviews) =>
        (await reviews.DeleteAsync(context.Caller(), review_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<ReviewBody>> CloseAsync(HttpContext context, string review_id, ReviewService reviews) =>
        (await reviews.CloseAsync(context.Caller(), review_id, context.RequestAborted)).ToOk(ReviewBody.Of);

    private static async Task<Ok<ReviewBody>> ReopenAsync(HttpContext context, string review_id, ReviewService reviews) =>
        (await reviews.ReopenAsync(context.Caller(), review_id, context.RequestAborted)).ToOk(ReviewBody.Of);

    private static async Task<Ok<ReviewTurnBody>> NextAsync(HttpContext context, string review_id, ReviewQueue queue) =>
        (await queue.NextAsync(context.Caller(), review_id, context.RequestAborted)).ToOk(turn => turn);

    private static async Task<Ok<ReviewTicketBody>> TicketAsync(HttpContext context, string review_id, string score_id, ReviewQueue queue) =>
        (await queue.LookAsync(context.Caller(), review_id, score_id, context.RequestAborted)).ToOk(look => look.Ticket);

    private static async Task<Ok<ReviewTicketBody>> RateAsync(
        HttpContext context, string review_id, string score_id, Body<ReviewRatingBody> body, ReviewQueue queue) =>
        body.Problem is { } problem
            ? problem
            : (await queue.RateAsync(context.Caller(), review_id, score_id, body.Input, context.RequestAborted)).ToOk(look => look.Ticket);

    private static async Task<NoContent> SkipAsync(HttpContext context, string review_id, string score_id, ReviewQueue queue) =>
        (await queue.SkipAsync(context.Caller(), review_id, score_id, context.RequestAborted)).ToNoContent();
}
