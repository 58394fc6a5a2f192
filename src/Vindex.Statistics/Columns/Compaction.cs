namespace Vindex.Statistics.Columns;

/// <summary>Which blocks to write anew, if any: those a tenth dead, those that overlap many others, and runs of small ones.</summary>
internal static class Compaction
{
    /// <summary>At most so many blocks may cover one instant.</summary>
    public const int MostCovering = 8;

    private const int SmallRun = 8;

    public static IReadOnlyList<LiveBlock> Choose(IReadOnlyList<LiveBlock> blocks, Limits limits)
    {
        foreach (var block in blocks)
        {
            if (block.DeadRows > 0 && block.DeadRows * 10 >= block.Block.Rows)
                return [block];
        }
        var covering = DeepestInstant(blocks);
        if (covering.Count > MostCovering)
            return Few(covering, limits);
        var small = blocks.Where(block => block.Block.Rows <= limits.BlockRows / 4).OrderBy(block => block.Block.MinTime).ToList();
        return small.Count >= SmallRun ? Few(small.Take(SmallRun), limits) : [];
    }

    // Intervals are open here: blocks that only share the instant at which they meet cannot be told apart by merging them.
    private static List<LiveBlock> DeepestInstant(IReadOnlyList<LiveBlock> blocks)
    {
        var events = new List<(long Time, int Step)>(blocks.Count * 2);
        foreach (var block in blocks.Where(block => block.Block.MinTime < block.Block.MaxTime))
        {
            events.Add((block.Block.MinTime, 1));
            events.Add((block.Block.MaxTime, -1));
        }
        events.Sort();
        int depth = 0, deepest = 0;
        var at = 0L;
        foreach (var (time, step) in events)
        {
            depth += step;
            if (depth > deepest)
                (deepest, at) = (depth, time);
        }
        return deepest > MostCovering ? [.. blocks.Where(block => block.Block.MinTime <= at && block.Block.MaxTime > at)] : [];
    }

    private static List<LiveBlock> Few(IEnumerable<LiveBlock> blocks, Limits limits)
    {
        var rows = 0;
        return [.. blocks.OrderBy(block => block.Block.Rows).TakeWhile(block => (rows += block.Block.Rows) <= 16 * limits.BlockRows)];
    }
}
