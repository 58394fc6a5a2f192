using System.Runtime.CompilerServices;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Questions;
using Vindex.Statistics.Sums;

namespace Vindex.Statistics.Answers;

/// <summary>A part of a scan that falls into a bucket, by positions.</summary>
internal readonly record struct Slice(Scan Scan, int From, int To);

/// <summary>Measures one metric over the slices of a bucket, or of the window. Holds a worker's scratch memory; not for two threads.</summary>
internal sealed class Meter
{
    /// <summary>Slices up to so many rows are brought together and sorted; counting pays for longer ones.</summary>
    private const int ShortSlice = 96;

    private const int MostKeptCounts = 32;

    private readonly ushort[] _codes = new ushort[Block.MostRows];
    private double[] _short = new double[256];
    private readonly List<CodeCounts> _counts = [];
    private readonly RankSources _ranks = new();
    private Tally _tally;
    private int _shortCount;
    private int _countsUsed;

    /// <summary>Room for the codes of a block, free between measurements.</summary>
    public ushort[] Scratch => _codes;

    /// <summary>Lets go of the columns of the last question, and of scratch memory beyond the usual.</summary>
    public void Forget()
    {
        _ranks.Forget();
        if (_counts.Count > MostKeptCounts)
            _counts.RemoveRange(MostKeptCounts, _counts.Count - MostKeptCounts);
    }

    /// <summary>The outputs of a metric; NaN stands for null.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="index">Its position in the question.</param>
    /// <param name="slices">The rows.</param>
    /// <param name="isWindow">Whether no value means null instead of 0.</param>
    /// <param name="outputs">Takes the numbers.</param>
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
        var sum = metric.NeedsSum && _tally.Count > 0 ? Sum(index, slices) : 0;
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = Output(metric.Outputs[i], sum, isWindow);
    }

    /// <summary>Bins of equal width from the least to the greatest value.</summary>
    public List<HistogramBin> Histogram(MetricPlan metric, int index, ReadOnlySpan<Slice> slices, int bins)
    {
        Gather(metric with { Outputs = [new MetricOutput("", "", Aggregation.Min, null)] }, index, slices, ranks: true);
        if (_tally.Count == 0)
            return [];
        var histogram = new List<HistogramBin>(bins);
        var (least, most) = (_tally.Least, _tally.Most);
        var from = least;
        long below = 0;
        for (var bin = 1; bin <= bins; bin++)
        {
            var to = bin == bins ? most : Edge(least, most, (double)bin / bins);
            var upTo = bin == bins ? _tally.Count : _ranks.CountBelow(to);
            histogram.Add(new HistogramBin(from, to, upTo - below));
            (from, below) = (to, upTo);
        }
        return histogram;
    }

    internal static double Edge(double least, double most, double part)
    {
        var width = most - least;
        return double.IsFinite(width) ? least + (width * part) : (least * (1 - part)) + (most * part);
    }

    private double Output(MetricOutput output, double sum, bool isWindow)
    {
        var count = _tally.Count;
        if (count == 0)
        {
            return output.Aggregation switch
            {
                Aggregation.CountTrue or Aggregation.CountFalse => 0,
                Aggregation.Sum or Aggregation.Avg or Aggregation.Count when !isWindow => 0,
                _ => double.NaN,
            };
        }
        var value = output.Aggregation switch
        {
            Aggregation.Sum => sum,
            Aggregation.Avg => sum / count,
            Aggregation.Min => _tally.Least,
            Aggregation.Max => _tally.Most,
            Aggregation.Count => count,
            Aggregation.CountTrue => _tally.Ones,
            Aggregation.CountFalse => _tally.Zeros,
            _ => Percentile(output.Quantile!.Value),
        };
        return double.IsFinite(value) ? value + 0.0 : double.NaN;
    }

    private double Percentile(double quantile)
    {
        var at = quantile * (_tally.Count - 1);
        var rank = (long)Math.Floor(at);
        var (value, next) = _ranks.Select(rank);
        return rank + 1 < _tally.Count ? (value * (rank + 1 - at)) + (next * (at - rank)) : value * (rank + 1 - at);
    }

    private double Sum(int index, ReadOnlySpan<Slice> slices)
    {
        if (_tally.Sum.TryRound(out var rounded))
            return rounded;
        var exact = new ExactSum();
        foreach (var slice in slices)
        {
            if (slice.Scan.Columns[index] is not { } column)
                continue;
            if (slice.Scan.IsWhole(slice.From, slice.To))
            {
                for (var code = 0; code < column.Distinct; code++)
                    exact.Add(column.Numbers![code], column.CountOf(code));
                continue;
            }
            foreach (var code in slice.Scan.Codes(column, slice.From, slice.To, _codes))
                exact.Add(column.Numbers![code], 1);
        }
        return exact.Round();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(MetricPlan metric, int index, ReadOnlySpan<Slice> slices, bool ranks)
    {
        _tally = new Tally { Least = double.PositiveInfinity, Most = double.NegativeInfinity };
        _shortCount = 0;
        _ranks.Clear();
        _countsUsed = 0;
        foreach (var slice in slices)
        {
            if (slice.Scan.Columns[index] is not { } column)
                continue;
            if (slice.Scan.IsWhole(slice.From, slice.To))
                Whole(metric, column, ranks);
            else
                Part(metric, column, slice, ranks);
        }
        Shorts(metric, ranks);
    }

    private void Whole(MetricPlan metric, CodeColumn column, bool ranks)
    {
        _tally.Count += column.Count;
        _tally.Sum = _tally.Sum.Add(column.Sum);
        _tally.Least = Math.Min(_tally.Least, column.Numbers![0]);
        _tally.Most = Math.Max(_tally.Most, column.Numbers[column.Distinct - 1]);
        if (metric.NeedsTruth)
        {
            _tally.Ones += column.Find(1) is >= 0 and var one ? column.CountOf(one) : 0;
            _tally.Zeros += column.Find(0) is >= 0 and var zero ? column.CountOf(zero) : 0;
        }
        if (ranks)
            _ranks.AddWhole(column.Numbers, column.Distinct, column.Cumulative, column.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(MetricPlan metric, CodeColumn column, in Slice slice, bool ranks)
    {
        var codes = slice.Scan.Codes(column, slice.From, slice.To, _codes);
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
                _tally.Sum = RunningSum.Undecided;
            return;
        }
        if (!ranks && !metric.NeedsExtremes && !metric.NeedsTruth)
        {
            _tally.Count += length - codes.Count((ushort)column.Distinct);
            if (metric.NeedsSum)
                Add(column.SafeSum ? RunningSum.OfCodes(values, codes) : RunningSum.Undecided);
            return;
        }
        Counted(metric, column, codes, ranks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Counted(MetricPlan metric, CodeColumn column, ReadOnlySpan<ushort> codes, bool ranks)
    {
        if (_countsUsed == _counts.Count)
            _counts.Add(new CodeCounts());
        var counts = _counts[_countsUsed++];
        var count = counts.Count(codes, column.Distinct);
        if (count == 0)
            return;
        var values = column.Numbers!;
        counts.AddUp();
        _tally.Count += count;
        _tally.Least = Math.Min(_tally.Least, values[counts.AtRank(0)]);
        _tally.Most = Math.Max(_tally.Most, values[counts.AtRank(count - 1)]);
        if (metric.NeedsTruth)
        {
            _tally.Ones += column.Find(1) is >= 0 and var one ? counts.Fine[one] : 0;
            _tally.Zeros += column.Find(0) is >= 0 and var zero ? counts.Fine[zero] : 0;
        }
        if (metric.NeedsSum)
        {
            Add(!column.SafeSum ? RunningSum.Undecided
                : codes.Length < column.Distinct ? RunningSum.OfCodes(values, codes)
                : RunningSum.OfCounts(values.AsSpan(0, column.Distinct), counts.Fine[..column.Distinct]));
        }
        if (ranks)
            _ranks.AddCounted(values, column.Distinct, counts, count);
    }

    private void Shorts(MetricPlan metric, bool ranks)
    {
        if (_shortCount == 0)
            return;
        var values = _short.AsSpan(0, _shortCount);
        _tally.Count += values.Length;
        if (metric.NeedsSum)
            Add(RunningSum.OfValues(values));
        if (metric.NeedsTruth)
        {
            _tally.Ones += values.Count(1.0);
            _tally.Zeros += values.Count(0.0);
        }
        if (ranks || metric.NeedsExtremes)
        {
            values.Sort();
            _tally.Least = Math.Min(_tally.Least, values[0]);
            _tally.Most = Math.Max(_tally.Most, values[^1]);
        }
        if (ranks)
            _ranks.AddSorted(_short, _shortCount);
    }

    private void Add(in RunningSum sum) => _tally.Sum = _tally.Sum.Add(sum);

    private struct Tally
    {
        public long Count;
        public long Ones;
        public long Zeros;
        public double Least;
        public double Most;
        public RunningSum Sum;
    }
}
