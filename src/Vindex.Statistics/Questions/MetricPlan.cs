namespace Vindex.Statistics.Questions;

/// <summary>A metric with its defaults filled in.</summary>
/// <param name="JsonPath">Where the values are.</param>
/// <param name="Slug">The path as part of result keys: dots and spaces become underscores.</param>
/// <param name="Kind">What counts as a value.</param>
/// <param name="Outputs">The numbers to compute: aggregations first, then percentiles.</param>
/// <param name="HistogramBins">Bins of the window's histogram; null for none.</param>
/// <param name="Categories">How many of the window's most frequent texts to list; null for none.</param>
public sealed record MetricPlan(
    string JsonPath, string Slug, MetricKind Kind, IReadOnlyList<MetricOutput> Outputs, int? HistogramBins, int? Categories)
{
    internal bool NeedsSum { get; } = Outputs.Any(output => output.Aggregation is Aggregation.Sum or Aggregation.Avg);

    internal bool NeedsRanks { get; } = Outputs.Any(output => output.Quantile is not null);

    internal bool NeedsExtremes { get; } = Outputs.Any(output => output.Aggregation is Aggregation.Min or Aggregation.Max);

    internal bool NeedsBooleanCounts { get; } = Outputs.Any(output => output.Aggregation is Aggregation.CountTrue or Aggregation.CountFalse);
}

/// <summary>One number of a metric: an aggregation or a percentile.</summary>
/// <param name="Key">Its key in a bucket, <c>avg_output_score</c>.</param>
/// <param name="Name">Its key in the window, <c>avg</c> or <c>p99.9</c>.</param>
/// <param name="Aggregation">The aggregation; null for a percentile.</param>
/// <param name="Quantile">The percentile as a fraction of 1; null for an aggregation.</param>
public sealed record MetricOutput(string Key, string Name, Aggregation? Aggregation, double? Quantile)
{
    /// <summary>Whether it counts something, so that its value in a bucket is an integer.</summary>
    public bool IsCount => Aggregation is Questions.Aggregation.Count or Questions.Aggregation.CountTrue or Questions.Aggregation.CountFalse;
}
