using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Queries;

/// <summary><c>POST /feedback/query</c>.</summary>
internal static class QueryEndpoints
{
    public static void MapQueries(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/query", QueryAsync).WithName("feedback_query").WithSummary("Rows that match a query")
            .WithDescription("A failure closes the connection. The query language is described in docs/feedback-queries.md.")
            .RequireScope(Scopes.FeedbackRead).HeavyRead().Accepts<FeedbackQueryBody>(JsonAnswer.ContentType).Produces<FeedbackQueryAnswerBody>();

    private static Task<IResult> QueryAsync(HttpContext context, QueryService queries) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.OneLimit, body => FeedbackQueryRequest.Read(body.Model), async (request, _) =>
            await (await queries.OpenAsync(context.Caller(), request, context.RequestAborted)).ToResultAsync(answer => WriteAsync(context, answer)));

    private static async Task<IResult> WriteAsync(HttpContext context, QueryAnswer answer)
    {
        using (answer)
        {
            context.Response.ContentType = JsonAnswer.ContentType;
            await answer.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
        }

        return Results.Empty;
    }
}
