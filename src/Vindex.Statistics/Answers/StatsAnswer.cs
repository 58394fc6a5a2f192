using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>What becomes of a question.</summary>
public abstract record StatsResult
{
    private StatsResult()
    {
    }

    /// <summary>An answer.</summary>
    public sealed record Answered(StatsAnswer Answer) : StatsResult;

    /// <summary>The groups made the answer larger than allowed (status 400).</summary>
    public sealed record TooLarge(string Reason) : StatsResult;
}

/// <summary>The answer to a question.</summary>
/// <param name="Plan">The question.</param>
/// <param name="Series">All rows.</param>
/// <param name="Groups">When asked for: the largest groups, then the rest.</param>
/// <param name="Previous">When asked for: the range to compare with.</param>
public sealed record StatsAnswer(StatsPlan Plan, StatsSeries Series, IReadOnlyList<StatsGroup>? Groups, StatsSeries? Previous);

/// <summary>A group of rows.</summary>
/// <param name="Values">The value of each field of <c>group_by</c>; null for the rest.</param>
/// <param name="Series">Its statistics.</param>
public sealed record StatsGroup(IReadOnlyList<ScalarValue>? Values, StatsSeries Series);

/// <summary>The statistics of some rows: by bucket, and over the window.</summary>
public sealed class StatsSeries
{
    private readonly double[] _cells;

    internal StatsSeries(DateTimeOffset start, DateTimeOffset end, IReadOnlyList<string> timestamps, int outputs)
    {
        Start = start;
        End = end;
        Timestamps = timestamps;
        Outputs = outputs;
        Counts = new long[timestamps.Count];
        _cells = new double[timestamps.Count * outputs];
        Window = [];
    }

    /// <summary>Start of the range.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>End of the range.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Where each bucket begins, ISO 8601 with the zone's offset.</summary>
    public IReadOnlyList<string> Timestamps { get; }

    /// <summary>Rows of each bucket, whatever they hold.</summary>
    public long[] Counts { get; }

    /// <summary>Rows of the window.</summary>
    public long WindowCount { get; internal set; }

    /// <summary>The window's statistics, a metric each.</summary>
    public IReadOnlyList<WindowMetric> Window { get; internal set; }

    internal int Outputs { get; }

    /// <summary>The numbers of a bucket, in the order of the metrics' outputs; NaN stands for null.</summary>
    public Span<double> Bucket(int bucket) => _cells.AsSpan(bucket * Outputs, Outputs);
}

/// <summary>What a metric comes to over the window.</summary>
/// <param name="Slug">Its key.</param>
/// <param name="Values">A number for each aggregation and percentile; NaN stands for null.</param>
/// <param name="Histogram">When asked for.</param>
/// <param name="Categories">When asked for.</param>
public sealed record WindowMetric(string Slug, double[] Values, IReadOnlyList<HistogramBin>? Histogram, IReadOnlyList<CategoryCount>? Categories);

/// <summary>Values from <paramref name="From"/> up to, in the last bin including, <paramref name="To"/>.</summary>
public readonly record struct HistogramBin(double From, double To, long Count);

/// <summary>How many rows have a text.</summary>
public readonly record struct CategoryCount(string Value, long Count);
