using Vindex.Statistics.Buckets;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>Answers a question about the snapshot of a project, or about the snapshots of several projects taken together.</summary>
internal sealed class StatsExecutor(
    StatsPlan plan,
    IReadOnlyList<Snapshot> snapshots,
    WorkerPool workers,
    Func<CancellationToken, ValueTask> pause,
    CancellationToken cancellationToken)
{
    private const int BucketsPerUnit = 4;
    private (Window? Window, IReadOnlyList<BucketStart> Starts) _lastStarts = (null, []);

    public async Task<StatsResult> ExecuteAsync()
    {
        var selections = await SelectAsync(plan.Window);
        var series = await SeriesAsync(plan.Window, selections);
        List<StatsGroup>? groups = null;
        if (plan.GroupBy.Count > 0)
        {
            var parts = plan.Metrics.Count == 0 ? [] : await Grouping.PartitionAsync(plan.GroupBy, selections, workers, cancellationToken);
            var cells = (long)plan.Window.Starts.Length * plan.KeysPerBucket * parts.Count;
            if (cells > StatsPlan.MaxCells)
                return new StatsResult.Refused(new StatsRefusal.TooManyCells(cells, StatsPlan.MaxCells));
            groups = [];
            foreach (var part in parts)
            {
                await pause(cancellationToken);
                groups.Add(new StatsGroup(part.Values, await SeriesAsync(plan.Window, part.Selections)));
            }
        }
        var previous = plan.Previous is { } window ? await SeriesAsync(window, await SelectAsync(window)) : null;
        return new StatsResult.Answered(new StatsAnswer(plan, series, groups, previous));
    }

    private async Task<List<BlockSelection>> SelectAsync(Window window)
    {
        var blocks = new List<(BlockScanner Scanner, LiveBlock Live)>();
        foreach (var snapshot in snapshots)
        {
            var scanner = new BlockScanner(plan, snapshot);
            blocks.AddRange(scanner.Blocks(window.Range).Select(live => (scanner, live)));
        }
        var found = new BlockSelection?[blocks.Count];
        await workers.RunAsync(blocks.Count, Select, cancellationToken);
        return [.. found.OfType<BlockSelection>()];

        void Select(int i, MetricAccumulator accumulator) => found[i] = blocks[i].Scanner.Select(blocks[i].Live, window.Range, accumulator.Memory);
    }

    private async Task<StatsSeries> SeriesAsync(Window window, List<BlockSelection> selections)
    {
        var series = new StatsSeries(window.Start, window.End, Starts(window), plan.Metrics.Sum(metric => metric.Outputs.Count))
        {
            WindowCount = selections.Sum(selection => (long)selection.Count),
        };
        if (plan.Metrics.Count == 0)
            return series;
        var slices = BucketSlices.Of(window, selections);
        var whole = selections.Select(selection => new Slice(selection, selection.First, selection.Last)).ToArray();
        var metrics = new WindowMetric[plan.Metrics.Count];
        var units = metrics.Length + ((window.Starts.Length + BucketsPerUnit - 1) / BucketsPerUnit);
        await workers.RunAsync(units, Run, cancellationToken);
        series.Window = metrics;
        return series;

        void Run(int unit, MetricAccumulator accumulator)
        {
            if (unit < metrics.Length)
            {
                metrics[unit] = MeasureWindow(unit, whole, selections, accumulator);
                return;
            }
            var first = (unit - metrics.Length) * BucketsPerUnit;
            for (var bucket = first; bucket < Math.Min(first + BucketsPerUnit, window.Starts.Length); bucket++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                MeasureBucket(series, bucket, slices[bucket], accumulator);
            }
        }
    }

    // All groups share the starts of their window.
    private IReadOnlyList<BucketStart> Starts(Window window)
    {
        if (!ReferenceEquals(_lastStarts.Window, window))
        {
            var days = new LocalDays(plan.Zone);
            _lastStarts = (window, [.. window.Starts.Select(days.BucketStart)]);
        }
        return _lastStarts.Starts;
    }

    private void MeasureBucket(StatsSeries series, int bucket, ReadOnlySpan<Slice> slices, MetricAccumulator accumulator)
    {
        foreach (var slice in slices)
            series.Counts[bucket] += slice.To - slice.From;
        var at = 0;
        for (var metric = 0; metric < plan.Metrics.Count; metric++)
        {
            var length = plan.Metrics[metric].Outputs.Count;
            accumulator.Measure(plan.Metrics[metric], metric, slices, isWindow: false, series.Bucket(bucket).Slice(at, length));
            at += length;
        }
    }

    private WindowMetric MeasureWindow(int index, Slice[] slices, List<BlockSelection> selections, MetricAccumulator accumulator)
    {
        var metric = plan.Metrics[index];
        var values = new double[metric.Outputs.Count];
        accumulator.Measure(metric, index, slices, isWindow: true, values);
        return new WindowMetric(
            metric.Slug,
            values,
            metric.HistogramBins is { } bins ? accumulator.Histogram(metric, index, slices, bins) : null,
            metric.Categories is { } count ? Categories.MostFrequent(metric, selections, count) : null);
    }
}
