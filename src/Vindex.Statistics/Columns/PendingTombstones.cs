namespace Vindex.Statistics.Columns;

/// <summary>Rows deleted since the last snapshot, collected so that many deletions copy a block's bitmap only once.</summary>
internal sealed class PendingTombstones
{
    private readonly Dictionary<ColumnBlock, ulong[]> _deleted = [];

    public void MarkDeleted(LiveBlock live, int row)
    {
        if (!_deleted.TryGetValue(live.Block, out var deleted))
        {
            deleted = new ulong[(live.Block.Rows + 63) / 64];
            live.Deleted?.CopyTo(deleted, 0);
            _deleted.Add(live.Block, deleted);
        }
        deleted[row >> 6] |= 1UL << (row & 63);
    }

    /// <summary>The blocks with the collected deletions applied; the collection is empty afterwards.</summary>
    public List<LiveBlock> ApplyTombstones(List<LiveBlock> blocks)
    {
        if (_deleted.Count == 0)
            return blocks;
        var updated = blocks.ConvertAll(live => _deleted.TryGetValue(live.Block, out var deleted) ? new LiveBlock(live.Block, deleted) : live);
        _deleted.Clear();
        return updated;
    }

    public void Clear() => _deleted.Clear();
}
