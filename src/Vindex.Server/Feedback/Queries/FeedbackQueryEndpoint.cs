using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Feedback.Queries;

/// <summary><c>POST /feedback/query</c>.</summary>
internal static class FeedbackQueryEndpoint
{
    private const string Count = "count(*)";

    public static void MapFeedbackQuery(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/query", QueryAsync).WithName("feedback_query").WithSummary("Rows that a query selects")
            .WithDescription("A failure on the way cuts the connection. The language of queries is described in docs/feedback-queries.md.")
            .RequireScope(Scopes.FeedbackRead).Accepts<FeedbackQueryBody>(JsonAnswer.ContentType).Produces<FeedbackQueryAnswerBody>();

    private static async Task<IResult> QueryAsync(HttpContext context, ProjectAccess projects, IStore store, SortingMemory memory)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.OneLimit);
        using var read = body;
        if (read is null) return refused!;
        if (FeedbackQueryRequest.Read(read) is not { } request) return read.Errors;
        if (await projects.FindAsync(context.Caller(), request.ProjectId, context.RequestAborted) is not { } sight) return FeedbackRefusal.ProjectNotFound;
        var answer = Prepare(request, sight, store, out var refusal);
        if (answer is null) return FeedbackRefusal.BadRequest(refusal!.Reason);
        using var share = memory.Open();
        if (await answer.ReadAsync(share, context.RequestAborted) is { } tooMuch) return tooMuch;
        await answer.WriteAsync(context);
        return Results.Empty;
    }

    private static QueryAnswer? Prepare(FeedbackQueryRequest request, ProjectSight sight, IStore store, out QueryRefusal? refusal)
    {
        refusal = request.Limit < 0 ? new QueryRefusal("Limit must be non-negative") : request.Offset < 0 ? new QueryRefusal("Offset must be non-negative") : null;
        if (refusal is not null) return null;
        if (FeedbackQuery.Compile(sight.ProjectId, request.Expression, out refusal) is not { } query) return null;
        if (RowOrder.Of(request.SortBy, query.Reading, out refusal) is not { } order) return null;
        var count = request.Fields?.FirstOrDefault(field => string.Equals(field, Count, StringComparison.OrdinalIgnoreCase));
        if (count is not null && request.Fields!.Count > 1) refusal = new QueryRefusal($"{count} stands alone among the fields");
        if (refusal is not null) return null;
        var fields = count is null ? RowWriter.Find(request.Fields, out refusal) : [];
        if (fields is null) return null;
        return new QueryAnswer(store.Feedback, sight, query, order, request.Offset ?? 0, request.Limit ?? long.MaxValue, count is null ? new RowWriter(fields, query.Reading) : null, count);
    }
}
