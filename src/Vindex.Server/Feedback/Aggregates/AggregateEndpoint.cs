using System.Buffers;
using System.Text.Json;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary><c>POST /feedback/aggregate</c>: tags and ratings that scorers gave, counted by time and dimension.</summary>
internal static class AggregateEndpoint
{
    public static void MapAggregate(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/aggregate", AggregateAsync).WithName("feedback_aggregate").WithSummary("Counts of tags and ratings, by time and dimension")
            .WithDescription("At most 256 buckets; at most 31 days, unless it is a project's total without buckets, groups and filters. Empty buckets are left out.")
            .RequireScope(Scopes.FeedbackRead).Accepts<AggregateBody>(JsonAnswer.ContentType).Produces<AggregateAnswerBody>();

    private static async Task<IResult> AggregateAsync(HttpContext context, ProjectAccess projects, IStore store)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.SmallLimit);
        using var read = body;
        if (read is null) return refused!;
        if (AggregateRequest.Read(read) is not { } request) return read.Errors;
        if (await projects.FindAsync(context.Caller(), request.ProjectId, context.RequestAborted) is not { } sight) return FeedbackRefusal.ProjectNotFound;
        var selection = new FeedbackSelection
        {
            From = DateTimeOffset.FromUnixTimeMilliseconds(request.AfterMs),
            Before = DateTimeOffset.FromUnixTimeMilliseconds(request.BeforeMs),
        };
        var filter = new AggregateFilter(request);
        var buckets = new AggregateBuckets(request);
        await foreach (var row in store.Feedback.ReadAsync(sight.Key, selection, context.RequestAborted))
        {
            var scorer = ScorerFields.Of(row);
            if (!sight.Sees(row.Payload.Span) || !filter.Counts(row, scorer)) continue;
            buckets.Add(row, scorer);
            if (buckets.Cells > AggregateBuckets.MostCells)
                return FeedbackRefusal.BadRequest($"The answer would hold more than {AggregateBuckets.MostCells} numbers: narrow the filters or group by less");
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true })) buckets.Write(json);
        return JsonAnswer.Ok(buffer.WrittenSpan.ToArray());
    }
}

/// <summary>For the API description: what is counted.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="AfterMs">Milliseconds since 1970, inclusive.</param>
/// <param name="BeforeMs">Milliseconds since 1970, exclusive.</param>
/// <param name="TimeBucketSeconds">Length of a bucket; one over all when absent.</param>
/// <param name="FeedbackTypes">Beginnings of types.</param>
/// <param name="Tags">Rows with any of these tags.</param>
/// <param name="RatingMin">Rows whose rating <c>_rating_</c> is at least this, 0 to 1.</param>
/// <param name="RatingMax">Rows whose rating <c>_rating_</c> is at most this, 0 to 1.</param>
/// <param name="MonitorIds">Names of the object in <c>trigger_ref</c>; with <c>*</c> at the end, beginnings of them.</param>
/// <param name="ScorerIds">The same of <c>runnable_ref</c>.</param>
/// <param name="SpanAgentNames">Exact names.</param>
/// <param name="SpanTypes"><c>agent_turn</c>, <c>agent_conversation</c>.</param>
/// <param name="GroupBy">Any of <c>scorer_id</c>, <c>span_agent_name</c>, <c>span_agent_version</c>, <c>span_status_code</c>.</param>
internal sealed record AggregateBody(
    string ProjectId,
    long AfterMs,
    long BeforeMs,
    long? TimeBucketSeconds = null,
    IReadOnlyList<string>? FeedbackTypes = null,
    IReadOnlyList<string>? Tags = null,
    double? RatingMin = null,
    double? RatingMax = null,
    IReadOnlyList<string>? MonitorIds = null,
    IReadOnlyList<string>? ScorerIds = null,
    IReadOnlyList<string>? SpanAgentNames = null,
    IReadOnlyList<string>? SpanTypes = null,
    IReadOnlyList<string>? GroupBy = null);

/// <summary>For the API description: the counts.</summary>
internal sealed record AggregateAnswerBody(long? TimeBucketSeconds, long AfterMs, long BeforeMs, IReadOnlyList<AggregateBucketBody> Buckets);

/// <summary>For the API description: a group in a bucket.</summary>
/// <param name="TimeBucketStartMs">When it begins; null without buckets.</param>
/// <param name="Group">The value of each dimension.</param>
/// <param name="TotalCount">Rows.</param>
/// <param name="ScoredCount">Rows with a tag or a rating.</param>
/// <param name="TagCounts">Rows by tag.</param>
/// <param name="RatingCounts">Ratings by name.</param>
/// <param name="RatingSums">Their sums.</param>
internal sealed record AggregateBucketBody(
    long? TimeBucketStartMs,
    IReadOnlyDictionary<string, string> Group,
    long TotalCount,
    long ScoredCount,
    IReadOnlyDictionary<string, long> TagCounts,
    IReadOnlyDictionary<string, long> RatingCounts,
    IReadOnlyDictionary<string, double?> RatingSums);
