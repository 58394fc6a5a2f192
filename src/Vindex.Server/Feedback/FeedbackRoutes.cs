using Vindex.Server.Feedback.Aggregates;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Feedback.Schema;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback;

/// <summary>Feedback on anything, under <c>/feedback</c>.</summary>
internal static class FeedbackRoutes
{
    public static void AddFeedback(this IServiceCollection services)
    {
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<FeedbackWriter>();
        services.AddStatistics();
    }

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/portal/projects", ProjectEndpoints.ListAsync).WithTags("Feedback").WithName("projects")
            .WithSummary("The company's projects, with their rows").RequireScope(Scopes.FeedbackRead).Produces<ProjectListBody>();
        var feedback = routes.MapGroup("/feedback").WithTags("Feedback").WithMetadata(new ReasonedErrors(), new Problems(StatusCodes.Status404NotFound));
        feedback.MapWriting();
        feedback.MapPost("/stats", StatsEndpoint.AnswerAsync).WithName("feedback_stats").WithSummary("Statistics over time")
            .RequireScope(Scopes.FeedbackRead).Accepts<StatsRequestBody>(JsonAnswer.ContentType).Produces<StatsBody>();
        feedback.MapFeedbackQuery();
        feedback.MapPayloadSchema();
        feedback.MapAggregate();
    }
}
