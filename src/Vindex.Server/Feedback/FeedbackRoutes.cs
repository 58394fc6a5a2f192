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
        services.AddSingleton<SortingMemory>();
        services.AddStatistics();
    }

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapProjects();
        var feedback = routes.MapGroup("/feedback").WithTags("Feedback").WithMetadata(new ReasonedErrors(), new Problems(StatusCodes.Status404NotFound)).AcceptSessions().AlsoForLocalCommands();
        feedback.MapWriting();
        feedback.MapStats();
        feedback.MapFeedbackQuery();
        feedback.MapPayloadSchema();
        feedback.MapAggregate();
    }
}
