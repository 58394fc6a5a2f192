namespace Vindex.Server.Feedback.Aggregates;

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
