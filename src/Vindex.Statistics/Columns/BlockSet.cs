namespace Vindex.Statistics.Columns;

/// <summary>The blocks of a project and the deletions not yet applied to them. Not thread-safe: the project's gate protects it.</summary>
internal sealed class BlockSet
{
    private readonly PendingTombstones _tombstones = new();
    private List<LiveBlock> _blocks = [];

    public void Add(IEnumerable<StoredBlock> blocks) => _blocks.AddRange(blocks.Select(block => new LiveBlock(block)));

    public void Load(IEnumerable<LiveBlock> blocks)
    {
        Clear();
        _blocks = [.. blocks];
    }

    public void Clear()
    {
        _tombstones.Clear();
        _blocks = [];
    }

    /// <summary>The blocks with all deletions applied, as an immutable list.</summary>
    public IReadOnlyList<LiveBlock> ApplyTombstones()
    {
        _blocks = _tombstones.ApplyTombstones(_blocks);
        return [.. _blocks];
    }

    /// <summary>Marks the row with a sequence number as deleted; false when no block has it.</summary>
    public bool MarkDeleted(long sequence, long createdAt) => MarkDeleted(_blocks, _tombstones, sequence, createdAt);

    /// <summary>Replaces blocks by what they were merged into. False, and nothing changes, when one of them is no longer in the set.</summary>
    /// <param name="sources">The blocks as they were when the merge started.</param>
    /// <param name="merged">Their live rows.</param>
    public bool TryReplace(IReadOnlyList<LiveBlock> sources, IReadOnlyList<StoredBlock> merged)
    {
        _blocks = _tombstones.ApplyTombstones(_blocks);
        var current = sources.Select(source => _blocks.Find(live => live.Block == source.Block)).OfType<LiveBlock>().ToList();
        if (current.Count < sources.Count)
            return false;
        // Complete before anything is replaced: reading the columns of a source can fail.
        var replacements = CarryDeletions(sources, current, merged);
        var replaced = current.Select(live => live.Block).ToHashSet();
        _blocks = [.. _blocks.Where(live => !replaced.Contains(live.Block)), .. replacements];
        return true;
    }

    // Rows that were deleted while their block was being merged are deleted in the merged blocks too.
    private static List<LiveBlock> CarryDeletions(IReadOnlyList<LiveBlock> sources, List<LiveBlock> current, IReadOnlyList<StoredBlock> merged)
    {
        var replacements = merged.Select(block => new LiveBlock(block)).ToList();
        var tombstones = new PendingTombstones();
        foreach (var (before, now) in sources.Zip(current).Where(pair => pair.First.DeletedRows < pair.Second.DeletedRows))
        {
            var sequences = (LongColumn)now.Block.Column(ColumnKey.Sequence)!;
            var times = now.Block.Times;
            for (var row = 0; row < now.Block.Rows; row++)
            {
                if (now.IsDeleted(row) && !before.IsDeleted(row))
                    MarkDeleted(replacements, tombstones, sequences[row], times[row]);
            }
        }
        return tombstones.ApplyTombstones(replacements);
    }

    private static bool MarkDeleted(List<LiveBlock> blocks, PendingTombstones tombstones, long sequence, long createdAt)
    {
        foreach (var live in blocks)
        {
            var row = ((StoredBlock)live.Block).Find(sequence, createdAt);
            if (row < 0)
                continue;
            tombstones.MarkDeleted(live, row);
            return true;
        }
        return false;
    }
}
