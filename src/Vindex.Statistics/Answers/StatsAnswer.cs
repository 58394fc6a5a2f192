using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>The outcome of a question.</summary>
public abstract record StatsResult
{
    private StatsResult()
    {
    }

    /// <summary>The question was answered.</summary>
    public sealed record Answered(StatsAnswer Answer) : StatsResult;

    /// <summary>The question was refused after all: its groups make the answer too large.</summary>
    public sealed record Refused(StatsRefusal Refusal) : StatsResult;
}

/// <summary>The answer to a question.</summary>
/// <param name="Plan">The question.</param>
/// <param name="Series">Statistics of all rows.</param>
/// <param name="Groups">The largest groups, then all others as one; null unless asked for.</param>
/// <param name="Previous">The compared range; null unless asked for.</param>
public sealed record StatsAnswer(StatsPlan Plan, StatsSeries Series, IReadOnlyList<StatsGroup>? Groups, StatsSeries? Previous);

/// <summary>A group of rows.</summary>
/// <param name="Values">The value of each grouped field; null for all other groups together.</param>
/// <param name="Series">Statistics of its rows.</param>
public sealed record StatsGroup(IReadOnlyList<ScalarValue>? Values, StatsSeries Series);

/// <summary>The statistics of some rows: per bucket and over the window.</summary>
public sealed class StatsSeries
{
    private readonly double[] _cells;

    internal StatsSeries(DateTimeOffset start, DateTimeOffset end, IReadOnlyList<BucketStart> bucketStarts, int outputs)
    {
        Start = start;
        End = end;
        BucketStarts = bucketStarts;
        Outputs = outputs;
        Counts = new long[bucketStarts.Count];
        _cells = new double[bucketStarts.Count * outputs];
        Window = [];
    }

    /// <summary>Start of the range.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>End of the range.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Start of each bucket; the series of all groups share one list.</summary>
    public IReadOnlyList<BucketStart> BucketStarts { get; }

    /// <summary>Number of rows in each bucket, whatever they contain.</summary>
    public long[] Counts { get; }

    /// <summary>Number of rows in the window.</summary>
    public long WindowCount { get; internal set; }

    /// <summary>The window's statistics, one entry per metric; empty without metrics.</summary>
    public IReadOnlyList<WindowMetric> Window { get; internal set; }

    internal int Outputs { get; }

    /// <summary>The numbers of a bucket, in the order of the metrics' outputs; NaN stands for null.</summary>
    public Span<double> Bucket(int bucket) => _cells.AsSpan(bucket * Outputs, Outputs);
}

/// <summary>A metric over the whole window.</summary>
/// <param name="Slug">Its key.</param>
/// <param name="Values">One number per output; NaN stands for null.</param>
/// <param name="Histogram">Null unless asked for.</param>
/// <param name="Categories">Most frequent first; null unless asked for.</param>
public sealed record WindowMetric(string Slug, double[] Values, IReadOnlyList<HistogramBin>? Histogram, IReadOnlyList<CategoryCount>? Categories);

/// <summary>Number of values from <paramref name="From"/> up to <paramref name="To"/>, which only the last bin includes.</summary>
public readonly record struct HistogramBin(double From, double To, long Count);

/// <summary>Number of rows with a text.</summary>
public readonly record struct CategoryCount(string Value, long Count);
