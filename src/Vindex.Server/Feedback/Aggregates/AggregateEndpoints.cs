using System.Buffers;
using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary><c>POST /feedback/aggregate</c>: counts scorers' tags and ratings by time and dimension.</summary>
internal static class AggregateEndpoints
{
    public static void MapAggregates(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/aggregate", CountAsync).WithName("feedback_aggregate").WithSummary("Counts of tags and ratings, by time and dimension")
            .WithDescription("At most 256 buckets and 31 days, except for a project's total without buckets, groups and filters. Empty buckets are left out.")
            .RequireScope(Scopes.FeedbackRead).HeavyRead().Accepts<AggregateBody>(JsonAnswer.ContentType).Produces<AggregateAnswerBody>();

    private static Task<IResult> CountAsync(HttpContext context, AggregateService aggregates) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, AggregateRequest.Read, async (request, _) =>
            (await aggregates.CountAsync(context.Caller(), request, context.RequestAborted)).ToResult(Json));

    private static IResult Json(AggregateBuckets buckets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder, SkipValidation = true })) buckets.Write(json);
        return JsonAnswer.Ok(buffer.WrittenSpan.ToArray());
    }
}
