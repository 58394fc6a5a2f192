using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Languages;

/// <summary>A fixed map from 64-bit hashes to values; a hash that is not in it has the value 0. The hash 0 is not allowed.</summary>
internal sealed class HashLookup
{
    private readonly HashTable _rows;
    private readonly ulong[] _values;

    public HashLookup(Dictionary<ulong, ulong> entries)
    {
        _rows = HashTable.Of([.. entries.Keys]);
        _values = [.. entries.Values];
    }

    public ulong Find(ulong key) => _rows.Find(key) is >= 0 and var row ? _values[row] : 0;
}
