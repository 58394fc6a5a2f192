using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns.Compaction;

/// <summary>Merges the live rows of several blocks into blocks that do not overlap in time.</summary>
internal static class BlockMerger
{
    public static StoredBlock[] Merge(IReadOnlyList<LiveBlock> sources, Limits limits, Func<long> nextId)
    {
        var total = sources.Sum(source => source.Block.Rows - source.DeletedRows);
        var times = new long[total];
        var sequences = new long[total];
        var types = new string[total];
        var triggers = new string?[total];
        var starts = new int[sources.Count];
        var at = 0;
        for (var i = 0; i < sources.Count; i++)
        {
            starts[i] = at;
            at = ReadRows(sources[i], at, times, sequences, types, triggers);
        }
        var order = new int[total];
        for (var i = 0; i < total; i++)
            order[i] = i;
        SortedRows.ByTime(order, times, sequences);
        var rows = new SortedRows(total);
        var places = new int[total];
        for (var i = 0; i < total; i++)
        {
            places[order[i]] = i;
            rows.Times[i] = times[order[i]];
            rows.Sequences[i] = sequences[order[i]];
            rows.Types[i] = types[order[i]];
            rows.Triggers[i] = triggers[order[i]];
        }
        var keys = sources.SelectMany(source => ((StoredBlock)source.Block).Slots.Keys).Where(key => key.Path >= 0).Distinct().ToList();
        return BlockAssembler.Assemble(rows, keys, CollectAll, limits, nextId);

        void CollectAll(ColumnKey key, ValueCollector into)
        {
            for (var i = 0; i < sources.Count; i++)
                CollectColumn(sources[i], key, places.AsSpan(starts[i]), into);
        }
    }

    private static int ReadRows(LiveBlock source, int at, long[] times, long[] sequences, string[] types, string?[] triggers)
    {
        var block = source.Block;
        var created = block.Times;
        var numbers = (LongColumn)block.Column(ColumnKey.Sequence)!;
        var type = block.Codes(ColumnKey.Type)!;
        var trigger = block.Codes(ColumnKey.Trigger)!;
        var typeCodes = type.Codes(0, block.Rows, new ushort[block.Rows]);
        var triggerCodes = trigger.Codes(0, block.Rows, new ushort[block.Rows]);
        for (var row = 0; row < block.Rows; row++)
        {
            if (source.IsDeleted(row))
                continue;
            times[at] = created[row];
            sequences[at] = numbers[row];
            types[at] = type.Texts![typeCodes[row]];
            triggers[at] = triggerCodes[row] == trigger.Distinct ? null : trigger.Texts![triggerCodes[row]];
            at++;
        }
        return at;
    }

    private static void CollectColumn(LiveBlock source, ColumnKey key, ReadOnlySpan<int> places, ValueCollector into)
    {
        var block = source.Block;
        if (block.Codes(key) is not { } column)
            return;
        var codes = column.Codes(0, block.Rows, new ushort[block.Rows]);
        var live = 0;
        for (var row = 0; row < block.Rows; row++)
        {
            if (source.IsDeleted(row))
                continue;
            var place = places[live++];
            if (codes[row] == column.Distinct)
                continue;
            if (key.Kind is ValueKind.Number or ValueKind.Boolean)
                into.Add(place, column.Numbers![codes[row]]);
            else
                into.Add(place, column.Texts?[codes[row]]);
        }
    }
}
