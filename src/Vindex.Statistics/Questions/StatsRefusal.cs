using Vindex.Statistics.Buckets;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Questions;

/// <summary>Why a question is refused. A closed union: callers put each case into words for their own users.</summary>
public abstract record StatsRefusal
{
    private StatsRefusal()
    {
    }

    /// <summary>The range ends before it starts.</summary>
    public sealed record EndBeforeStart : StatsRefusal;

    /// <summary>The granularity is negative.</summary>
    public sealed record NegativeGranularity : StatsRefusal;

    /// <summary>The granularity is longer than the calendar.</summary>
    /// <param name="Max">The longest granularity, in seconds.</param>
    public sealed record GranularityTooLong(long Max) : StatsRefusal;

    /// <summary>The time zone is not in the IANA database.</summary>
    public sealed record UnknownTimeZone(string Name) : StatsRefusal;

    /// <summary>The question has too many metrics.</summary>
    public sealed record TooManyMetrics(int Count, int Max) : StatsRefusal;

    /// <summary>A path of a metric, a filter or a group is malformed.</summary>
    public sealed record InvalidPath(string Path, JsonPathError Error) : StatsRefusal;

    /// <summary>A metric has too many percentiles.</summary>
    /// <param name="Path">Path of the metric.</param>
    /// <param name="Count">How many it has, counted over all metrics of the path when <paramref name="Merged"/>.</param>
    /// <param name="Max">The limit.</param>
    /// <param name="Merged">Whether only several metrics of one path together exceed the limit.</param>
    public sealed record TooManyPercentiles(string Path, int Count, int Max, bool Merged) : StatsRefusal;

    /// <summary>A percentile is not between 0 and 100.</summary>
    public sealed record PercentileOutOfRange(double Percentile) : StatsRefusal;

    /// <summary>A histogram has too few or too many bins.</summary>
    public sealed record HistogramBinsOutOfRange(int Bins) : StatsRefusal;

    /// <summary>Too few or too many categories are asked for.</summary>
    public sealed record CategoriesOutOfRange(int Categories) : StatsRefusal;

    /// <summary>Categories are asked of a metric that is not categorical.</summary>
    public sealed record CategoriesOfNumbers(string Path) : StatsRefusal;

    /// <summary>A histogram is asked of a categorical metric.</summary>
    public sealed record HistogramOfTexts(string Path) : StatsRefusal;

    /// <summary>Percentiles are asked of a categorical metric.</summary>
    public sealed record PercentilesOfTexts(string Path) : StatsRefusal;

    /// <summary>An aggregation other than the count is asked of a categorical metric.</summary>
    public sealed record AggregationOfTexts(string Path, Aggregation Aggregation) : StatsRefusal;

    /// <summary>Two metrics would be reported under one key.</summary>
    /// <param name="First">Path and kind of the one metric.</param>
    /// <param name="Second">Path and kind of the other.</param>
    /// <param name="Key">The key.</param>
    public sealed record KeyCollision((string Path, MetricKind Kind) First, (string Path, MetricKind Kind) Second, string Key) : StatsRefusal;

    /// <summary>Both a calendar unit and a granularity are given.</summary>
    public sealed record CalendarAndGranularity : StatsRefusal;

    /// <summary>The compared range is not earlier.</summary>
    public sealed record CompareOffsetNotPositive(long OffsetSeconds) : StatsRefusal;

    /// <summary>The compared range starts before the year 1.</summary>
    public sealed record CompareOffsetTooLarge(long OffsetSeconds) : StatsRefusal;

    /// <summary>The rows are grouped by no field, or by more than two.</summary>
    public sealed record GroupFieldCount(int Count) : StatsRefusal;

    /// <summary>The rows are grouped by one field twice.</summary>
    public sealed record DuplicateGroupField(string Field) : StatsRefusal;

    /// <summary>A filter lists too many values.</summary>
    public sealed record TooManyFilterValues(string Path, int Count, int Max) : StatsRefusal;

    /// <summary>The range has too many weeks or months.</summary>
    public sealed record TooManyCalendarBuckets(CalendarUnit Unit, int Max) : StatsRefusal;

    /// <summary>The answer would be too large: buckets × keys × groups.</summary>
    public sealed record TooManyCells(long Cells, int Max) : StatsRefusal;

    /// <summary>The question would take too much work: <see cref="StatsPlan.MaxSteps"/>.</summary>
    public sealed record TooManySteps(long Max) : StatsRefusal;
}
