using System.Runtime.CompilerServices;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>Finds the rows of a time range that pass the filter of a question.</summary>
internal sealed class BlockScanner(StatsPlan plan, Snapshot snapshot)
{
    private readonly ColumnKey?[] _columns = [.. plan.Metrics.Select(metric => Key(snapshot, metric))];

    /// <summary>The blocks that may have rows of a time range.</summary>
    public IEnumerable<LiveBlock> Blocks(TimeRange range) => snapshot.All.Where(live => live.Block.Overlaps(range));

    /// <summary>The rows of one block; null if it has none.</summary>
    public BlockSelection? Select(LiveBlock live, TimeRange range, ScanMemory memory) => Rows(live, range, memory) is { Count: > 0 } rows ? rows : null;

    private static ColumnKey? Key(Snapshot snapshot, MetricPlan metric) =>
        metric.Kind == MetricKind.Categorical || !snapshot.Paths.TryFind(metric.JsonPath, out var path) ? null
        : new ColumnKey(path, metric.Kind == MetricKind.Boolean ? ValueKind.Boolean : ValueKind.Number);

    private BlockSelection? Rows(LiveBlock live, TimeRange range, ScanMemory memory)
    {
        var block = live.Block;
        var from = block.MinTime >= range.From ? 0 : block.Times.LowerBound(range.From);
        var to = block.MaxTime < range.To ? block.Rows : block.Times.LowerBound(range.To);
        var isPartial = false;
        var keep = memory.Keep.AsSpan(0, to - from);
        keep.Fill(1);
        if (live.Deleted is not null)
        {
            isPartial = true;
            for (var row = from; row < to; row++)
                keep[row - from] = live.IsDeleted(row) ? (byte)0 : (byte)1;
        }
        if (!plan.Filter.MatchesAll)
        {
            switch (Filter(block, from, to, memory))
            {
                case Match.None:
                    return null;
                case Match.Some:
                    isPartial = true;
                    break;
            }
        }
        var all = new BlockSelection(block, from, to)
        {
            Paths = snapshot.Paths,
            Columns = [.. _columns.Select(key => key is { } known ? block.Codes(known) : null)],
        };
        return isPartial ? all.Of(KeptRows(keep, from)) : all;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ushort[] KeptRows(ReadOnlySpan<byte> keep, int from)
    {
        var rows = new ushort[keep.Length - keep.Count((byte)0)];
        var at = 0;
        for (var i = 0; i < keep.Length && at < rows.Length; i++)
        {
            rows[at] = (ushort)(from + i);
            at += keep[i];
        }
        return rows;
    }

    private Match Filter(ColumnBlock block, int from, int to, ScanMemory memory)
    {
        var filter = plan.Filter;
        var match = Match.All;
        if (filter.FeedbackType is { } type)
            match = Combine(match, ByName(block.Codes(ColumnKey.Type)!, name => name == type, from, to, memory));
        if (match != Match.None && filter.TriggerRef is { } trigger)
            match = Combine(match, ByName(block.Codes(ColumnKey.Trigger)!, name => name == trigger, from, to, memory));
        if (match != Match.None && filter.TriggerPrefix is { } prefix)
            match = Combine(match, ByName(block.Codes(ColumnKey.Trigger)!, name => name.StartsWith(prefix, StringComparison.Ordinal), from, to, memory));
        foreach (var path in filter.Paths)
        {
            ByValue(block, path, from, to, memory);
            match = Combine(match, Match.Some);
        }
        return match;
    }

    private static Match Combine(Match first, Match second) => (Match)Math.Min((int)first, (int)second);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Match ByName(CodeColumn column, Func<string, bool> matches, int from, int to, ScanMemory memory)
    {
        var matching = new byte[column.Distinct + 1];
        var count = 0;
        for (var code = 0; code < column.Distinct; code++)
        {
            if (!matches(column.Texts![code]))
                continue;
            matching[code] = 1;
            count++;
        }
        if (count == 0)
            return Match.None;
        if (count == column.Distinct && column.Count == column.Rows)
            return Match.All;
        var codes = column.Codes(from, to, memory.Codes);
        var keep = memory.Keep.AsSpan(0, codes.Length);
        for (var i = 0; i < codes.Length; i++)
            keep[i] &= matching[codes[i]];
        return Match.Some;
    }

    private void ByValue(ColumnBlock block, PathFilter filter, int from, int to, ScanMemory memory)
    {
        var passes = new byte[to - from];
        var has = new byte[to - from];
        if (snapshot.Paths.TryFind(filter.JsonPath, out var path))
        {
            foreach (var kind in (ReadOnlySpan<ValueKind>)[ValueKind.Number, ValueKind.Boolean, ValueKind.Text])
            {
                if (block.Codes(new ColumnKey(path, kind)) is not { } column)
                    continue;
                var matching = MatchingCodes(column, kind, filter.Values);
                var codes = column.Codes(from, to, memory.Codes);
                for (var i = 0; i < codes.Length; i++)
                {
                    passes[i] |= matching[codes[i]];
                    has[i] |= codes[i] == column.Distinct ? (byte)0 : (byte)1;
                }
            }
        }
        var matchesNull = filter.Values.Any(value => value.IsNull);
        var keep = memory.Keep.AsSpan(0, passes.Length);
        for (var i = 0; i < passes.Length; i++)
            keep[i] &= (byte)(passes[i] | (matchesNull ? 1 - has[i] : 0));
    }

    private static byte[] MatchingCodes(CodeColumn column, ValueKind kind, IReadOnlyList<ScalarValue> values)
    {
        var matching = new byte[column.Distinct + 1];
        foreach (var value in values)
        {
            var code = kind switch
            {
                ValueKind.Number when value.Number is { } number => column.Find(number),
                ValueKind.Boolean when value.Boolean is { } boolean => column.Find(boolean ? 1 : 0),
                ValueKind.Text when value.Text is { } text && column.Texts is not null => Array.BinarySearch(column.Texts, text, StringComparer.Ordinal),
                _ => -1,
            };
            if (code >= 0)
                matching[code] = 1;
        }
        return matching;
    }

    private enum Match
    {
        None,
        Some,
        All,
    }
}
