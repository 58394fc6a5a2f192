using System.Runtime.CompilerServices;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>Answers a question about one moment of a project, or of several taken together.</summary>
internal sealed class Answering(StatsPlan plan, IReadOnlyList<Snapshot> snapshots, Crew crew, CancellationToken cancellationToken)
{
    private const int BucketsAtOnce = 4;
    private (Window? Window, IReadOnlyList<string> Timestamps) _written = (null, []);

    /// <summary>The ranges of time that a question reads.</summary>
    public static IReadOnlyList<TimeRange> Ranges(StatsPlan plan) =>
        plan.Previous is { } previous ? [plan.Window.Range, previous.Range] : [plan.Window.Range];

    /// <summary>The paths that a question reads.</summary>
    public static IEnumerable<string> Paths(StatsPlan plan) =>
        plan.Metrics.Select(metric => metric.JsonPath).Concat(plan.Filter.Paths.Select(filter => filter.JsonPath)).Concat(plan.GroupBy).Distinct();

    /// <summary>Whether the columns do not hold all that is asked for, so that the rows themselves have to be read.</summary>
    public static bool NeedsRows(StatsPlan plan, Snapshot snapshot)
    {
        if (snapshot.Paths.Overflowed && Paths(plan).Any(path => !snapshot.Paths.TryFind(path, out _)))
            return true;
        foreach (var (path, kind) in Texts(plan))
        {
            if (!snapshot.Paths.TryFind(path, out var id))
                continue;
            foreach (var live in snapshot.All)
            {
                if (Ranges(plan).Any(range => live.Block.MinTime < range.To && live.Block.MaxTime >= range.From)
                    && live.Block.Codes(new ColumnKey(id, kind)) is { Beyond: true })
                {
                    return true;
                }
            }
        }
        return false;
    }

    public async Task<StatsResult> AnswerAsync()
    {
        var scans = Scans(plan.Window);
        var series = await SeriesAsync(plan.Window, scans).ConfigureAwait(false);
        List<StatsGroup>? groups = null;
        if (plan.GroupBy.Count > 0)
        {
            groups = [];
            var parts = plan.Metrics.Count == 0 ? [] : await Grouping.PartAsync(plan.GroupBy, scans, crew, cancellationToken).ConfigureAwait(false);
            var cells = (long)plan.Window.Starts.Length * plan.Keys * parts.Count;
            if (cells > StatsPlan.MostCells)
                return new StatsResult.TooLarge(StatsPlanner.TooManyCells(cells));
            foreach (var part in parts)
                groups.Add(new StatsGroup(part.Values, await SeriesAsync(plan.Window, part.Scans).ConfigureAwait(false)));
        }
        var previous = plan.Previous is { } window
            ? await SeriesAsync(window, Scans(window)).ConfigureAwait(false)
            : null;
        return new StatsResult.Answered(new StatsAnswer(plan, series, groups, previous));
    }

    private static IEnumerable<(string Path, ValueKind Kind)> Texts(StatsPlan plan)
    {
        foreach (var metric in plan.Metrics.Where(metric => metric.Categories is not null))
        {
            yield return (metric.JsonPath, ValueKind.Text);
            yield return (metric.JsonPath, ValueKind.Array);
        }
        foreach (var filter in plan.Filter.Paths.Where(filter => filter.Values.Any(value => value.Text is not null)))
            yield return (filter.JsonPath, ValueKind.Text);
        foreach (var path in plan.GroupBy)
            yield return (path, ValueKind.Text);
    }

    private List<Scan> Scans(Window window) => [.. snapshots.SelectMany(snapshot => new Scanner(plan, snapshot).Scans(window.Range, cancellationToken))];

    private async Task<StatsSeries> SeriesAsync(Window window, List<Scan> scans)
    {
        var outputs = plan.Metrics.Sum(metric => metric.Outputs.Count);
        var series = new StatsSeries(window.Start, window.End, Timestamps(window), outputs)
        {
            WindowCount = scans.Sum(scan => (long)scan.Count),
        };
        if (plan.Metrics.Count == 0)
            return series;
        var (slices, offsets) = Slices(window, scans);
        var whole = scans.Select(scan => new Slice(scan, scan.First, scan.Last)).ToArray();
        var metrics = new WindowMetric[plan.Metrics.Count];
        var bundles = (window.Starts.Length + BucketsAtOnce - 1) / BucketsAtOnce;
        await crew.RunAsync(metrics.Length + bundles, Work, cancellationToken).ConfigureAwait(false);
        series.Window = metrics;
        return series;

        void Work(int unit, Meter meter)
        {
            if (unit < metrics.Length)
            {
                metrics[unit] = Over(unit, whole, scans, meter);
                return;
            }
            var first = (unit - metrics.Length) * BucketsAtOnce;
            for (var bucket = first; bucket < Math.Min(first + BucketsAtOnce, window.Starts.Length); bucket++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                MeasureBucket(series, bucket, slices.AsSpan(offsets[bucket]..offsets[bucket + 1]), meter);
            }
        }
    }

    // All groups of a window have the same ones.
    private IReadOnlyList<string> Timestamps(Window window)
    {
        if (!ReferenceEquals(_written.Window, window))
        {
            var days = new LocalDays(plan.Zone);
            _written = (window, [.. window.Starts.Select(start => BucketTimestamp.Write(start, days))]);
        }
        return _written.Timestamps;
    }

    private void MeasureBucket(StatsSeries series, int bucket, ReadOnlySpan<Slice> slices, Meter meter)
    {
        foreach (var slice in slices)
            series.Counts[bucket] += slice.To - slice.From;
        var at = 0;
        for (var metric = 0; metric < plan.Metrics.Count; metric++)
        {
            var length = plan.Metrics[metric].Outputs.Count;
            meter.Measure(plan.Metrics[metric], metric, slices, isWindow: false, series.Bucket(bucket).Slice(at, length));
            at += length;
        }
    }

    private WindowMetric Over(int index, Slice[] slices, List<Scan> scans, Meter meter)
    {
        var metric = plan.Metrics[index];
        var values = new double[metric.Outputs.Count];
        meter.Measure(metric, index, slices, isWindow: true, values);
        return new WindowMetric(
            metric.Slug,
            values,
            metric.HistogramBins is { } bins ? meter.Histogram(metric, index, slices, bins) : null,
            metric.Categories is { } most ? Categories.Most(metric, scans, most) : null);
    }

    // The slices of all buckets one behind the other, and where those of each bucket begin.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Slice[] Slices, int[] Offsets) Slices(Window window, List<Scan> scans)
    {
        var starts = window.Starts;
        var offsets = new int[starts.Length + 1];
        var found = new List<(int Bucket, Slice Slice)>();
        foreach (var scan in scans)
        {
            var bucket = Math.Max(0, LastNotAfter(starts, scan.Block.MinTime));
            for (var at = scan.First; at < scan.Last; bucket++)
            {
                var end = bucket + 1 < starts.Length ? scan.Position(starts[bucket + 1] * 1000) : scan.Last;
                if (end > at)
                {
                    found.Add((bucket, new Slice(scan, at, end)));
                    offsets[bucket + 1]++;
                }
                at = end;
            }
        }
        for (var bucket = 0; bucket < starts.Length; bucket++)
            offsets[bucket + 1] += offsets[bucket];
        var slices = new Slice[found.Count];
        var next = offsets.ToArray();
        foreach (var (bucket, slice) in found)
            slices[next[bucket]++] = slice;
        return (slices, offsets);
    }

    private static int LastNotAfter(long[] starts, long instant)
    {
        var at = Array.BinarySearch(starts, (long)Math.Floor(instant / 1000.0));
        return at < 0 ? ~at - 1 : at;
    }
}
