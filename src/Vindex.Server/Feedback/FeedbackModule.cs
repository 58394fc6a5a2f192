using Vindex.Server.Configuration;
using Vindex.Server.Feedback.Aggregates;
using Vindex.Server.Feedback.Annotations;
using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Server.Feedback.Schema;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Responses;

namespace Vindex.Server.Feedback;

/// <summary>The feedback feature, under <c>/feedback</c>.</summary>
internal static class FeedbackModule
{
    public static void AddFeedback(this IServiceCollection services)
    {
        services.AddSettings<FeedbackLimits>("Feedback");
        services.AddJson(FeedbackJson.Shared);
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<ProjectService>();
        services.AddSingleton<FeedbackWriter>();
        services.AddSingleton<FeedbackService>();
        services.AddSingleton<ImportService>();
        services.AddSingleton<ExportService>();
        services.AddSingleton<SortingMemory>();
        services.AddSingleton<QueryBudget>();
        services.AddSingleton<QueryService>();
        services.AddSingleton<AggregateService>();
        services.AddSingleton<SchemaService>();
        services.AddSingleton<AnnotationSpecService>();
        services.AddSingleton<AnnotationQueueService>();
        services.AddSingleton<QueueWork>();
        services.AddStatistics();
    }

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapProjects();
        routes.MapServerInfo();
        var feedback = routes.MapGroup("/feedback").WithTags("Feedback")
            .WithMetadata(new ReasonedErrors(), new Problems(StatusCodes.Status404NotFound), Compressed.Instance).AcceptSessions().AlsoForLocalCommands();
        feedback.MapWriting();
        feedback.MapImportExport();
        feedback.MapStats();
        feedback.MapQueries();
        feedback.MapSchema();
        feedback.MapAggregates();
        feedback.MapAnnotationSpecs();
        feedback.MapAnnotationQueues();
    }
}
