using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Columns;

/// <summary>
/// Builds a column from values and their rows, in any order, with at most one value per row. Holds scratch memory; not for use by two threads.
/// </summary>
internal sealed class ColumnBuilder
{
    private readonly ushort[] _codes = new ushort[ColumnBlock.MaxRows];
    private readonly double[] _sorted = new double[ColumnBlock.MaxRows];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public CodeColumn Numbers(int rows, ReadOnlySpan<int> positions, ReadOnlySpan<double> values)
    {
        var sorted = _sorted.AsSpan(0, values.Length);
        values.CopyTo(sorted);
        sorted.Sort();
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[distinct - 1])
                sorted[distinct++] = sorted[i];
        }
        var numbers = new double[distinct + 1];
        sorted[..distinct].CopyTo(numbers);
        var codes = _codes.AsSpan(0, rows);
        codes.Fill((ushort)distinct);
        var keys = sorted[..distinct];
        for (var i = 0; i < positions.Length; i++)
            codes[positions[i]] = (ushort)IndexOf(keys, values[i]);
        return CodeColumn.Of(codes, distinct, numbers, texts: null);
    }

    /// <param name="rows">Rows in the block.</param>
    /// <param name="positions">The row of each value.</param>
    /// <param name="values">The texts; null for a text of which only the presence is known.</param>
    /// <param name="most">How many distinct texts are kept; with more, only their presence.</param>
    public CodeColumn Texts(int rows, ReadOnlySpan<int> positions, ReadOnlySpan<string?> values, int most)
    {
        var codes = _codes.AsSpan(0, rows);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value is null || (ids.TryAdd(value, 0) && ids.Count > most))
            {
                codes.Fill(1);
                foreach (var position in positions)
                    codes[position] = 0;
                return CodeColumn.Of(codes, 1, numbers: null, texts: null, textsDropped: true);
            }
        }
        var texts = ids.Keys.ToArray();
        Array.Sort(texts, StringComparer.Ordinal);
        for (var i = 0; i < texts.Length; i++)
            ids[texts[i]] = i;
        codes.Fill((ushort)texts.Length);
        for (var i = 0; i < positions.Length; i++)
            codes[positions[i]] = (ushort)ids[values[i]!];
        return CodeColumn.Of(codes, texts.Length, numbers: null, texts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOf(ReadOnlySpan<double> keys, double value)
    {
        int low = 0, length = keys.Length;
        while (length > 1)
        {
            var half = length >>> 1;
            low = keys[low + half] <= value ? low + half : low;
            length -= half;
        }
        return low;
    }
}
