namespace Vindex.Server.Feedback.Aggregates;

/// <summary>What to count.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="AfterMs">Milliseconds since 1970, inclusive.</param>
/// <param name="BeforeMs">Milliseconds since 1970, exclusive.</param>
/// <param name="TimeBucketSeconds">Length of a bucket; by default one bucket for the whole range.</param>
/// <param name="FeedbackTypes">Prefixes of feedback types.</param>
/// <param name="Tags">Rows with any of these tags.</param>
/// <param name="RatingMin">Rows whose rating <c>_rating_</c> is at least this, 0 to 1.</param>
/// <param name="RatingMax">Rows whose rating <c>_rating_</c> is at most this, 0 to 1.</param>
/// <param name="MonitorIds">Object names in <c>trigger_ref</c>; a trailing <c>*</c> makes them prefixes.</param>
/// <param name="ScorerIds">Object names in <c>runnable_ref</c>; a trailing <c>*</c> makes them prefixes.</param>
/// <param name="SpanAgentNames">Exact agent names.</param>
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

/// <summary>The counts.</summary>
internal sealed record AggregateAnswerBody(long? TimeBucketSeconds, long AfterMs, long BeforeMs, IReadOnlyList<AggregateBucketBody> Buckets);

/// <summary>The counts of a group in a bucket.</summary>
/// <param name="TimeBucketStartMs">Start of the bucket; null without buckets.</param>
/// <param name="Group">The group's values.</param>
/// <param name="TotalCount">Number of rows.</param>
/// <param name="ScoredCount">Number of rows with a tag or a rating.</param>
/// <param name="TagCounts">Number of rows by tag.</param>
/// <param name="RatingCounts">Number of ratings by name.</param>
/// <param name="RatingSums">Sums of the ratings by name.</param>
internal sealed record AggregateBucketBody(
    long? TimeBucketStartMs,
    IReadOnlyDictionary<string, string> Group,
    long TotalCount,
    long ScoredCount,
    IReadOnlyDictionary<string, long> TagCounts,
    IReadOnlyDictionary<string, long> RatingCounts,
    IReadOnlyDictionary<string, double?> RatingSums);
