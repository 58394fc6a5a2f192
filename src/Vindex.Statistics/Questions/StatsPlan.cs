using NodaTime;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Changes;

namespace Vindex.Statistics.Questions;

/// <summary>Whether a question can be answered.</summary>
public abstract record PlannedQuestion
{
    private PlannedQuestion()
    {
    }

    /// <summary>It can.</summary>
    public sealed record Accepted(StatsPlan Plan) : PlannedQuestion;

    /// <summary>It cannot.</summary>
    /// <param name="Status">422 when the body does not fit the model, else 400.</param>
    /// <param name="Reason">Why, as text for the caller.</param>
    /// <param name="Type">For 422: the error's type as pydantic names it.</param>
    /// <param name="Location">For 422: where in the body.</param>
    public sealed record Refused(int Status, string Reason, string Type, IReadOnlyList<object> Location) : PlannedQuestion;
}

/// <summary>A question that was checked, with everything resolved.</summary>
public sealed record StatsPlan
{
    /// <summary>Most result cells: buckets × keys × groups.</summary>
    public const int MostCells = 1_000_000;

    internal StatsPlan()
    {
    }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The resolved start, in UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The resolved end, in UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Bucket seconds; null when the buckets follow the calendar.</summary>
    public required long? Granularity { get; init; }

    /// <summary>The zone's name as asked, UTC when it was empty.</summary>
    public required string Timezone { get; init; }

    /// <summary>Weeks or months instead of seconds.</summary>
    public CalendarUnit? Calendar { get; init; }

    /// <summary>Seconds by which the compared range lies earlier.</summary>
    public long? CompareOffsetSeconds { get; init; }

    internal DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    internal IReadOnlyList<MetricPlan> Metrics { get; init; } = [];

    internal RowFilter Filter { get; init; } = RowFilter.None;

    internal IReadOnlyList<string> GroupBy { get; init; } = [];

    internal Window Window { get; init; } = Window.Empty;

    internal Window? Previous { get; init; }

    /// <summary>Keys of a bucket, the count among them.</summary>
    internal int Keys => 1 + Metrics.Sum(metric => metric.Outputs.Count);
}

/// <summary>A range cut to whole seconds, and its buckets.</summary>
/// <param name="Start">As given.</param>
/// <param name="End">As given.</param>
/// <param name="Starts">Where each bucket begins, seconds since 1970 UTC.</param>
internal sealed record Window(DateTimeOffset Start, DateTimeOffset End, long[] Starts)
{
    public static readonly Window Empty = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, []);

    public TimeRange Range { get; } = new(Start.ToUnixTimeSeconds() * 1000, End.ToUnixTimeSeconds() * 1000);
}

/// <summary>Which rows take part.</summary>
internal sealed record RowFilter(string? FeedbackType, string? TriggerRef, string? TriggerPrefix, IReadOnlyList<PathFilter> Paths)
{
    public static readonly RowFilter None = new(null, null, null, []);

    public bool TakesAll => FeedbackType is null && TriggerRef is null && TriggerPrefix is null && Paths.Count == 0;
}

/// <summary>A metric with its defaults filled in and equal ones merged.</summary>
internal sealed record MetricPlan(string JsonPath, string Slug, MetricKind Kind, IReadOnlyList<MetricOutput> Outputs, int? HistogramBins, int? Categories)
{
    public bool NeedsSum { get; } = Outputs.Any(output => output.Aggregation is Aggregation.Sum or Aggregation.Avg);

    public bool NeedsRanks { get; } = Outputs.Any(output => output.Quantile is not null);

    public bool NeedsExtremes { get; } = Outputs.Any(output => output.Aggregation is Aggregation.Min or Aggregation.Max);

    public bool NeedsTruth { get; } = Outputs.Any(output => output.Aggregation is Aggregation.CountTrue or Aggregation.CountFalse);
}

/// <summary>One number of a metric: an aggregation or a percentile.</summary>
/// <param name="Key">Its key in a bucket, <c>avg_output_score</c>.</param>
/// <param name="Name">Its key in the window, <c>avg</c> or <c>p99.9</c>.</param>
/// <param name="Aggregation">The aggregation; null for a percentile.</param>
/// <param name="Quantile">The percentile as a part of one; null for an aggregation.</param>
internal sealed record MetricOutput(string Key, string Name, Aggregation? Aggregation, double? Quantile)
{
    /// <summary>Whether a bucket holds it as a whole number.</summary>
    public bool IsCount => Aggregation is Questions.Aggregation.Count or Questions.Aggregation.CountTrue or Questions.Aggregation.CountFalse;
}
