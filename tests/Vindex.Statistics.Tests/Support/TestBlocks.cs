using System.Text;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Support;

/// <summary>Blocks for tests that need no change log.</summary>
internal static class TestBlocks
{
    /// <summary>A block without columns: enough for everything that looks only at its bounds.</summary>
    public static StoredBlock Empty(long id, int rows, long minTime, long maxTime) =>
        new(id, []) { Rows = rows, MinTime = minTime, MaxTime = maxTime, MinSequence = 1, MaxSequence = rows };

    /// <summary>The blocks that rows become, in the order of <paramref name="rows"/>.</summary>
    public static StoredBlock[] Of(PathTable paths, Limits limits, params LoggedRow[] rows)
    {
        var tail = new Tail(paths, limits, rows.Length);
        foreach (var row in rows)
            tail.Add(row);
        var frozen = tail.Freeze();
        var id = 0L;
        return BlockAssembler.Assemble(frozen.Sorted(), frozen.Keys().ToList(), (key, into) => frozen.Collect(key, into), limits, () => ++id);
    }

    public static LoggedRow Row(long sequence, long time, string payload, string type = "t", string? trigger = null) =>
        new(sequence, time, type, trigger, Encoding.UTF8.GetBytes(payload));

    /// <summary>The rows of a block as (time, sequence, value at a path), without the deleted ones.</summary>
    public static List<(long Time, long Sequence, object? Value)> Rows(LiveBlock live, PathTable paths, string path, ValueKind kind)
    {
        var block = live.Block;
        var column = paths.TryFind(path, out var id) ? block.Codes(new ColumnKey(id, kind)) : null;
        var codes = column is null ? [] : column.Codes(0, block.Rows, new ushort[block.Rows]).ToArray();
        var sequences = (LongColumn)block.Column(ColumnKey.Sequence)!;
        return [.. Enumerable.Range(0, block.Rows)
            .Where(row => !live.IsDeleted(row))
            .Select(row => (block.Times[row], sequences[row], Value(column, codes, row)))];
    }

    private static object? Value(CodeColumn? column, ushort[] codes, int row) =>
        column is null || codes[row] == column.Distinct ? null : column.Numbers is { } numbers ? numbers[codes[row]] : column.Texts?[codes[row]];
}
