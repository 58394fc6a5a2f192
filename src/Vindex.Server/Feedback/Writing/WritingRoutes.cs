using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback;

/// <summary>The routes that take feedback and give it back whole.</summary>
internal static class WritingRoutes
{
    public static void MapWriting(this IEndpointRouteBuilder feedback)
    {
        var writes = feedback.MapGroup("").RequireScope(Scopes.FeedbackWrite);
        writes.MapPost("/create", WriteEndpoints.CreateAsync).WithName("feedback_create").WithSummary("Stores one feedback")
            .Accepts<FeedbackBody>(JsonAnswer.ContentType).Produces<FeedbackCreatedBody>();
        writes.MapPost("/batch/create", WriteEndpoints.CreateBatchAsync).WithName("feedback_batch_create").WithSummary("Stores several feedbacks, all or none")
            .Accepts<FeedbackBatchBody>(JsonAnswer.ContentType).Produces<FeedbackCreatedListBody>();
        writes.MapPost("/replace", WriteEndpoints.ReplaceAsync).WithName("feedback_replace").WithSummary("Stores a feedback in another's place")
            .Accepts<FeedbackReplacementBody>(JsonAnswer.ContentType).Produces<FeedbackCreatedBody>();
        writes.MapPost("/purge", PurgeEndpoint.PurgeAsync).WithName("feedback_purge").WithSummary("Removes feedback by its ids")
            .Accepts<FeedbackPurgeBody>(JsonAnswer.ContentType).Produces<FeedbackPurgedBody>();
        writes.MapPost("/import", ImportEndpoint.ImportAsync).WithName("feedback_import").WithSummary("Stores feedback from a stream, one JSON object a line")
            .WithDescription("Each line may carry id, created_at and wb_user_id. A refused line does not stop the rest. Lines of progress come while it goes; the last tells what was refused. "
                + "A failure on the way cuts the connection; what was counted before is durable, and importing the same ids again is harmless.")
            .WithParameters(ImportEndpoint.ProjectParameter)
            .Accepts<FeedbackBody>(ImportEndpoint.ContentType, "application/jsonl", JsonAnswer.ContentType, "text/plain", "application/octet-stream", "application/x-www-form-urlencoded")
            .Produces<FeedbackImportedBody>(StatusCodes.Status200OK, ImportEndpoint.ContentType);
        feedback.MapPost("/export", ExportEndpoint.ExportAsync).WithName("feedback_export").WithSummary("A project's feedback as a stream that import takes back")
            .WithDescription("A failure on the way cuts the connection.")
            .RequireScope(Scopes.FeedbackRead).Accepts<FeedbackExportBody>(JsonAnswer.ContentType)
            .Produces<FeedbackBody>(StatusCodes.Status200OK, ImportEndpoint.ContentType);
    }
}
