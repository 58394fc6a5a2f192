using System.Buffers;
using System.Runtime.CompilerServices;
using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Answers;

/// <summary>Which group each row of a selection belongs to.</summary>
internal abstract class RowGroups
{
    /// <summary>Adds the number of rows of each group.</summary>
    public abstract void AddCounts(long[] counts);

    /// <summary>Divides the rows of a selection by the rank of their group; null for a rank without rows.</summary>
    /// <param name="selection">The rows.</param>
    /// <param name="rankOf">The rank of each group.</param>
    /// <param name="ranks">Number of ranks.</param>
    /// <param name="scratch">Room for the codes of a block.</param>
    public abstract BlockSelection?[] Partition(BlockSelection selection, int[] rankOf, int ranks, ushort[] scratch);

    /// <summary>Returns rented memory.</summary>
    public virtual void Release()
    {
    }

    private static ushort[][] Lists(int[] counts) => [.. counts.Select(count => count == 0 ? [] : GC.AllocateUninitializedArray<ushort>(count))];

    private static BlockSelection?[] Parts(BlockSelection selection, ushort[][] rows) =>
        [.. rows.Select(own => own.Length == 0 ? null : own.Length == selection.Count ? selection : selection.Of(own))];

    /// <summary>All rows are of one group, as with scores of one version of the judge: no row is looked at.</summary>
    public sealed class Same(int group, int rows) : RowGroups
    {
        public override void AddCounts(long[] counts) => counts[group] += rows;

        public override BlockSelection?[] Partition(BlockSelection selection, int[] rankOf, int ranks, ushort[] scratch)
        {
            var parts = new BlockSelection?[ranks];
            parts[rankOf[group]] = selection;
            return parts;
        }
    }

    /// <summary>The codes of one column decide: the group of each code, and how many rows have it.</summary>
    public sealed class ByCode(CodeColumn column, (int Group, int Rows)[] groups) : RowGroups
    {
        public override void AddCounts(long[] counts)
        {
            foreach (var (group, rows) in groups)
                counts[group] += rows;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override BlockSelection?[] Partition(BlockSelection selection, int[] rankOf, int ranks, ushort[] scratch)
        {
            var counts = new int[ranks];
            var rankOfCode = new int[groups.Length];
            foreach (var (code, (group, count)) in groups.Index())
                counts[rankOfCode[code] = rankOf[group]] += count;
            var lists = Lists(counts);
            Array.Clear(counts);
            var codes = selection.Codes(column, selection.First, selection.Last, scratch);
            for (var i = 0; i < codes.Length; i++)
            {
                var rank = rankOfCode[codes[i]];
                lists[rank][counts[rank]++] = selection.Rows is null ? (ushort)(selection.From + i) : selection.Rows[i];
            }
            return Parts(selection, lists);
        }
    }

    /// <summary>A group for each row, in a rented array: allocating these for every question would be too expensive.</summary>
    public sealed class ByRow(int[] groupOfRow, int rows) : RowGroups
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void AddCounts(long[] counts)
        {
            foreach (var group in groupOfRow.AsSpan(0, rows))
                counts[group]++;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override BlockSelection?[] Partition(BlockSelection selection, int[] rankOf, int ranks, ushort[] scratch)
        {
            var counts = new int[ranks];
            foreach (var group in groupOfRow.AsSpan(0, rows))
                counts[rankOf[group]]++;
            var lists = Lists(counts);
            Array.Clear(counts);
            for (var i = 0; i < rows; i++)
            {
                var rank = rankOf[groupOfRow[i]];
                lists[rank][counts[rank]++] = selection.Rows is null ? (ushort)(selection.From + i) : selection.Rows[i];
            }
            return Parts(selection, lists);
        }

        public override void Release() => ArrayPool<int>.Shared.Return(groupOfRow);
    }
}
