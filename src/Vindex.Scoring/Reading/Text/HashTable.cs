using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vindex.Scoring.Reading.Text;

/// <summary>
/// Rows by 64-bit hash: open addressing, built once, read by any number of threads. Most hashes that are asked for are not in it; a small bit map, which stays
/// in the processor's nearest cache, tells so for nearly all of them before the table itself is touched. A slot holds the row and the lower 40 bits of the
/// mixed hash, whose upper bits choose the slot: half the memory of whole hashes, and a false match is out of reach.
/// </summary>
internal sealed class HashTable
{
    private const int BitsPerSlot = 8;
    private const int RowBits = 24;
    private const ulong RowMask = (1UL << RowBits) - 1;

    private readonly ulong[] _slots;
    private readonly ulong[] _filter;
    private readonly int _shift;

    private HashTable(ulong[] slots, ulong[] filter, int shift)
    {
        _slots = slots;
        _filter = filter;
        _shift = shift;
    }

    /// <summary>A table that finds each hash's index in the list, which must be shorter than 16 million. Hashes must differ.</summary>
    public static HashTable Of(ReadOnlySpan<ulong> hashes)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(hashes.Length * 2, 16));
        var shift = 64 - BitOperations.Log2((uint)size);
        var slots = new ulong[size];
        var filter = new ulong[size * BitsPerSlot / 64];
        for (var i = 0; i < hashes.Length; i++)
        {
            var mixed = Mix(hashes[i]);
            var slot = (int)(mixed >> shift);
            while (slots[slot] != 0)
            {
                if (slots[slot] >> RowBits == (mixed & (~0UL >> RowBits))) throw new InvalidDataException("Two entries have the same hash.");
                slot = (slot + 1) & (size - 1);
            }

            slots[slot] = (mixed << RowBits) | (uint)(i + 1);
            filter[FilterWord(mixed, filter.Length)] |= 1UL << FilterBit(mixed);
        }

        return new(slots, filter, shift);
    }

    /// <summary>The row of a hash; −1 when it is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong hash)
    {
        var filter = _filter;
        var mixed = Mix(hash);
        return (filter[FilterWord(mixed, filter.Length)] >> FilterBit(mixed) & 1) == 0 ? -1 : FindSlot(mixed);
    }

    /// <summary>
    /// Finds many hashes at once: the filter is asked for all of them first, without a branch, since no processor can guess which of them are there.
    /// </summary>
    /// <param name="hashes">The hashes.</param>
    /// <param name="rows">Takes the rows of those that are there, in their order; at least as long.</param>
    /// <returns>How many are there.</returns>
    public int FindAll(ReadOnlySpan<ulong> hashes, Span<ulong> rows)
    {
        var filter = _filter;
        var candidates = 0;
        foreach (var hash in hashes)
        {
            var mixed = Mix(hash);
            rows[candidates] = mixed;
            candidates += (int)(filter[FilterWord(mixed, filter.Length)] >> FilterBit(mixed)) & 1;
        }

        var count = 0;
        foreach (var mixed in rows[..candidates])
        {
            if (FindSlot(mixed) is >= 0 and var row) rows[count++] = (ulong)row;
        }

        return count;
    }

    /// <summary>Whether a hash is there.</summary>
    public bool Contains(ulong hash) => Find(hash) >= 0;

    private int FindSlot(ulong mixed)
    {
        var slots = _slots;
        for (var slot = (int)(mixed >> _shift); slots[slot] is not 0 and var found; slot = (slot + 1) & (slots.Length - 1))
        {
            if (found >> RowBits == (mixed & (~0UL >> RowBits))) return (int)(found & RowMask) - 1;
        }

        return -1;
    }

    // The table takes the highest bits, the filter others: what passes the filter by chance does not crowd in the table.
    private static ulong Mix(ulong hash) => hash * 0x9E3779B97F4A7C15;

    private static int FilterWord(ulong mixed, int length) => (int)(mixed >> 24) & (length - 1);

    private static int FilterBit(ulong mixed) => (int)(mixed >> 18) & 63;
}
