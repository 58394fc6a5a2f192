using Vindex.Server.Pages;

namespace Vindex.Server.Portal;

/// <summary>A chart with the table behind it.</summary>
/// <param name="Spec">What is drawn.</param>
/// <param name="Rows">A row a bucket.</param>
public sealed record ChartModel(ChartSpec Spec, IReadOnlyList<ChartRow> Rows);

/// <summary>A bucket of a chart.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Values">Its values as in JSON, empty for none; the table shows them as the reader's language writes numbers.</param>
public sealed record ChartRow(string Label, IReadOnlyList<string> Values)
{
    /// <summary>URL of what is behind the bucket; null for none.</summary>
    public string? Href { get; init; }

    /// <summary>URLs of what is behind each value; empty for none.</summary>
    public IReadOnlyList<string?> ValueHrefs { get; init; } = [];

    /// <summary>How many things the bucket has, if the chart's specification names them.</summary>
    public long Count { get; init; }
}
