using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>The numbers of all buckets, groups and the window of one range, by one statement; and the sums that it cannot give, by another.</summary>
internal sealed class SeriesQuestion(IClickHouse client, StatsPlan plan, QuestionSource source, Window window, GroupColumn? groups)
{
    private readonly BucketColumn _bucket = new(window);

    public async Task<Dictionary<CellPlace, SeriesCell>> AskAsync(CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        var columns = Columns(statement);
        var keys = groups is null ? "b" : "g, b";
        statement.Text =
            $"""
            SELECT {string.Join(", ", columns.SelectMany(column => column.OfAnswer(statement)).Prepend($"{(groups is null ? "" : "gg, g, ")}gb, b, c"))}
            FROM (
                SELECT {string.Join(", ", columns.SelectMany(column => column.OfCell()).Prepend($"{Grouped()}, {keys}, count() AS c"))}
                FROM (SELECT {string.Join(", ", columns.SelectMany(column => column.OfRow()).Prepend(Places(statement)))} {source.Rows(statement, window.Range)})
                GROUP BY {keys} WITH {(groups is null ? "ROLLUP" : "CUBE")})
            """;
        var cells = new Dictionary<CellPlace, SeriesCell>();
        foreach (var row in await client.RowsAsync(statement, cancellationToken))
        {
            var at = 0;
            var place = Place(row, ref at);
            var cell = new SeriesCell(row[at++].GetInt64(), new MetricCell[plan.Metrics.Count]);
            Array.Fill(cell.Metrics, MetricCell.Empty);
            foreach (var column in columns)
                cell.Metrics[column.Index] = MetricCell.Read(column, row, ref at);
            cells[place] = cell;
        }
        foreach (var column in columns.Where(column => column.HasSum && cells.Values.Any(cell => cell.Metrics[column.Index].Sum is null)))
            await SumByExponentAsync(column.Index, cells, cancellationToken);
        return cells;
    }

    private string Grouped() => groups is null ? "grouping(b) AS gb" : "grouping(g) AS gg, grouping(b) AS gb";

    private string Places(ClickHouseStatement statement) => $"{(groups is null ? "" : $"{groups.Sql(statement)} AS g, ")}{_bucket.Sql(statement)} AS b";

    // Metrics without values have no columns.
    private List<SeriesColumns> Columns(ClickHouseStatement statement)
    {
        var columns = new List<SeriesColumns>();
        foreach (var (index, metric) in plan.Metrics.Index())
        {
            if (metric.Kind != MetricKind.Categorical && SeriesColumns.Value(source, statement, metric) is { } value)
                columns.Add(new SeriesColumns(metric, index, value));
        }
        return columns;
    }

    private CellPlace Place(JsonElement row, ref int at)
    {
        int? group = null;
        if (groups is not null)
        {
            var isGroup = row[at++].GetInt32() == 0;
            group = isGroup ? row[at].GetInt32() : null;
            at++;
        }
        var isBucket = row[at++].GetInt32() == 0;
        var bucket = isBucket ? _bucket.Bucket(row[at].GetInt64()) : (int?)null;
        at++;
        return new CellPlace(group, bucket);
    }

    private async Task SumByExponentAsync(int index, Dictionary<CellPlace, SeriesCell> cells, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        var value = SeriesColumns.Value(source, statement, plan.Metrics[index])!;
        var keys = groups is null ? "b" : "g, b";
        statement.Text =
            $"""
            SELECT {keys}, e, toString(sum(m)) FROM (
                SELECT {keys}, toInt64(bitAnd(bitShiftRight(bits, 52), 2047)) AS e,
                    toInt128(bitAnd(bits, 4503599627370495) + if(e > 0, 4503599627370496, 0)) * if(bitShiftRight(bits, 63) = 1, -1, 1) AS m
                FROM (SELECT {Places(statement)}, reinterpretAsUInt64(assumeNotNull({value})) AS bits
                    {source.Rows(statement, window.Range)} AND isNotNull({value})))
            GROUP BY {keys}, e
            """;
        var sums = new Dictionary<CellPlace, List<(int Exponent, BigInteger Mantissas)>>();
        foreach (var row in await client.RowsAsync(statement, cancellationToken))
        {
            var at = 0;
            int? group = groups is null ? null : row[at++].GetInt32();
            var bucket = _bucket.Bucket(row[at++].GetInt64());
            var sum = (row[at].GetInt32(), BigInteger.Parse(row[at + 1].GetString()!, CultureInfo.InvariantCulture));
            foreach (var place in (HashSet<CellPlace>)[new(group, bucket), new(group, null), new(null, bucket), new(null, null)])
            {
                if (!sums.TryGetValue(place, out var own))
                    sums.Add(place, own = []);
                own.Add(sum);
            }
        }
        foreach (var (place, cell) in cells)
            cell.Metrics[index].Sum = sums.TryGetValue(place, out var own) ? ExactParts.Total(own) : 0;
    }
}
