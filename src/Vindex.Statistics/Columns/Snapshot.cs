using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>A project at one point of its log: every change up to <see cref="Position"/> and none after. Immutable.</summary>
internal sealed record Snapshot(long Position, string Incarnation, IReadOnlyList<LiveBlock> Blocks, LiveBlock? Tail, PathTable Paths)
{
    public IEnumerable<LiveBlock> All => Tail is null ? Blocks : Blocks.Append(Tail);
}
