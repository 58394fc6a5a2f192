using System.Runtime.CompilerServices;
using Vindex.Statistics.Answers.Ranks;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Questions;
using Vindex.Statistics.Sums;

namespace Vindex.Statistics.Answers;

/// <summary>
/// Computes the numbers of one metric over the slices of a bucket or of the window. Holds a worker's scratch memory; not for use by two threads.
/// </summary>
internal sealed class MetricAccumulator
{
    /// <summary>Slices of at most this many rows are gathered and sorted; for longer ones counting is faster.</summary>
    private const int ShortSlice = 96;

    /// <summary>Slices with fewer rows than this share of a column's values are counted by strides.</summary>
    private const int ShortShare = 4;

    private const int MaxPooledCounts = 32;

    private double[] _short = new double[256];
    private readonly Pool<CodeCounts> _counts = new();
    private readonly Pool<StrideCounts> _strides = new();
    private readonly RankSources _ranks = new();
    private Totals _totals;
    private int _shortCount;

    /// <summary>Room for a pass over a block; unused between measurements.</summary>
    public ScanMemory Memory { get; } = new();

    /// <summary>Drops references to the columns of the last question, and excess scratch memory.</summary>
    public void ReleaseColumns()
    {
        _ranks.ReleaseColumns();
        _counts.Trim();
        _strides.Trim();
    }

    /// <summary>Computes the outputs of a metric; NaN stands for null.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="index">Its index in the question.</param>
    /// <param name="slices">The rows.</param>
    /// <param name="isWindow">Whether no value gives null instead of 0.</param>
    /// <param name="outputs">Receives the numbers.</param>
    public void Measure(MetricPlan metric, int index, ReadOnlySpan<Slice> slices, bool isWindow, Span<double> outputs)
    {
        if (metric.Kind == MetricKind.Categorical)
        {
            long rows = 0;
            foreach (var slice in slices)
                rows += slice.To - slice.From;
            outputs.Fill(rows == 0 && isWindow ? double.NaN : rows);
            return;
        }
        Gather(metric, index, slices, metric.NeedsRanks);
        var sum = metric.NeedsSum && _totals.Count > 0 ? Sum(index, slices) : 0;
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = Output(metric.Outputs[i], sum, isWindow);
    }

    /// <summary>Bins of equal width from the smallest to the largest value.</summary>
    public List<HistogramBin> Histogram(MetricPlan metric, int index, ReadOnlySpan<Slice> slices, int bins)
    {
        Gather(metric with { Outputs = [new MetricOutput("", "", Aggregation.Min, null)] }, index, slices, ranks: true);
        if (_totals.Count == 0)
            return [];
        var histogram = new List<HistogramBin>(bins);
        var (min, max) = (_totals.Min, _totals.Max);
        var from = min;
        long below = 0;
        for (var bin = 1; bin <= bins; bin++)
        {
            var to = bin == bins ? max : Edge(min, max, (double)bin / bins);
            var upTo = bin == bins ? _totals.Count : _ranks.CountBelow(to);
            histogram.Add(new HistogramBin(from, to, upTo - below));
            (from, below) = (to, upTo);
        }
        return histogram;
    }

    internal static double Edge(double min, double max, double fraction)
    {
        var width = max - min;
        return double.IsFinite(width) ? min + (width * fraction) : (min * (1 - fraction)) + (max * fraction);
    }

    private double Output(MetricOutput output, double sum, bool isWindow)
    {
        if (output.Aggregation is { } aggregation)
            return new MetricTotals(_totals.Count, _totals.Ones, _totals.Zeros, _totals.Min, _totals.Max, sum).Output(aggregation, isWindow);
        return _totals.Count == 0 ? double.NaN : MetricTotals.Finite(Percentile(output.Quantile!.Value));
    }

    private double Percentile(double quantile)
    {
        var (value, next) = _ranks.Select(MetricTotals.Rank(quantile, _totals.Count));
        return MetricTotals.Interpolate(quantile, _totals.Count, value, next);
    }

    private double Sum(int index, ReadOnlySpan<Slice> slices)
    {
        if (_totals.Sum.TryRound(out var rounded))
            return rounded;
        var exact = new ExactSum();
        foreach (var slice in slices)
        {
            if (slice.Selection.Columns[index] is not { } column)
                continue;
            if (slice.Selection.IsWhole(slice.From, slice.To))
            {
                for (var code = 0; code < column.Distinct; code++)
                    exact.Add(column.Numbers![code], column.CountOf(code));
                continue;
            }
            foreach (var code in slice.Selection.MetricCodes(index, slice.From, slice.To, Memory.Codes))
                exact.Add(column.Numbers![code], 1);
        }
        return exact.Round();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(MetricPlan metric, int index, ReadOnlySpan<Slice> slices, bool ranks)
    {
        _totals = new Totals { Min = double.PositiveInfinity, Max = double.NegativeInfinity };
        _shortCount = 0;
        _ranks.Clear();
        _counts.Release();
        _strides.Release();
        foreach (var slice in slices)
        {
            if (slice.Selection.Columns[index] is not { } column)
                continue;
            if (slice.Selection.IsWhole(slice.From, slice.To))
                AddWholeBlock(metric, column, ranks);
            else
                AddSlice(metric, index, slice, ranks);
        }
        AddShortSlices(metric, ranks);
    }

    private void AddWholeBlock(MetricPlan metric, CodeColumn column, bool ranks)
    {
        _totals.Count += column.Count;
        _totals.Sum = _totals.Sum.Add(column.Sum);
        _totals.Min = Math.Min(_totals.Min, column.Numbers![0]);
        _totals.Max = Math.Max(_totals.Max, column.Numbers[column.Distinct - 1]);
        if (metric.NeedsBooleanCounts)
        {
            _totals.Ones += column.Find(1) is >= 0 and var one ? column.CountOf(one) : 0;
            _totals.Zeros += column.Find(0) is >= 0 and var zero ? column.CountOf(zero) : 0;
        }
        if (ranks)
            _ranks.AddWhole(column.Numbers, column.Distinct, column.Cumulative, column.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSlice(MetricPlan metric, int index, in Slice slice, bool ranks)
    {
        var column = slice.Selection.Columns[index]!;
        var codes = slice.Selection.MetricCodes(index, slice.From, slice.To, Memory.Codes);
        var values = column.Numbers!;
        var length = slice.To - slice.From;
        if (length <= ShortSlice)
        {
            if (_short.Length < _shortCount + length)
                Array.Resize(ref _short, Math.Max(_shortCount + length, _short.Length * 2));
            foreach (var code in codes)
            {
                if (code != column.Distinct)
                    _short[_shortCount++] = values[code];
            }
            if (!column.SafeSum)
                _totals.Sum = RunningSum.Undecided;
            return;
        }
        if (!ranks && !metric.NeedsExtremes && !metric.NeedsBooleanCounts)
        {
            _totals.Count += length - codes.Count((ushort)column.Distinct);
            if (metric.NeedsSum)
                AddSum(column.SafeSum ? RunningSum.OfCodes(values, codes) : RunningSum.Undecided);
            return;
        }
        AddCounted(metric, column, codes, ranks);
    }

    private void AddCounted(MetricPlan metric, CodeColumn column, ReadOnlySpan<ushort> codes, bool ranks)
    {
        var values = column.Numbers!;
        if (codes.Length < column.Distinct / ShortShare)
        {
            var strides = _strides.Take();
            AddRanked(column, strides, strides.Count(codes, column.Distinct), ranks);
            if (metric.NeedsBooleanCounts)
            {
                _totals.Ones += column.Find(1) is >= 0 and var one ? codes.Count((ushort)one) : 0;
                _totals.Zeros += column.Find(0) is >= 0 and var zero ? codes.Count((ushort)zero) : 0;
            }
            if (metric.NeedsSum)
                AddSum(column.SafeSum ? RunningSum.OfCodes(values, codes) : RunningSum.Undecided);
            return;
        }
        var counts = _counts.Take();
        var count = counts.Count(codes, column.Distinct);
        counts.AddUp();
        AddRanked(column, counts, count, ranks);
        if (metric.NeedsBooleanCounts)
        {
            _totals.Ones += column.Find(1) is >= 0 and var one ? counts.Fine[one] : 0;
            _totals.Zeros += column.Find(0) is >= 0 and var zero ? counts.Fine[zero] : 0;
        }
        if (metric.NeedsSum)
        {
            AddSum(!column.SafeSum ? RunningSum.Undecided
                : codes.Length < 2 * column.Distinct ? RunningSum.OfCodes(values, codes)
                : RunningSum.OfCounts(values.AsSpan(0, column.Distinct), counts.Fine[..column.Distinct]));
        }
    }

    private void AddRanked(CodeColumn column, IRankedCodes codes, int count, bool ranks)
    {
        if (count == 0)
            return;
        var values = column.Numbers!;
        _totals.Count += count;
        _totals.Min = Math.Min(_totals.Min, values[codes.AtRank(0)]);
        _totals.Max = Math.Max(_totals.Max, values[codes.AtRank(count - 1)]);
        if (ranks)
            _ranks.AddCounted(values, column.Distinct, codes, count);
    }

    private void AddShortSlices(MetricPlan metric, bool ranks)
    {
        if (_shortCount == 0)
            return;
        var values = _short.AsSpan(0, _shortCount);
        _totals.Count += values.Length;
        if (metric.NeedsSum)
            AddSum(RunningSum.OfValues(values));
        if (metric.NeedsBooleanCounts)
        {
            _totals.Ones += values.Count(1.0);
            _totals.Zeros += values.Count(0.0);
        }
        if (ranks || metric.NeedsExtremes)
        {
            values.Sort();
            _totals.Min = Math.Min(_totals.Min, values[0]);
            _totals.Max = Math.Max(_totals.Max, values[^1]);
        }
        if (ranks)
            _ranks.AddSorted(_short, _shortCount);
    }

    private void AddSum(in RunningSum sum) => _totals.Sum = _totals.Sum.Add(sum);

    // Counts for the slices of one measurement, reused by the next.
    private sealed class Pool<T>
        where T : new()
    {
        private readonly List<T> _items = [];
        private int _used;

        public T Take()
        {
            if (_used == _items.Count)
                _items.Add(new T());
            return _items[_used++];
        }

        public void Release() => _used = 0;

        public void Trim()
        {
            if (_items.Count > MaxPooledCounts)
                _items.RemoveRange(MaxPooledCounts, _items.Count - MaxPooledCounts);
        }
    }

    private struct Totals
    {
        public long Count;
        public long Ones;
        public long Zeros;
        public double Min;
        public double Max;
        public RunningSum Sum;
    }
}
