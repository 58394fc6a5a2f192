namespace Vindex.Statistics.Columns.Compaction;

/// <summary>
/// Decides which blocks to rewrite next: one with a tenth of its rows deleted, or several that overlap the same instant, or a run of small ones.
/// Every rewrite removes what made it necessary, so that repeated compaction ends.
/// </summary>
internal static class CompactionPolicy
{
    /// <summary>No instant is covered by more blocks than this.</summary>
    public const int MaxOverlap = 8;

    /// <summary>This many small blocks are merged at once.</summary>
    public const int SmallRun = 8;

    /// <summary>A block is small when it has at most this fraction of the rows of a full one.</summary>
    public const int SmallFraction = 4;

    /// <summary>A merge reads at most as many rows as this many full blocks have.</summary>
    public const int MaxMergedBlocks = 16;

    /// <summary>The blocks to rewrite together; empty when none need it.</summary>
    public static IReadOnlyList<LiveBlock> Choose(IReadOnlyList<LiveBlock> blocks, Limits limits)
    {
        foreach (var block in blocks)
        {
            if (block.DeletedRows * 10 >= block.Block.Rows)
                return [block];
        }
        if (DeepestOverlap(blocks) is { Count: > 0 } overlapping)
            return SmallestFirst(overlapping, limits);
        var small = blocks.Where(block => block.Block.Rows <= limits.BlockRows / SmallFraction).OrderBy(block => block.Block.MinTime).ToList();
        return small.Count >= SmallRun ? SmallestFirst(small.Take(SmallRun), limits) : [];
    }

    // The blocks over the instant that most blocks cover; none if these are not too many. Intervals are open here: merging cannot separate blocks that share
    // only the instant at which they meet.
    private static List<LiveBlock> DeepestOverlap(IReadOnlyList<LiveBlock> blocks)
    {
        var events = new List<(long Time, int Step)>();
        foreach (var block in blocks)
        {
            events.Add((block.Block.MinTime, 1));
            events.Add((block.Block.MaxTime, -1));
        }
        // Ends sort before starts of the same instant.
        events.Sort();
        int depth = 0, deepest = 0;
        var at = 0L;
        foreach (var (time, step) in events)
        {
            depth += step;
            if (depth > deepest)
                (deepest, at) = (depth, time);
        }
        return deepest > MaxOverlap ? [.. blocks.Where(block => block.Block.MinTime <= at && block.Block.MaxTime > at)] : [];
    }

    private static List<LiveBlock> SmallestFirst(IEnumerable<LiveBlock> blocks, Limits limits)
    {
        var rows = 0;
        return [.. blocks.OrderBy(block => block.Block.Rows).TakeWhile(block => (rows += block.Block.Rows) <= MaxMergedBlocks * limits.BlockRows)];
    }
}
