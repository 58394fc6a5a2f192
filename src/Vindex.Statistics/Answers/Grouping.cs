using System.Buffers;
using System.Runtime.CompilerServices;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>A group: its value for each field, null for the rest, and its rows.</summary>
internal sealed record RowGroup(IReadOnlyList<ScalarValue>? Values, List<Scan> Scans);

/// <summary>Parts the rows of a window by the values of one or two fields: the largest groups, and the rest as one.</summary>
internal sealed class Grouping(IReadOnlyList<string> fields, Crew crew, CancellationToken cancellationToken)
{
    public const int MostGroups = 50;
    private static readonly ValueKind[] s_kinds = [ValueKind.Number, ValueKind.Boolean, ValueKind.Text];
    private readonly Field[] _fields = [.. fields.Select(name => new Field(name))];
    private readonly Lock _gate = new();
    private readonly Dictionary<(int First, int Second), int> _groups = [];

    public static Task<List<RowGroup>> PartAsync(
        IReadOnlyList<string> fields, IReadOnlyList<Scan> scans, Crew crew, CancellationToken cancellationToken) =>
        new Grouping(fields, crew, cancellationToken).PartAsync(scans);

    private async Task<List<RowGroup>> PartAsync(IReadOnlyList<Scan> scans)
    {
        var members = new int[scans.Count][];
        await crew.RunAsync(scans.Count, (scan, meter) => members[scan] = Members(scans[scan], meter.Scratch), cancellationToken).ConfigureAwait(false);
        var counts = new long[_groups.Count];
        for (var scan = 0; scan < members.Length; scan++)
            Count(members[scan].AsSpan(0, scans[scan].Count), counts);
        var ranked = _groups.Select(pair => (Group: pair.Value, Values: Values(pair.Key))).ToList();
        ranked.Sort((left, right) => counts[left.Group] != counts[right.Group] ? counts[right.Group].CompareTo(counts[left.Group]) : Compare(left.Values, right.Values));
        var rankOf = new int[counts.Length];
        for (var rank = 0; rank < ranked.Count; rank++)
            rankOf[ranked[rank].Group] = Math.Min(rank, MostGroups);
        var result = ranked.Take(MostGroups).Select(group => new RowGroup(group.Values, [])).ToList();
        if (ranked.Count > MostGroups)
            result.Add(new RowGroup(null, []));
        var dealt = new Scan?[scans.Count][];
        await crew.RunAsync(scans.Count, (scan, _) => dealt[scan] = Deal(scans[scan], members[scan].AsSpan(0, scans[scan].Count), rankOf, result.Count), cancellationToken).ConfigureAwait(false);
        foreach (var rented in members)
            ArrayPool<int>.Shared.Return(rented);
        foreach (var (rank, group) in result.Index())
            group.Scans.AddRange(dealt.Select(parts => parts[rank]).OfType<Scan>());
        return result;
    }

    // The group of each row of a scan, in a rented array: these are too large to be made anew for every question.
    private int[] Members(Scan scan, ushort[] scratch)
    {
        var rented = Ids(_fields[0], scan, scratch);
        var first = rented.AsSpan(0, scan.Count);
        var second = _fields.Length > 1 ? Ids(_fields[1], scan, scratch) : null;
        var known = new Dictionary<long, int>();
        var (last, group) = (-1L, -1);
        var byFirst = second is null ? new int[first.Length == 0 ? 1 : MaxOf(first) + 1] : null;
        for (var i = 0; i < first.Length; i++)
        {
            if (byFirst is not null)
            {
                // One field: a place for each value, 0 for one not met yet.
                ref var place = ref byFirst[first[i]];
                if (place == 0)
                    place = GroupOf(first[i], 0) + 1;
                first[i] = place - 1;
                continue;
            }
            var key = ((long)first[i] << 32) | (uint)second![i];
            if (key != last && !known.TryGetValue(last = key, out group))
                known.Add(key, group = GroupOf(first[i], second[i]));
            first[i] = group;
        }
        if (second is not null)
            ArrayPool<int>.Shared.Return(second);
        return rented;
    }

    private int GroupOf(int first, int second)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue((first, second), out var group))
                _groups.Add((first, second), group = _groups.Count);
            return group;
        }
    }

    private static int MaxOf(ReadOnlySpan<int> ids)
    {
        var most = 0;
        foreach (var id in ids)
            most = Math.Max(most, id);
        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<int> groups, long[] counts)
    {
        foreach (var group in groups)
            counts[group]++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Scan?[] Deal(Scan scan, ReadOnlySpan<int> members, int[] rankOf, int groups)
    {
        var counts = new int[groups];
        foreach (var member in members)
            counts[rankOf[member]]++;
        var rows = new ushort[groups][];
        for (var rank = 0; rank < groups; rank++)
            rows[rank] = new ushort[counts[rank]];
        Array.Clear(counts);
        for (var i = 0; i < members.Length; i++)
        {
            var rank = rankOf[members[i]];
            rows[rank][counts[rank]++] = scan.Rows is null ? (ushort)(scan.From + i) : scan.Rows[i];
        }
        return [.. rows.Select(own => own.Length == 0 ? null : own.Length == scan.Count ? scan : scan.Of(own))];
    }

    private static int[] Ids(Field field, Scan scan, ushort[] scratch)
    {
        var ids = ArrayPool<int>.Shared.Rent(scan.Count);
        Array.Clear(ids, 0, scan.Count);
        switch (field.Name)
        {
            case "feedback_type":
                Assign(field, scan, ColumnKey.Type, ids, scratch);
                break;
            case "trigger_ref":
                Assign(field, scan, ColumnKey.Trigger, ids, scratch);
                break;
            default:
                if (scan.Paths.TryFind(field.Name, out var path))
                {
                    foreach (var kind in s_kinds)
                        Assign(field, scan, new ColumnKey(path, kind), ids, scratch);
                }
                break;
        }
        return ids;
    }

    // Number 0 is null: what no column of the field gives a value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Assign(Field field, Scan scan, ColumnKey key, int[] ids, ushort[] scratch)
    {
        if (scan.Block.Codes(key) is not { } column)
            return;
        var codes = scan.Codes(column, scan.First, scan.Last, scratch);
        var idOf = new int[column.Distinct + 1];
        Array.Fill(idOf, -1);
        for (var i = 0; i < codes.Length; i++)
        {
            var code = codes[i];
            if (code == column.Distinct)
                continue;
            if (idOf[code] < 0)
                idOf[code] = field.Id(Value(column, key, code));
            ids[i] = idOf[code];
        }
    }

    private static ScalarValue Value(CodeColumn column, ColumnKey key, int code)
    {
        if (key.Path < 0 || key.Kind == ValueKind.Text)
            return ScalarValue.Of(column.Texts![code]);
        return key.Kind == ValueKind.Number ? ScalarValue.Of(column.Numbers![code]) : ScalarValue.Of(column.Numbers![code] != 0);
    }

    private ScalarValue[] Values((int First, int Second) key) =>
        _fields.Length == 1 ? [_fields[0].Value(key.First)] : [_fields[0].Value(key.First), _fields[1].Value(key.Second)];

    private static int Compare(ScalarValue[] left, ScalarValue[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = string.CompareOrdinal(left[i].ToString(), right[i].ToString());
            if (order == 0)
                order = Rank(left[i]).CompareTo(Rank(right[i]));
            if (order != 0)
                return order;
        }
        return 0;
    }

    private static int Rank(ScalarValue value) => value.IsNull ? 0 : value.Number is not null ? 1 : value.Boolean is not null ? 2 : 3;

    private sealed class Field(string name)
    {
        private readonly Dictionary<ScalarValue, int> _ids = new() { [ScalarValue.Null] = 0 };
        private readonly List<ScalarValue> _values = [ScalarValue.Null];

        public string Name { get; } = name;

        public ScalarValue Value(int id) => _values[id];

        public int Id(ScalarValue value)
        {
            lock (_ids)
            {
                if (_ids.TryGetValue(value, out var id))
                    return id;
                _ids.Add(value, _values.Count);
                _values.Add(value);
                return _values.Count - 1;
            }
        }
    }
}
