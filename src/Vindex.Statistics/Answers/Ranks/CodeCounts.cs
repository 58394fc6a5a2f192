using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vindex.Statistics.Answers.Ranks;

/// <summary>Counts how often each code occurs in a slice, with subtotals per 64 codes so that a rank is found without visiting all codes.</summary>
/// <remarks>
/// The loops over rows here and in the columns are optimized on first call: a question ends before tiered compilation would notice that they are hot.
/// </remarks>
internal sealed class CodeCounts : IRankedCodes
{
    private const int Stride = 64;
    private const int FewValues = 5;
    private ushort[] _fine = [];
    private int[] _before = [];
    private int _strides;

    /// <summary>The count of each code.</summary>
    public ReadOnlySpan<ushort> Fine => _fine;

    /// <summary>Counts the codes; those equal to <paramref name="distinct"/> are rows without a value.</summary>
    /// <returns>Number of rows with a value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Count(ReadOnlySpan<ushort> codes, int distinct)
    {
        _strides = (distinct / Stride) + 1;
        if (_fine.Length < _strides * Stride)
        {
            _fine = new ushort[_strides * Stride];
            _before = new int[_strides + 1];
        }
        var fine = _fine.AsSpan(0, _strides * Stride);
        fine.Clear();
        if (distinct < FewValues)
            return CountFew(codes, distinct);
        // Two halves at once, so that increments for equal neighbors do not stall each other.
        var half = codes.Length / 2;
        ReadOnlySpan<ushort> left = codes[..half], right = codes.Slice(half, half);
        for (var i = 0; i < left.Length; i++)
        {
            fine[left[i]]++;
            fine[right[i]]++;
        }
        if (codes.Length > 2 * half)
            fine[codes[^1]]++;
        var missing = fine[distinct];
        fine[distinct] = 0;
        return codes.Length - missing;
    }

    // One pass per value, many codes at a time: with few values, increments for equal neighbors would stall each other all the time.
    private int CountFew(ReadOnlySpan<ushort> codes, int distinct)
    {
        var total = 0;
        for (var code = 0; code < distinct; code++)
            total += _fine[code] = (ushort)codes.Count((ushort)code);
        return total;
    }

    /// <summary>Computes the subtotals; ranks can be looked up afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddUp()
    {
        var total = 0;
        for (var stride = 0; stride < _strides; stride++)
        {
            _before[stride] = total;
            total += Sum(_fine.AsSpan(stride * Stride, Stride));
        }
        _before[_strides] = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Below(int code)
    {
        var stride = code / Stride;
        return _before[stride] + Sum(_fine.AsSpan(stride * Stride, code - (stride * Stride)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AtRank(int rank)
    {
        var stride = Strides.OfRank(_before.AsSpan(0, _strides), rank);
        var left = rank - _before[stride];
        var code = stride * Stride;
        while (left >= _fine[code])
            left -= _fine[code++];
        return code;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum(ReadOnlySpan<ushort> counts)
    {
        var total = 0;
        var vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(counts);
        if (vectors.Length > 0)
        {
            var low = Vector<uint>.Zero;
            foreach (var vector in vectors)
            {
                Vector.Widen(vector, out var first, out var second);
                low += first + second;
            }
            total = (int)Vector.Sum(low);
        }
        foreach (var count in counts[(vectors.Length * Vector<ushort>.Count)..])
            total += count;
        return total;
    }
}
