using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vindex.Statistics.Answers.Ranks;

/// <summary>
/// Finds ranks among the codes of a slice that is short compared with the number of distinct values: it counts strides of 64 codes only, and keeps the
/// codes to count those of a stride when one of them is asked for. Clearing and adding up a count per value would take longer than the slice itself.
/// </summary>
internal sealed class StrideCounts : IRankedCodes
{
    private const int Shift = 6;
    private const int Stride = 1 << Shift;
    private readonly ushort[] _counts = new ushort[Stride];
    private ushort[] _codes = [];
    private int[] _before = [];
    private int _strides;
    private int _length;
    private int _counted;

    /// <summary>Takes the codes; those equal to <paramref name="distinct"/> are rows without a value.</summary>
    /// <returns>Number of rows with a value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Count(ReadOnlySpan<ushort> codes, int distinct)
    {
        _strides = (distinct >> Shift) + 1;
        if (_before.Length <= _strides)
            _before = new int[_strides + 1];
        if (_codes.Length < codes.Length)
            _codes = new ushort[Math.Max(codes.Length, 2 * _codes.Length)];
        codes.CopyTo(_codes);
        (_length, _counted) = (codes.Length, -1);
        var before = _before.AsSpan(0, _strides + 1);
        before.Clear();
        foreach (var code in codes)
            before[(code >> Shift) + 1]++;
        for (var stride = 1; stride < before.Length; stride++)
            before[stride] += before[stride - 1];
        // Rows without a value have the highest code: no rank below the number of the others reaches them.
        return codes.Length - codes.Count((ushort)distinct);
    }

    public int Below(int code)
    {
        var stride = code >> Shift;
        CountCodes(stride);
        var below = _before[stride];
        foreach (var count in _counts.AsSpan(0, code & (Stride - 1)))
            below += count;
        return below;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AtRank(int rank)
    {
        var stride = Strides.OfRank(_before.AsSpan(0, _strides), rank);
        CountCodes(stride);
        var left = rank - _before[stride];
        var code = 0;
        while (left >= _counts[code])
            left -= _counts[code++];
        return (stride << Shift) + code;
    }

    // Counts the codes of one stride, unless it was the last one to be counted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountCodes(int stride)
    {
        if (stride == _counted)
            return;
        _counted = stride;
        Array.Clear(_counts);
        var codes = _codes.AsSpan(0, _length);
        var wanted = Vector256.Create((ushort)stride);
        var vectors = MemoryMarshal.Cast<ushort, Vector256<ushort>>(codes);
        for (var i = 0; i < vectors.Length; i++)
        {
            var hits = Vector256.Equals(vectors[i] >>> Shift, wanted).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
                _counts[codes[(i * Vector256<ushort>.Count) + BitOperations.TrailingZeroCount(hits)] & (Stride - 1)]++;
        }
        foreach (var code in codes[(vectors.Length * Vector256<ushort>.Count)..])
        {
            if (code >> Shift == stride)
                _counts[code & (Stride - 1)]++;
        }
    }
}
