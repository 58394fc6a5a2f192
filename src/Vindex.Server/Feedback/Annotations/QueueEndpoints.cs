using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Annotations;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>The routes for annotation queues.</summary>
internal static class QueueEndpoints
{
    private const int DefaultItems = 100;
    private const int MostItems = 1000;
    private static readonly Problems s_problems = new(StatusCodes.Status400BadRequest, StatusCodes.Status422UnprocessableEntity);
    private static readonly QueryParameter s_project = new("project_id", "The project: entity/project. Required.");
    private static readonly QueryParameter s_limit = new("limit", "Items per page, 1 to 1,000; default 100.", "integer");
    private static readonly QueryParameter s_offset = new("offset", "Items to skip; default 0.", "integer");

    public static void MapAnnotationQueues(this IEndpointRouteBuilder feedback)
    {
        var queues = feedback.MapGroup("/annotation_queues");
        queues.MapPost("", CreateAsync).WithName("create_annotation_queue").WithSummary("Creates an annotation queue: things that people are to annotate")
            .WithDescription("From a list of refs, or from the subjects of feedback that matches a filter now (needs feedback:read, too). Each ref is one item.")
            .RequireScope(Scopes.FeedbackWrite).HeavyRead().Accepts<NewAnnotationQueueBody>(JsonAnswer.ContentType).Produces<QueueIdBody>();
        queues.MapGet("", ListAsync).WithName("list_annotation_queues").WithSummary("The annotation queues of a project, newest first")
            .WithParameters(s_project).WithMetadata(s_problems)
            .RequireScope(Scopes.FeedbackRead).Produces<AnnotationQueueListBody>();
        var one = queues.MapGroup("/{queue_id}");
        one.MapGet("", FindAsync).WithName("get_annotation_queue").WithSummary("An annotation queue with its progress")
            .WithParameters(s_project).WithMetadata(s_problems)
            .RequireScope(Scopes.FeedbackRead).Produces<AnnotationQueueBody>();
        one.MapGet("/items", ItemsAsync).WithName("list_annotation_queue_items").WithSummary("The items of an annotation queue, with who has which")
            .WithParameters(s_project, s_limit, s_offset).WithMetadata(s_problems)
            .RequireScope(Scopes.FeedbackRead).Produces<QueueItemListBody>();
        one.MapDelete("", DeleteAsync).WithName("delete_annotation_queue").WithSummary("Deletes an annotation queue; feedback that names it stays")
            .WithParameters(s_project).WithMetadata(s_problems)
            .RequireScope(Scopes.FeedbackWrite).Produces<QueueDoneBody>();
        MapWork(one.MapGroup("").RequireScope(Scopes.FeedbackWrite));
    }

    private static void MapWork(RouteGroupBuilder one)
    {
        one.MapPost("/claim", ClaimAsync).WithName("claim_annotation_item").WithSummary("Hands a reviewer the next item of an annotation queue")
            .WithDescription(
                "The item that the reviewer has already, or else the first with a place left that they have neither done nor skipped. It is theirs until the lease ends; claiming again prolongs it.")
            .Accepts<QueueClaimBody>(JsonAnswer.ContentType).Produces<ClaimedItemBody>();
        var item = one.MapGroup("/items/{item_id}").WithMetadata(new Problems(StatusCodes.Status409Conflict));
        item.MapPost("/done", DoneAsync).WithName("finish_annotation_item").WithSummary("Notes that a reviewer has annotated an item")
            .WithDescription("After the lease, this is possible while the item has a place left; otherwise 409.")
            .Accepts<QueueEndBody>(JsonAnswer.ContentType).Produces<QueueDoneBody>();
        item.MapPost("/skip", SkipAsync).WithName("skip_annotation_item").WithSummary("Skips an item: it is not handed to this reviewer again")
            .Accepts<QueueEndBody>(JsonAnswer.ContentType).Produces<QueueDoneBody>();
    }

    private static Task<IResult> CreateAsync(HttpContext context, AnnotationQueueService queues) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.OneLimit, body => AnnotationQueueRequest.Read(body.Model), async (request, _) =>
            (await queues.CreateAsync(context.Caller(), request, context.RequestAborted)).ToResult(
                id => JsonAnswer.Ok(new QueueIdBody(id), FeedbackJson.Shared.QueueIdBody)));

    private static Task<IResult> ListAsync(HttpContext context, AnnotationQueueService queues) =>
        FeedbackResults.WithParametersAsync(context, parameters => parameters.ProjectId(), async projectId =>
            (await queues.ListAsync(context.Caller(), projectId, context.RequestAborted)).ToResult(
                list => JsonAnswer.Ok(list, FeedbackJson.Shared.AnnotationQueueListBody)));

    private static Task<IResult> FindAsync(HttpContext context, string queue_id, AnnotationQueueService queues) =>
        FeedbackResults.WithParametersAsync(context, parameters => parameters.ProjectId(), async projectId =>
            (await queues.FindAsync(context.Caller(), projectId, queue_id, context.RequestAborted)).ToResult(
                queue => JsonAnswer.Ok(queue, FeedbackJson.Shared.AnnotationQueueBody)));

    private static Task<IResult> ItemsAsync(HttpContext context, string queue_id, QueueWork work) =>
        FeedbackResults.WithParametersAsync(context, ReadPage, async page =>
            (await work.ListAsync(context.Caller(), page.ProjectId, queue_id, (page.Offset, page.Limit), context.RequestAborted)).ToResult(
                list => JsonAnswer.Ok(list, FeedbackJson.Shared.QueueItemListBody)));

    private static (string ProjectId, int Offset, int Limit) ReadPage(FeedbackParameters parameters) =>
        (parameters.ProjectId(), parameters.Number("offset", 0, 0, int.MaxValue - MostItems), parameters.Number("limit", DefaultItems, 1, MostItems));

    private static Task<IResult> DeleteAsync(HttpContext context, string queue_id, AnnotationQueueService queues) =>
        FeedbackResults.WithParametersAsync(context, parameters => parameters.ProjectId(), async projectId =>
            (await queues.DeleteAsync(context.Caller(), projectId, queue_id, context.RequestAborted)).ToResult(_ => FeedbackResults.Empty));

    private static Task<IResult> ClaimAsync(HttpContext context, string queue_id, QueueWork work) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, body => ReviewerRequest.ReadClaim(body.Model), async (request, _) =>
            (await work.ClaimAsync(context.Caller(), queue_id, request, context.RequestAborted)).ToResult(
                claimed => JsonAnswer.Ok(claimed, FeedbackJson.Shared.ClaimedItemBody)));

    private static Task<IResult> DoneAsync(HttpContext context, string queue_id, string item_id, QueueWork work) =>
        EndAsync(context, (queue_id, item_id), ClaimState.Done, work);

    private static Task<IResult> SkipAsync(HttpContext context, string queue_id, string item_id, QueueWork work) =>
        EndAsync(context, (queue_id, item_id), ClaimState.Skipped, work);

    private static Task<IResult> EndAsync(HttpContext context, (string Queue, string Item) place, ClaimState state, QueueWork work) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, body => ReviewerRequest.ReadEnd(body.Model), async (request, _) =>
            (await work.EndAsync(context.Caller(), place, request, state, context.RequestAborted)).ToResult(_ => FeedbackResults.Empty));
}
