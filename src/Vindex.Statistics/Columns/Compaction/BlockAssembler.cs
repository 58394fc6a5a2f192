using System.Runtime.InteropServices;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns.Compaction;

/// <summary>Collects the values of one column and distributes them over blocks of equal size.</summary>
internal sealed class ValueCollector
{
    private readonly int _size;
    private readonly List<int>[] _places;
    private readonly List<double>[] _numbers;
    private readonly List<string?>[] _texts;

    public ValueCollector(int blocks, int size)
    {
        _size = size;
        _places = [.. Enumerable.Range(0, blocks).Select(_ => new List<int>())];
        _numbers = [.. Enumerable.Range(0, blocks).Select(_ => new List<double>())];
        _texts = [.. Enumerable.Range(0, blocks).Select(_ => new List<string?>())];
    }

    public void Add(int place, double number)
    {
        var block = place / _size;
        _places[block].Add(place - (block * _size));
        _numbers[block].Add(number);
    }

    /// <param name="place">Index of the row among all rows.</param>
    /// <param name="text">The text; null when only its presence is known.</param>
    public void Add(int place, string? text)
    {
        var block = place / _size;
        _places[block].Add(place - (block * _size));
        _texts[block].Add(text);
    }

    public CodeColumn? Build(ColumnBuilder builder, int block, ColumnKey key, int rows, int maxTexts)
    {
        var places = CollectionsMarshal.AsSpan(_places[block]);
        if (places.Length == 0)
            return null;
        return key.Kind is ValueKind.Number or ValueKind.Boolean
            ? builder.Numbers(rows, places, CollectionsMarshal.AsSpan(_numbers[block]))
            : builder.Texts(rows, places, CollectionsMarshal.AsSpan(_texts[block]), maxTexts);
    }

    public void Clear()
    {
        for (var block = 0; block < _places.Length; block++)
        {
            _places[block].Clear();
            _numbers[block].Clear();
            _texts[block].Clear();
        }
    }
}

/// <summary>Builds blocks from sorted rows.</summary>
internal static class BlockAssembler
{
    /// <summary>A column of types or triggers; their number is not limited.</summary>
    public static CodeColumn Names(ColumnBuilder builder, ReadOnlySpan<string?> names)
    {
        var places = new List<int>(names.Length);
        var present = new List<string?>(names.Length);
        for (var row = 0; row < names.Length; row++)
        {
            if (names[row] is not { } name)
                continue;
            places.Add(row);
            present.Add(name);
        }
        return builder.Texts(
            names.Length,
            CollectionsMarshal.AsSpan(places),
            CollectionsMarshal.AsSpan(present),
            int.MaxValue);
    }

    /// <param name="rows">All rows, sorted.</param>
    /// <param name="keys">The columns.</param>
    /// <param name="collect">Adds all values of a column to the collector.</param>
    /// <param name="limits">Rows and texts per block.</param>
    /// <param name="nextId">Supplies block ids.</param>
    public static StoredBlock[] Assemble(
        SortedRows rows, IEnumerable<ColumnKey> keys, Action<ColumnKey, ValueCollector> collect, Limits limits, Func<long> nextId)
    {
        if (rows.Count == 0)
            return [];
        var count = (rows.Count + limits.BlockRows - 1) / limits.BlockRows;
        var size = (rows.Count + count - 1) / count;
        var builder = new ColumnBuilder();
        var slots = new Dictionary<ColumnKey, ColumnSlot>[count];
        for (var block = 0; block < count; block++)
        {
            var part = new Range(block * size, Math.Min(rows.Count, (block + 1) * size));
            slots[block] = new Dictionary<ColumnKey, ColumnSlot>
            {
                [ColumnKey.Time] = new(LongColumn.Of(rows.Times.AsSpan(part))),
                [ColumnKey.Sequence] = new(LongColumn.Of(rows.Sequences.AsSpan(part))),
                [ColumnKey.Type] = new(Names(builder, rows.Types.AsSpan(part))),
                [ColumnKey.Trigger] = new(Names(builder, rows.Triggers.AsSpan(part))),
            };
        }
        var collector = new ValueCollector(count, size);
        foreach (var key in keys)
        {
            collector.Clear();
            collect(key, collector);
            for (var block = 0; block < count; block++)
            {
                var length = Math.Min(rows.Count, (block + 1) * size) - (block * size);
                if (collector.Build(builder, block, key, length, limits.Texts) is { } column)
                    slots[block].Add(key, new ColumnSlot(column));
            }
        }
        return [.. slots.Select((columns, block) => Finish(rows, new Range(block * size, Math.Min(rows.Count, (block + 1) * size)), columns, nextId()))];
    }

    private static StoredBlock Finish(SortedRows rows, Range part, Dictionary<ColumnKey, ColumnSlot> slots, long id)
    {
        var times = rows.Times.AsSpan(part);
        long min = long.MaxValue, most = long.MinValue;
        foreach (var sequence in rows.Sequences.AsSpan(part))
        {
            min = Math.Min(min, sequence);
            most = Math.Max(most, sequence);
        }
        return new StoredBlock(id, slots)
        {
            Rows = times.Length,
            MinTime = times[0],
            MaxTime = times[^1],
            MinSequence = min,
            MaxSequence = most,
        };
    }
}
