using System.Text.Json;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>For the API description: a question.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Start">Inclusive start, ISO 8601; without an offset UTC.</param>
/// <param name="Metrics">What to measure, at most 50.</param>
/// <param name="End">Exclusive end; now when left out.</param>
/// <param name="FeedbackType">Only rows of this type.</param>
/// <param name="TriggerRef">Only rows of this trigger, or with <c>:*</c> at its end of all that begin so.</param>
/// <param name="Granularity">Seconds of a bucket; chosen from the range when left out.</param>
/// <param name="Timezone">IANA zone that buckets are aligned in; default UTC.</param>
/// <param name="GroupBy">One or two of feedback_type, trigger_ref or a path.</param>
/// <param name="Calendar"><c>week</c> or <c>month</c>, in place of a granularity.</param>
/// <param name="Compare">The same for an earlier range.</param>
/// <param name="Filter">Values, by path, that the payload must have.</param>
internal sealed record StatsRequestBody(
    string ProjectId,
    DateTimeOffset Start,
    IReadOnlyList<StatsMetricBody>? Metrics = null,
    DateTimeOffset? End = null,
    string? FeedbackType = null,
    string? TriggerRef = null,
    long? Granularity = null,
    string? Timezone = null,
    IReadOnlyList<string>? GroupBy = null,
    string? Calendar = null,
    StatsCompareBody? Compare = null,
    IReadOnlyDictionary<string, JsonElement>? Filter = null);

/// <summary>For the API description: a metric.</summary>
/// <param name="JsonPath">Where its values stand in the payload; keys separated by dots.</param>
/// <param name="ValueType"><c>numeric</c>, <c>boolean</c> or <c>categorical</c>.</param>
/// <param name="Aggregations">Any of sum, avg, min, max, count, count_true, count_false.</param>
/// <param name="Percentiles">0 to 100, at most 20.</param>
/// <param name="Histogram">Bins of equal width over the window.</param>
/// <param name="Categories">So many of the most frequent texts, 1 to 100.</param>
internal sealed record StatsMetricBody(
    string JsonPath,
    string? ValueType = null,
    IReadOnlyList<string>? Aggregations = null,
    IReadOnlyList<double>? Percentiles = null,
    StatsHistogramBody? Histogram = null,
    int? Categories = null);

/// <summary>For the API description: a histogram.</summary>
/// <param name="Bins">2 to 200.</param>
internal sealed record StatsHistogramBody(int Bins);

/// <summary>For the API description: the range to compare with.</summary>
/// <param name="OffsetSeconds">By how much it lies earlier.</param>
internal sealed record StatsCompareBody(long OffsetSeconds);

/// <summary>For the API description: an answer.</summary>
/// <param name="Start">The resolved start.</param>
/// <param name="End">The resolved end.</param>
/// <param name="Granularity">Seconds of a bucket; null with a calendar.</param>
/// <param name="Timezone">The zone.</param>
/// <param name="Buckets">By time, without gaps: <c>timestamp</c>, a number for each key such as <c>avg_output_score</c>, <c>count</c>.</param>
/// <param name="WindowStats">For each metric its numbers over the whole range; null without metrics.</param>
/// <param name="Calendar">As asked.</param>
/// <param name="Groups">The 50 largest groups, then the rest.</param>
/// <param name="Previous">The compared range.</param>
internal sealed record StatsBody(
    DateTimeOffset Start,
    DateTimeOffset End,
    long? Granularity,
    string Timezone,
    IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Buckets,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? WindowStats,
    string? Calendar = null,
    IReadOnlyList<StatsGroupBody>? Groups = null,
    StatsPreviousBody? Previous = null);

/// <summary>For the API description: the rows that have these values.</summary>
/// <param name="Group">A value for each field, or <c>other</c>.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Buckets">As above.</param>
/// <param name="WindowStats">As above.</param>
internal sealed record StatsGroupBody(
    IReadOnlyDictionary<string, JsonElement> Group,
    long Count,
    IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Buckets,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? WindowStats);

/// <summary>For the API description: the compared range.</summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
/// <param name="Buckets">As above.</param>
/// <param name="WindowStats">As above.</param>
internal sealed record StatsPreviousBody(
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Buckets,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? WindowStats);
