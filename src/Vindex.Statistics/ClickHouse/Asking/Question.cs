using Vindex.Statistics.Answers;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>Puts an answer together from the answers to several statements.</summary>
internal sealed class Question(
    IClickHouse client, StatsPlan plan, QuestionSource source, IReadOnlyList<ulong> streams, Func<CancellationToken, ValueTask> pause)
{
    private const long MaxRankedRows = 16_000_000;

    public async Task<StatsResult> AskAsync(CancellationToken cancellationToken)
    {
        // Ranks are found in arrays, which ClickHouse limits to 2^24 values.
        var most = plan.Metrics.Any(metric => metric.NeedsRanks) ? Math.Min(plan.MaxSteps, MaxRankedRows * plan.StepsPerRow) : plan.MaxSteps;
        if (streams.Count > 0 && await CountAsync(cancellationToken) > most / plan.StepsPerRow)
            return new StatsResult.Refused(new StatsRefusal.TooManySteps(most));
        GroupColumn? groups = null;
        if (plan.GroupBy.Count > 0 && plan.Metrics.Count > 0 && streams.Count > 0)
        {
            groups = await GroupColumn.FindAsync(client, source, plan, plan.Window.Range, cancellationToken);
            var cells = (long)plan.Window.Starts.Length * plan.KeysPerBucket * groups.Values.Count;
            if (cells > StatsPlan.MaxCells)
                return new StatsResult.Refused(new StatsRefusal.TooManyCells(cells, StatsPlan.MaxCells));
        }
        var (series, grouped) = await SeriesAsync(plan.Window, groups, cancellationToken);
        var previous = plan.Previous is { } window ? (await SeriesAsync(window, groups: null, cancellationToken)).Series : null;
        var all = plan.GroupBy.Count == 0 ? null
            : (groups?.Values ?? []).Zip(grouped, (values, own) => new StatsGroup(values, own)).ToList();
        return new StatsResult.Answered(new StatsAnswer(plan, series, all, previous));
    }

    // An upper bound: replaced rows that are not merged yet are counted too, and filters are not applied. ClickHouse takes most of it from its index.
    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        var ranges = plan.Previous is { } previous ? (IReadOnlyList<Window>)[plan.Window, previous] : [plan.Window];
        var anyRange = ranges.Select(window =>
            $"(created_at >= {statement.Parameter(window.Range.From)} AND created_at < {statement.Parameter(window.Range.To)})");
        statement.Text = $"SELECT count() FROM vindex_rows WHERE has({statement.Parameter(streams)}, stream) AND ({string.Join(" OR ", anyRange)})";
        return (await client.RowsAsync(statement, cancellationToken))[0][0].GetInt64();
    }

    private async Task<(StatsSeries Series, List<StatsSeries> Groups)> SeriesAsync(Window window, GroupColumn? groups, CancellationToken cancellationToken)
    {
        await pause(cancellationToken);
        if (plan.Metrics.Count == 0 || streams.Count == 0 || window.Range.From >= window.Range.To)
        {
            var empty = await FillAsync(window, [], group: null, details: null, cancellationToken);
            if (plan.Metrics.Count == 0 && streams.Count > 0)
                empty.WindowCount = await RowsAsync(window, cancellationToken);
            return (empty, []);
        }
        var cells = await new SeriesQuestion(client, plan, source, window, groups).AskAsync(cancellationToken);
        var details = new WindowDetails(client, source, window, groups);
        var series = await FillAsync(window, cells, group: null, details, cancellationToken);
        var grouped = new List<StatsSeries>();
        for (var group = 0; group < (groups?.Values.Count ?? 0); group++)
            grouped.Add(await FillAsync(window, cells, group, details, cancellationToken));
        return (series, grouped);
    }

    private async Task<long> RowsAsync(Window window, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        statement.Text = $"SELECT count() {source.Rows(statement, window.Range)}";
        return (await client.RowsAsync(statement, cancellationToken))[0][0].GetInt64();
    }

    private async Task<StatsSeries> FillAsync(
        Window window, Dictionary<CellPlace, SeriesCell> cells, int? group, WindowDetails? details, CancellationToken cancellationToken)
    {
        var days = new LocalDays(plan.Zone);
        var series = new StatsSeries(window.Start, window.End, [.. window.Starts.Select(days.BucketStart)], plan.Metrics.Sum(metric => metric.Outputs.Count));
        var none = SeriesCell.Empty(plan.Metrics.Count);
        for (var bucket = 0; bucket < window.Starts.Length; bucket++)
        {
            var cell = cells.GetValueOrDefault(new CellPlace(group, bucket), none);
            series.Counts[bucket] = cell.Rows;
            var at = 0;
            foreach (var (index, metric) in plan.Metrics.Index())
            {
                Measure(metric, cell, index, isWindow: false, series.Bucket(bucket).Slice(at, metric.Outputs.Count));
                at += metric.Outputs.Count;
            }
        }
        var total = cells.GetValueOrDefault(new CellPlace(group, null), none);
        series.WindowCount = total.Rows;
        series.Window = await WindowAsync(total, group, details, cancellationToken);
        return series;
    }

    private async Task<List<WindowMetric>> WindowAsync(SeriesCell total, int? group, WindowDetails? details, CancellationToken cancellationToken)
    {
        var metrics = new List<WindowMetric>();
        foreach (var (index, metric) in plan.Metrics.Index())
        {
            var values = new double[metric.Outputs.Count];
            Measure(metric, total, index, isWindow: true, values);
            var histogram = metric.HistogramBins is null ? null
                : details is null ? [] : await details.HistogramAsync(metric, total.Metrics[index], group, cancellationToken);
            var categories = metric.Categories is null ? null
                : details is null ? [] : await details.CategoriesAsync(metric, group, cancellationToken);
            metrics.Add(new WindowMetric(metric.Slug, values, histogram, categories));
        }
        return metrics;
    }

    private static void Measure(MetricPlan metric, SeriesCell cell, int index, bool isWindow, Span<double> outputs)
    {
        if (metric.Kind == MetricKind.Categorical)
        {
            outputs.Fill(cell.Rows == 0 && isWindow ? double.NaN : cell.Rows);
            return;
        }
        var found = cell.Metrics[index];
        var percentile = 0;
        for (var i = 0; i < outputs.Length; i++)
        {
            var output = metric.Outputs[i];
            if (output.Aggregation is { } aggregation)
                outputs[i] = found.Totals.Output(aggregation, isWindow);
            else if (found.Count == 0)
                outputs[i] = double.NaN;
            else
                outputs[i] = MetricTotals.Finite(Interpolate(output.Quantile!.Value, found.Count, found.Ranks[percentile++]));
        }
    }

    private static double Interpolate(double quantile, long count, (double Value, double Next) rank) =>
        MetricTotals.Interpolate(quantile, count, rank.Value, rank.Next);
}
