namespace Vindex.Statistics.Columns;

/// <summary>Rows of blocks that died since the last moment was handed out: gathered first, so that many removals copy a block's bits once.</summary>
internal sealed class Removals
{
    private readonly Dictionary<Block, ulong[]> _dead = [];

    public void Kill(LiveBlock live, int row)
    {
        if (!_dead.TryGetValue(live.Block, out var dead))
        {
            dead = new ulong[(live.Block.Rows + 63) / 64];
            live.Dead?.CopyTo(dead, 0);
            _dead.Add(live.Block, dead);
        }
        dead[row >> 6] |= 1UL << (row & 63);
    }

    /// <summary>The blocks with what was gathered.</summary>
    public List<LiveBlock> Bury(List<LiveBlock> blocks)
    {
        if (_dead.Count == 0)
            return blocks;
        var buried = blocks.ConvertAll(live => _dead.TryGetValue(live.Block, out var dead) ? new LiveBlock(live.Block, dead) : live);
        _dead.Clear();
        return buried;
    }

    public void Clear() => _dead.Clear();
}
