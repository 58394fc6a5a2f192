using NodaTime;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Changes;

namespace Vindex.Statistics.Questions;

/// <summary>The outcome of planning a question.</summary>
public abstract record PlannedQuestion
{
    private PlannedQuestion()
    {
    }

    /// <summary>The question can be asked.</summary>
    public sealed record Accepted(StatsPlan Plan) : PlannedQuestion;

    /// <summary>The question cannot be asked.</summary>
    public sealed record Refused(StatsRefusal Refusal) : PlannedQuestion;
}

/// <summary>A question that passed all checks, with everything resolved.</summary>
public sealed record StatsPlan
{
    /// <summary>The largest answer: buckets × keys × groups.</summary>
    public const int MaxCells = 1_000_000;

    internal StatsPlan()
    {
    }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The resolved start, in UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The resolved end, in UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Seconds per bucket; null when the buckets follow the calendar.</summary>
    public required long? Granularity { get; init; }

    /// <summary>Name of the time zone as given; UTC when it was empty.</summary>
    public required string Timezone { get; init; }

    /// <summary>Weeks or months instead of a number of seconds.</summary>
    public CalendarUnit? Calendar { get; init; }

    /// <summary>What to measure: defaults filled in, equal metrics merged.</summary>
    public IReadOnlyList<MetricPlan> Metrics { get; internal init; } = [];

    /// <summary>The fields that rows are grouped by; empty when they are not.</summary>
    public IReadOnlyList<string> GroupBy { get; internal init; } = [];

    /// <summary>
    /// The most work that the question may take: rows in its ranges × (metrics + filters + 1) × (fields that it groups by + 1). A row that has to be read from
    /// the log, because the columns do not have all that the question needs, counts <see cref="StepsPerLoggedRow"/> times.
    /// </summary>
    public long MaxSteps { get; init; } = long.MaxValue;

    internal const int StepsPerLoggedRow = 200;

    internal long StepsPerRow => (Metrics.Count + Filter.Paths.Count + 1L) * (GroupBy.Count + 1);

    internal DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    internal RowFilter Filter { get; init; } = RowFilter.None;

    internal Window Window { get; init; } = Window.Empty;

    internal Window? Previous { get; init; }

    /// <summary>Keys of a bucket, its row count included.</summary>
    internal int KeysPerBucket => 1 + Metrics.Sum(metric => metric.Outputs.Count);
}

/// <summary>A range, truncated to whole seconds, and its buckets.</summary>
/// <param name="Start">As given.</param>
/// <param name="End">As given.</param>
/// <param name="Starts">Start of each bucket, seconds since 1970 UTC.</param>
internal sealed record Window(DateTimeOffset Start, DateTimeOffset End, long[] Starts)
{
    public static readonly Window Empty = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, []);

    public TimeRange Range { get; } = new(Start.ToUnixTimeSeconds() * 1000, End.ToUnixTimeSeconds() * 1000);
}

/// <summary>Which rows a question counts; conditions are combined with AND.</summary>
internal sealed record RowFilter(string? FeedbackType, string? TriggerRef, string? TriggerPrefix, IReadOnlyList<PathFilter> Paths)
{
    public static readonly RowFilter None = new(null, null, null, []);

    public bool MatchesAll => FeedbackType is null && TriggerRef is null && TriggerPrefix is null && Paths.Count == 0;
}
