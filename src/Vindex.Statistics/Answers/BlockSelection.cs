using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Answers;

/// <summary>The rows of one block that a question counts: a range of rows, or a list of rows within a range. A position is an index into either.</summary>
/// <param name="Block">The block.</param>
/// <param name="From">First row of the range.</param>
/// <param name="To">End of the range.</param>
internal sealed record BlockSelection(ColumnBlock Block, int From, int To)
{
    private ushort[]?[]? _gathered;

    /// <summary>The counted rows of the range, ascending; null for all of them.</summary>
    public ushort[]? Rows { get; private init; }

    /// <summary>First position.</summary>
    public int First => Rows is null ? From : 0;

    /// <summary>End of the positions.</summary>
    public int Last => Rows?.Length ?? To;

    public int Count => Last - First;

    /// <summary>The paths of the project that the block belongs to.</summary>
    public required PathTable Paths { get; init; }

    /// <summary>The column of each metric; null where the block has none.</summary>
    public required CodeColumn?[] Columns { get; init; }

    /// <summary>The first position at or after an instant in milliseconds.</summary>
    public int Position(long instant)
    {
        if (instant <= Block.MinTime)
            return First;
        if (instant > Block.MaxTime)
            return Last;
        var row = Math.Clamp(Block.Times.LowerBound(instant), From, To);
        if (Rows is null)
            return row;
        var at = row > ushort.MaxValue ? ~Rows.Length : Rows.AsSpan().BinarySearch((ushort)row);
        return at < 0 ? ~at : at;
    }

    public bool IsWhole(int from, int to) => Rows is null && from == 0 && to == Block.Rows;

    /// <summary>The codes of positions <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public ReadOnlySpan<ushort> Codes(CodeColumn column, int from, int to, ushort[] scratch) =>
        Rows is null ? column.Codes(from, to, scratch) : column.Codes(Rows.AsSpan(from, to - from), scratch);

    /// <summary>The codes of a metric at positions <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public ReadOnlySpan<ushort> MetricCodes(int metric, int from, int to, ushort[] scratch) =>
        _gathered is null ? Columns[metric]!.Codes(from, to, scratch) : _gathered[metric].AsSpan(from, to - from);

    /// <summary>
    /// The same range with other rows. The codes of the metrics are gathered at once: the buckets and the window both need them.
    /// </summary>
    public BlockSelection Of(ushort[] rows) => this with { Rows = rows, _gathered = [.. Columns.Select(column => Gather(column, rows))] };

    private static ushort[]? Gather(CodeColumn? column, ushort[] rows)
    {
        if (column is null)
            return null;
        var codes = GC.AllocateUninitializedArray<ushort>(rows.Length);
        column.Codes(rows, codes);
        return codes;
    }
}
