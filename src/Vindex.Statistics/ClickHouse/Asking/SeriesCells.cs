namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>The cells of a bucket, a group's bucket, a group or the window: number of rows, and one cell per metric.</summary>
internal sealed record SeriesCell(long Rows, MetricCell[] Metrics)
{
    public static SeriesCell Empty(int metrics) => new(0, [.. Enumerable.Repeat(MetricCell.Empty, metrics)]);
}

/// <summary>Where a cell is.</summary>
/// <param name="Group">The group; null for all rows.</param>
/// <param name="Bucket">The bucket; null for the window.</param>
internal readonly record struct CellPlace(int? Group, int? Bucket);
