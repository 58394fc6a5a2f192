namespace Vindex.Scoring.Reading.Text;

/// <summary>Rows by 64-bit hash: open addressing, built once, read by any number of threads.</summary>
internal sealed class HashTable
{
    private readonly ulong[] _keys;
    private readonly int[] _rows;
    private readonly int _mask;

    private HashTable(ulong[] keys, int[] rows)
    {
        _keys = keys;
        _rows = rows;
        _mask = keys.Length - 1;
    }

    /// <summary>A table that finds each hash's index in the list. Hashes must differ and must not be 0.</summary>
    public static HashTable Of(ReadOnlySpan<ulong> hashes)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(hashes.Length * 2, 16));
        var keys = new ulong[size];
        var rows = new int[size];
        for (var i = 0; i < hashes.Length; i++)
        {
            var slot = Slot(hashes[i]) & (size - 1);
            while (keys[slot] != 0)
            {
                if (keys[slot] == hashes[i]) throw new InvalidDataException("Two entries have the same hash.");
                slot = (slot + 1) & (size - 1);
            }

            keys[slot] = hashes[i];
            rows[slot] = i;
        }

        return new(keys, rows);
    }

    /// <summary>The row of a hash; −1 when it is not there.</summary>
    public int Find(ulong hash)
    {
        var slot = Slot(hash) & _mask;
        while (_keys[slot] is not 0 and var key)
        {
            if (key == hash) return _rows[slot];
            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    private static int Slot(ulong hash) => (int)((hash ^ (hash >> 31)) & int.MaxValue);
}
