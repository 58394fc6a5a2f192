using System.Numerics;

namespace Vindex.Scoring.Languages;

/// <summary>A fixed map from 64-bit hashes to values; a hash that is not in it has the value 0. Open addressing over a power of two; the hash 0 is not allowed.</summary>
internal sealed class HashLookup
{
    private readonly ulong[] _keys;
    private readonly ulong[] _values;
    private readonly int _shift;

    public HashLookup(Dictionary<ulong, ulong> entries)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries.Count * 4, 16));
        _keys = new ulong[size];
        _values = new ulong[size];
        _shift = 64 - BitOperations.Log2(size);
        foreach (var (key, value) in entries)
        {
            var at = SlotOf(key);
            while (_keys[at] != 0) at = (at + 1) & (_keys.Length - 1);
            (_keys[at], _values[at]) = (key, value);
        }
    }

    public ulong Find(ulong key)
    {
        for (var at = SlotOf(key); _keys[at] != 0; at = (at + 1) & (_keys.Length - 1))
        {
            if (_keys[at] == key) return _values[at];
        }

        return 0;
    }

    private int SlotOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> _shift);
}
