using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>
/// The fallback: columns of the paths and ranges of one question, built from the rows of the log. It covers what the permanent columns do not:
/// texts and paths beyond their limits, and projects that do not fit in memory.
/// </summary>
internal static class TemporaryProjection
{
    private const int RowsAtOnce = 4 * ColumnBlock.MaxRows;

    /// <summary>Reads the rows; null if there are more than <paramref name="most"/>.</summary>
    public static async Task<Snapshot?> ReadAsync(
        IChangeLog log,
        string project,
        IEnumerable<string> paths,
        IReadOnlyList<TimeRange> ranges,
        long most,
        Func<CancellationToken, ValueTask> pause,
        CancellationToken cancellationToken)
    {
        var table = PathTable.Of(paths);
        var blocks = new List<LiveBlock>();
        var tail = new Tail(table, Limits.Temporary, RowsAtOnce);
        await foreach (var batch in log.RowsAsync(project, ranges, cancellationToken))
        {
            await pause(cancellationToken);
            if ((most -= batch.Length) < 0)
                return null;
            foreach (ref readonly var row in batch.Span)
                tail.Add(row);
            if (tail.Count >= RowsAtOnce)
            {
                Flush(tail, blocks);
                tail = new Tail(table, Limits.Temporary, RowsAtOnce);
            }
        }
        Flush(tail, blocks);
        return new Snapshot(0, "", blocks, Tail: null, table);
    }

    private static void Flush(Tail tail, List<LiveBlock> blocks)
    {
        var rows = tail.Freeze();
        blocks.AddRange(BlockAssembler.Assemble(
            rows.Sorted(), rows.Keys().ToList(), (key, into) => rows.Collect(key, into), Limits.Temporary, () => 0).Select(block => new LiveBlock(block)));
    }
}
