using System.Text.Json;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>A statistics question.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Start">Inclusive start, ISO 8601; UTC if there is no offset.</param>
/// <param name="Metrics">Metrics, at most 50.</param>
/// <param name="End">Exclusive end; default now.</param>
/// <param name="FeedbackType">Only rows of this type.</param>
/// <param name="TriggerRef">Only rows of this trigger; a trailing <c>:*</c> makes it a prefix.</param>
/// <param name="Granularity">Seconds per bucket; by default chosen from the range.</param>
/// <param name="Timezone">IANA time zone that buckets align to; default UTC.</param>
/// <param name="GroupBy">One or two of feedback_type, trigger_ref or a path.</param>
/// <param name="Calendar"><c>week</c> or <c>month</c>, instead of a granularity.</param>
/// <param name="Compare">Adds the same numbers for an earlier range.</param>
/// <param name="Filter">Values that the payload must have, by path.</param>
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

/// <summary>A metric.</summary>
/// <param name="JsonPath">Path of the values in the payload; keys separated by dots.</param>
/// <param name="ValueType"><c>numeric</c>, <c>boolean</c> or <c>categorical</c>.</param>
/// <param name="Aggregations">Any of sum, avg, min, max, count, count_true, count_false.</param>
/// <param name="Percentiles">Percentiles from 0 to 100, at most 20.</param>
/// <param name="Histogram">Histogram over the whole range.</param>
/// <param name="Categories">Number of most frequent texts to return, 1 to 100.</param>
internal sealed record StatsMetricBody(
    string JsonPath,
    string? ValueType = null,
    IReadOnlyList<string>? Aggregations = null,
    IReadOnlyList<double>? Percentiles = null,
    StatsHistogramBody? Histogram = null,
    int? Categories = null);

/// <summary>A histogram.</summary>
/// <param name="Bins">Number of bins, 2 to 200.</param>
internal sealed record StatsHistogramBody(int Bins);

/// <summary>The range to compare with.</summary>
/// <param name="OffsetSeconds">How much earlier the range is, in seconds.</param>
internal sealed record StatsCompareBody(long OffsetSeconds);

/// <summary>A statistics answer.</summary>
/// <param name="Start">The resolved start.</param>
/// <param name="End">The resolved end.</param>
/// <param name="Granularity">Seconds per bucket; null with a calendar.</param>
/// <param name="Timezone">The time zone.</param>
/// <param name="Buckets">Buckets, ascending and without gaps: <c>timestamp</c>, a number for each key such as <c>avg_output_score</c>, and
/// <c>count</c>.</param>
/// <param name="WindowStats">Numbers of each metric for the whole range; null without metrics.</param>
/// <param name="Calendar">The calendar unit of the request.</param>
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

/// <summary>The numbers of a group.</summary>
/// <param name="Group">The value of each field, or <c>other</c>.</param>
/// <param name="Count">Number of its rows.</param>
/// <param name="Buckets">As for the whole answer.</param>
/// <param name="WindowStats">As for the whole answer.</param>
internal sealed record StatsGroupBody(
    IReadOnlyDictionary<string, JsonElement> Group,
    long Count,
    IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Buckets,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? WindowStats);

/// <summary>The compared range.</summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
/// <param name="Buckets">As for the whole answer.</param>
/// <param name="WindowStats">As for the whole answer.</param>
internal sealed record StatsPreviousBody(
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Buckets,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? WindowStats);
