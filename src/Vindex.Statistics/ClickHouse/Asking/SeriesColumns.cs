using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>The columns of a statement for one metric, from the rows to the numbers.</summary>
/// <param name="metric">The metric.</param>
/// <param name="index">Its index in the question.</param>
/// <param name="value">The expression of its values.</param>
internal sealed class SeriesColumns(MetricPlan metric, int index, string value)
{
    private readonly List<double> _quantiles = [.. metric.Outputs.Select(output => output.Quantile).OfType<double>()];

    public int Index { get; } = index;

    public bool HasSum { get; } = metric.NeedsSum;

    public bool HasBooleanCounts { get; } = metric.NeedsBooleanCounts;

    /// <summary>Number of percentiles.</summary>
    public int Ranks => _quantiles.Count;

    /// <summary>The name of the values.</summary>
    public string Name => $"x{Index}";

    public static string? Value(QuestionSource source, ClickHouseStatement statement, MetricPlan metric)
    {
        var kind = metric.Kind == MetricKind.Boolean ? ValueKind.Boolean : ValueKind.Number;
        return source.Value(statement, metric.JsonPath, kind) is { } value ? kind == ValueKind.Boolean ? $"toFloat64({value})" : value : null;
    }

    /// <summary>The columns of each row.</summary>
    public IEnumerable<string> OfRow() => HasSum ? ExactParts.Columns(Index, Name).Prepend($"{value} AS {Name}") : [$"{value} AS {Name}"];

    /// <summary>The aggregates of each cell, with names.</summary>
    public IEnumerable<string> OfCell() => Aggregates().Select((aggregate, i) => $"{aggregate} AS a{Index}_{i}")
        .Concat(Ranks > 0 ? [$"arraySort(groupArray({Name})) AS s{Index}"] : []);

    /// <summary>The numbers of each cell, in the order in which <see cref="MetricCell.Read"/> reads them.</summary>
    public IEnumerable<string> OfAnswer(ClickHouseStatement statement)
    {
        var aggregates = Enumerable.Range(0, Aggregates().Count()).Select(i => $"a{Index}_{i}");
        return aggregates.Concat(_quantiles.SelectMany(quantile =>
        {
            var rank = $"toInt64(floor({Fraction(statement, quantile)} * (length(s{Index}) - 1)))";
            return (string[])[$"s{Index}[{rank} + 1]", $"s{Index}[{rank} + 2]"];
        }));
    }

    // A quantile has six decimals: this division gives the same double.
    private static string Fraction(ClickHouseStatement statement, double quantile) => $"({statement.Parameter((long)Math.Round(quantile * 1e6))} / 1000000)";

    private IEnumerable<string> Aggregates()
    {
        IEnumerable<string> counts = [$"count({Name})", $"min({Name})", $"max({Name})"];
        if (HasBooleanCounts)
            counts = counts.Concat([$"countIf({Name} = 1)", $"countIf({Name} = 0)"]);
        return HasSum ? counts.Concat(ExactParts.Aggregates(Index)) : counts;
    }
}
