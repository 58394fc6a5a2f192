namespace Vindex.Statistics.Questions;

/// <summary>The names of aggregations, by which questions ask for them and answers report them.</summary>
public static class AggregationName
{
    /// <summary>All names, in the order of <see cref="Aggregation"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["sum", "avg", "min", "max", "count", "count_true", "count_false"];

    /// <summary>The name of an aggregation, <c>count_true</c>.</summary>
    public static string Of(Aggregation aggregation) => All[(int)aggregation];

    /// <summary>The aggregation of one of <see cref="All"/>.</summary>
    public static Aggregation Parse(string name)
    {
        var index = All.Index().Where(item => item.Item == name).Select(item => (int?)item.Index).FirstOrDefault();
        return index is { } found ? (Aggregation)found : throw new ArgumentException($"Unknown aggregation \"{name}\".", nameof(name));
    }
}
