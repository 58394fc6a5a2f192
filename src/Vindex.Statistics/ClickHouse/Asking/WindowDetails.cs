using Vindex.Statistics.Answers;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>Histograms and most frequent texts of the window, or of a group in it.</summary>
internal sealed class WindowDetails(IClickHouse client, QuestionSource source, Window window, GroupColumn? groups)
{
    /// <summary>Bins of equal width from the smallest to the largest value.</summary>
    public async Task<IReadOnlyList<HistogramBin>> HistogramAsync(MetricPlan metric, MetricCell cell, int? group, CancellationToken cancellationToken)
    {
        if (cell.Count == 0)
            return [];
        var bins = metric.HistogramBins!.Value;
        var edges = Enumerable.Range(1, bins - 1).Select(bin => MetricAccumulator.Edge(cell.Min, cell.Max, (double)bin / bins)).ToList();
        var statement = new ClickHouseStatement();
        var value = SeriesColumns.Value(source, statement, metric)!;
        var distinct = edges.Prepend(cell.Min).Select(edge => edge + 0.0).Distinct().Order().ToList();
        statement.Text =
            $"""
            SELECT reinterpretAsUInt64(roundDown(x, {statement.Parameter(distinct)})) AS edge, count()
            FROM (SELECT assumeNotNull({value}) AS x {Rows(statement, group)} AND isNotNull({value})) GROUP BY edge
            """;
        var counts = (await client.RowsAsync(statement, cancellationToken))
            .Select(row => (Edge: BitConverter.UInt64BitsToDouble(row[0].GetUInt64()), Count: row[1].GetInt64())).ToList();
        var histogram = new List<HistogramBin>(bins);
        var (from, below) = (cell.Min, 0L);
        foreach (var to in edges.Append(cell.Max))
        {
            var upTo = histogram.Count == bins - 1 ? cell.Count : counts.Where(part => part.Edge < to).Sum(part => part.Count);
            histogram.Add(new HistogramBin(from, to, upTo - below));
            (from, below) = (to, upTo);
        }
        return histogram;
    }

    /// <summary>The most frequent texts.</summary>
    public async Task<IReadOnlyList<CategoryCount>> CategoriesAsync(MetricPlan metric, int? group, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        var hasNumbers = source.Value(statement, metric.JsonPath, Paths.ValueKind.Number) is not null;
        // Bytes EE and EF begin the characters from U+E000 to U+FFFF, which in UTF-16 come after those beyond. With numbers, the order is known only here.
        var order = "ORDER BY c DESC, replaceAll(replaceAll(k, unhex('EE'), unhex('FE')), unhex('EF'), unhex('FF'))";
        statement.Text =
            $"""
            SELECT {source.Category(statement, metric.JsonPath)} AS k, count() AS c {Rows(statement, group)}
            GROUP BY k {(hasNumbers ? "" : $"{order} LIMIT {metric.Categories}")}
            """;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in await client.RowsAsync(statement, cancellationToken))
        {
            var text = GroupKey.Parse(row[0].GetString()!).ToString();
            counts[text] = counts.GetValueOrDefault(text) + row[1].GetInt64();
        }
        return Categories.MostFrequent(counts, metric.Categories!.Value);
    }

    private string Rows(ClickHouseStatement statement, int? group)
    {
        var rows = source.Rows(statement, window.Range);
        return group is { } place ? $"{rows} AND {groups!.Sql(statement)} = {place}" : rows;
    }
}
