using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Writing;

/// <summary>The routes that store and remove feedback.</summary>
internal static class FeedbackEndpoints
{
    public static void MapWriting(this IEndpointRouteBuilder feedback)
    {
        var writes = feedback.MapGroup("").RequireScope(Scopes.FeedbackWrite);
        writes.MapPost("/create", CreateAsync).WithName("feedback_create").WithSummary("Stores one row of feedback")
            .Accepts<FeedbackBody>(JsonAnswer.ContentType).Produces<FeedbackCreatedBody>();
        writes.MapPost("/batch/create", CreateBatchAsync).WithName("feedback_batch_create").WithSummary("Stores several rows of feedback, all or none")
            .WithDescription("At most 10,000 rows (Feedback:BatchItems). After the first hundred errors the rest is not checked.")
            .Accepts<FeedbackBatchBody>(JsonAnswer.ContentType).Produces<FeedbackCreatedListBody>();
        writes.MapPost("/replace", ReplaceAsync).WithName("feedback_replace").WithSummary("Replaces a row of feedback")
            .Accepts<FeedbackReplacementBody>(JsonAnswer.ContentType).Produces<FeedbackCreatedBody>();
        writes.MapPost("/purge", PurgeAsync).WithName("feedback_purge").WithSummary("Deletes feedback by id")
            .Accepts<FeedbackPurgeBody>(JsonAnswer.ContentType).Produces<FeedbackPurgedBody>();
    }

    private static Task<IResult> CreateAsync(HttpContext context, FeedbackService feedback) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.OneLimit, body => FeedbackForm.Read(body.Model), async (draft, _) =>
            (await feedback.CreateAsync(context.Caller(), draft, context.RequestAborted)).ToResult(FeedbackAnswer.One));

    private static Task<IResult> ReplaceAsync(HttpContext context, FeedbackService feedback) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.OneLimit, body => FeedbackForm.ReadReplacement(body.Model), async (draft, _) =>
            (await feedback.CreateAsync(context.Caller(), draft, context.RequestAborted)).ToResult(FeedbackAnswer.One));

    private static async Task<IResult> CreateBatchAsync(HttpContext context, FeedbackService feedback, IOptions<FeedbackLimits> limits)
    {
        var (batch, refused) = await BatchReader.ReadAsync(context, limits.Value.BatchItems);
        if (batch is null) return refused!;
        using (batch)
        {
            var outcome = await feedback.CreateBatchAsync(context.Caller(), batch.Drafts, context.RequestAborted);
            return await outcome.ToResultAsync(rows => FeedbackAnswer.WriteManyAsync(context, rows));
        }
    }

    private static Task<IResult> PurgeAsync(HttpContext context, FeedbackService feedback) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.OneLimit, body => FeedbackPurge.Read(body.Model), async (purge, _) =>
            (await feedback.PurgeAsync(context.Caller(), purge, context.RequestAborted)).ToResult(_ => FeedbackResults.Empty));
}
