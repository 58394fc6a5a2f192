using Vindex.Statistics.Columns.Compaction;

namespace Vindex.Statistics.Columns;

/// <summary>The rows of a tail at one point of the log; sorted when first needed.</summary>
internal sealed class TailRows
{
    private readonly int _count;
    private readonly long[] _times;
    private readonly long[] _sequences;
    private readonly string[] _types;
    private readonly string?[] _triggers;
    private readonly ValueBuffer?[] _buffers;
    private readonly Lazy<(int[] Order, int[] Places)> _sorted;

    public TailRows(int count, long[] times, long[] sequences, string[] types, string?[] triggers, ValueBuffer?[] buffers, ulong[]? deleted)
    {
        _count = count;
        _times = times;
        _sequences = sequences;
        _types = types;
        _triggers = triggers;
        _buffers = buffers;
        _sorted = new(() => Sort(deleted));
    }

    /// <summary>The live rows in block order.</summary>
    public SortedRows Sorted()
    {
        var order = _sorted.Value.Order;
        var rows = new SortedRows(order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            rows.Times[i] = _times[order[i]];
            rows.Sequences[i] = _sequences[order[i]];
            rows.Types[i] = _types[order[i]];
            rows.Triggers[i] = _triggers[order[i]];
        }
        return rows;
    }

    public IEnumerable<ColumnKey> Keys() => _buffers.Where(buffer => buffer is not null).Select(buffer => buffer!.Key);

    /// <summary>Collects the values of a column, if there are any, at their sorted places.</summary>
    public void Collect(ColumnKey key, ValueCollector into)
    {
        var at = (key.Path * 4) + (int)key.Kind;
        if (at < _buffers.Length)
            _buffers[at]?.Collect(_count, _sorted.Value.Places, into);
    }

    private (int[] Order, int[] Places) Sort(ulong[]? deleted)
    {
        var order = new int[_count];
        var live = 0;
        var ascending = true;
        for (var row = 0; row < _count; row++)
        {
            if (deleted is not null && (row >> 6) < deleted.Length && (deleted[row >> 6] >> (row & 63) & 1) == 1)
                continue;
            ascending &= live == 0 || _times[order[live - 1]] <= _times[row];
            order[live++] = row;
        }
        Array.Resize(ref order, live);
        if (!ascending)
            SortedRows.ByTime(order, _times, _sequences);
        var places = new int[_count];
        Array.Fill(places, -1);
        for (var i = 0; i < order.Length; i++)
            places[order[i]] = i;
        return (order, places);
    }
}

/// <summary>The columns that every row has, in time order.</summary>
internal sealed class SortedRows(int count)
{
    public int Count { get; } = count;

    public long[] Times { get; } = new long[count];

    public long[] Sequences { get; } = new long[count];

    public string[] Types { get; } = new string[count];

    public string?[] Triggers { get; } = new string?[count];

    /// <summary>Sorts row numbers by the time of the row, equal times by its sequence number.</summary>
    public static void ByTime(int[] order, long[] times, long[] sequences)
    {
        var keys = new long[order.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = times[order[i]];
        Array.Sort(keys, order);
        for (var from = 0; from < keys.Length;)
        {
            var to = from + 1;
            while (to < keys.Length && keys[to] == keys[from])
                to++;
            if (to - from > 1)
                order.AsSpan(from, to - from).Sort((left, right) => sequences[left].CompareTo(sequences[right]));
            from = to;
        }
    }
}

/// <summary>A tail as a block; its columns are built when a question uses them.</summary>
internal sealed class TailBlock(TailRows rows, int maxTexts) : ColumnBlock
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ColumnKey, Column?> _columns = [];
    private SortedRows? _sorted;

    public override Column? Column(ColumnKey key)
    {
        lock (_gate)
        {
            if (!_columns.TryGetValue(key, out var column))
                _columns.Add(key, column = Build(key));
            return column;
        }
    }

    private Column? Build(ColumnKey key)
    {
        var sorted = _sorted ??= rows.Sorted();
        var builder = new ColumnBuilder();
        if (key == ColumnKey.Time)
            return LongColumn.Of(sorted.Times);
        if (key == ColumnKey.Type)
            return BlockAssembler.Names(builder, sorted.Types);
        if (key == ColumnKey.Trigger)
            return BlockAssembler.Names(builder, sorted.Triggers);
        var collector = new ValueCollector(blocks: 1, size: Math.Max(1, sorted.Count));
        rows.Collect(key, collector);
        return collector.Build(builder, block: 0, key, sorted.Count, maxTexts);
    }
}
