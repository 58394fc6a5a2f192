using System.Runtime.CompilerServices;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>The rows of one block that take part in an answer: a range of rows, or a list of some within it.</summary>
/// <param name="Block">The block.</param>
/// <param name="From">First row of the range; a position, too, when there is no list.</param>
/// <param name="To">End of the range.</param>
/// <param name="Rows">The rows of the range that take part, ascending; null when all do.</param>
internal sealed record Scan(Block Block, int From, int To, ushort[]? Rows)
{
    /// <summary>The position before the first row.</summary>
    public int First => Rows is null ? From : 0;

    /// <summary>The position behind the last row.</summary>
    public int Last => Rows?.Length ?? To;

    public int Count => Last - First;

    /// <summary>The paths of the project that the block belongs to.</summary>
    public required PathTable Paths { get; init; }

    /// <summary>The column that each metric reads, or null where the block has none.</summary>
    public required CodeColumn?[] Columns { get; init; }

    /// <summary>Where an instant (milliseconds) falls among the positions.</summary>
    public int Position(long instant)
    {
        if (instant <= Block.MinTime)
            return First;
        if (instant > Block.MaxTime)
            return Last;
        var row = Math.Clamp(Block.Times.LowerBound(instant), From, To);
        if (Rows is null)
            return row;
        var at = row > ushort.MaxValue ? ~Rows.Length : Rows.AsSpan().BinarySearch((ushort)row);
        return at < 0 ? ~at : at;
    }

    public bool IsWhole(int from, int to) => Rows is null && from == 0 && to == Block.Rows;

    /// <summary>The codes at positions <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public ReadOnlySpan<ushort> Codes(CodeColumn column, int from, int to, ushort[] scratch) =>
        Rows is null ? column.Codes(from, to, scratch) : column.Codes(Rows.AsSpan(from, to - from), scratch);

    /// <summary>The same with other rows.</summary>
    public Scan Of(ushort[] rows) => this with { Rows = rows };
}

/// <summary>Finds the rows of a window that pass the filter.</summary>
internal sealed class Scanner(StatsPlan plan, Snapshot snapshot)
{
    private readonly ushort[] _codes = new ushort[Block.MostRows];
    private readonly byte[] _keep = new byte[Block.MostRows];
    private readonly ColumnKey?[] _columns = [.. plan.Metrics.Select(metric => Key(snapshot, metric))];

    public List<Scan> Scans(TimeRange range, CancellationToken cancellationToken)
    {
        var scans = new List<Scan>();
        foreach (var live in snapshot.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (live.Block.MinTime < range.To && live.Block.MaxTime >= range.From && Scan(live, range) is { Count: > 0 } scan)
                scans.Add(scan);
        }
        return scans;
    }

    private static ColumnKey? Key(Snapshot snapshot, MetricPlan metric) =>
        metric.Kind == MetricKind.Categorical || !snapshot.Paths.TryFind(metric.JsonPath, out var path) ? null
        : new ColumnKey(path, metric.Kind == MetricKind.Boolean ? ValueKind.Boolean : ValueKind.Number);

    private Scan? Scan(LiveBlock live, TimeRange range)
    {
        var block = live.Block;
        var from = block.MinTime >= range.From ? 0 : block.Times.LowerBound(range.From);
        var to = block.MaxTime < range.To ? block.Rows : block.Times.LowerBound(range.To);
        var keep = _keep.AsSpan(0, to - from);
        keep.Fill(1);
        var some = false;
        if (live.Dead is not null)
        {
            some = true;
            for (var row = from; row < to; row++)
                keep[row - from] = live.IsDead(row) ? (byte)0 : (byte)1;
        }
        if (!plan.Filter.TakesAll)
        {
            switch (Filter(block, from, to, keep))
            {
                case Share.None:
                    return null;
                case Share.Some:
                    some = true;
                    break;
            }
        }
        return new Scan(block, from, to, some ? Kept(keep, from) : null) { Paths = snapshot.Paths, Columns = [.. _columns.Select(key => key is { } known ? block.Codes(known) : null)] };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ushort[] Kept(ReadOnlySpan<byte> keep, int from)
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

    private Share Filter(Block block, int from, int to, Span<byte> keep)
    {
        var filter = plan.Filter;
        var share = Share.All;
        if (filter.FeedbackType is { } type)
            share = Narrow(share, ByName(block.Codes(ColumnKey.Type)!, name => name == type, from, to, keep));
        if (share != Share.None && filter.TriggerRef is { } trigger)
            share = Narrow(share, ByName(block.Codes(ColumnKey.Trigger)!, name => name == trigger, from, to, keep));
        if (share != Share.None && filter.TriggerPrefix is { } prefix)
            share = Narrow(share, ByName(block.Codes(ColumnKey.Trigger)!, name => name.StartsWith(prefix, StringComparison.Ordinal), from, to, keep));
        foreach (var path in filter.Paths)
        {
            ByValue(block, path, from, to, keep);
            share = Narrow(share, Share.Some);
        }
        return share;
    }

    private static Share Narrow(Share share, Share by) => (Share)Math.Min((int)share, (int)by);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Share ByName(CodeColumn column, Func<string, bool> takes, int from, int to, Span<byte> keep)
    {
        var taken = new byte[column.Distinct + 1];
        var count = 0;
        for (var code = 0; code < column.Distinct; code++)
        {
            if (!takes(column.Texts![code]))
                continue;
            taken[code] = 1;
            count++;
        }
        if (count == 0)
            return Share.None;
        if (count == column.Distinct && column.Count == column.Rows)
            return Share.All;
        var codes = column.Codes(from, to, _codes);
        for (var i = 0; i < codes.Length; i++)
            keep[i] &= taken[codes[i]];
        return Share.Some;
    }

    private void ByValue(Block block, PathFilter filter, int from, int to, Span<byte> keep)
    {
        var passes = new byte[to - from];
        var has = new byte[to - from];
        if (snapshot.Paths.TryFind(filter.JsonPath, out var path))
        {
            foreach (var kind in (ReadOnlySpan<ValueKind>)[ValueKind.Number, ValueKind.Boolean, ValueKind.Text])
            {
                if (block.Codes(new ColumnKey(path, kind)) is not { } column)
                    continue;
                var taken = Taken(column, kind, filter.Values);
                var codes = column.Codes(from, to, _codes);
                for (var i = 0; i < codes.Length; i++)
                {
                    passes[i] |= taken[codes[i]];
                    has[i] |= codes[i] == column.Distinct ? (byte)0 : (byte)1;
                }
            }
        }
        var takesNull = filter.Values.Any(value => value.IsNull);
        for (var i = 0; i < passes.Length; i++)
            keep[i] &= (byte)(passes[i] | (takesNull ? 1 - has[i] : 0));
    }

    private static byte[] Taken(CodeColumn column, ValueKind kind, IReadOnlyList<ScalarValue> values)
    {
        var taken = new byte[column.Distinct + 1];
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
                taken[code] = 1;
        }
        return taken;
    }

    private enum Share
    {
        None,
        Some,
        All,
    }
}
