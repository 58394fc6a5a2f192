using System.Buffers;
using System.Runtime.CompilerServices;
using Vindex.Statistics.Answers.Ranks;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>A group: its value for each field (null for all other groups together) and its rows.</summary>
internal sealed record RowGroup(IReadOnlyList<ScalarValue>? Values, List<BlockSelection> Selections);

/// <summary>Partitions the rows of a window by the values of one or two fields into the largest groups, and all others as one.</summary>
internal sealed class Grouping(IReadOnlyList<string> fields, WorkerPool workers, CancellationToken cancellationToken)
{
    public const int MaxGroups = 50;
    private static readonly ValueKind[] s_kinds = [ValueKind.Number, ValueKind.Boolean, ValueKind.Text];
    private readonly GroupField[] _fields = [.. fields.Select(name => new GroupField(name))];
    private readonly Lock _gate = new();
    private readonly Dictionary<(int First, int Second), int> _groups = [];

    public static Task<List<RowGroup>> PartitionAsync(
        IReadOnlyList<string> fields, IReadOnlyList<BlockSelection> selections, WorkerPool workers, CancellationToken cancellationToken) =>
        new Grouping(fields, workers, cancellationToken).PartitionAsync(selections);

    private async Task<List<RowGroup>> PartitionAsync(IReadOnlyList<BlockSelection> selections)
    {
        var groups = new RowGroups[selections.Count];
        await workers.RunAsync(selections.Count, (i, accumulator) => groups[i] = GroupsOf(selections[i], accumulator.Memory.Codes), cancellationToken);
        var counts = new long[_groups.Count];
        foreach (var found in groups)
            found.AddCounts(counts);
        var ranked = _groups.Select(pair => (Group: pair.Value, Values: Values(pair.Key))).ToList();
        ranked.Sort((left, right) =>
            counts[right.Group].CompareTo(counts[left.Group]) is var order and not 0 ? order : Compare(left.Values, right.Values));
        var rankOf = new int[counts.Length];
        for (var rank = 0; rank < ranked.Count; rank++)
            rankOf[ranked[rank].Group] = Math.Min(rank, MaxGroups);
        var result = ranked.Take(MaxGroups).Select(group => new RowGroup(group.Values, [])).ToList();
        if (ranked.Count > MaxGroups)
            result.Add(new RowGroup(null, []));
        var partitioned = new BlockSelection?[selections.Count][];
        await workers.RunAsync(selections.Count, Distribute, cancellationToken);
        foreach (var found in groups)
            found.Release();
        foreach (var (rank, group) in result.Index())
            group.Selections.AddRange(partitioned.Select(parts => parts[rank]).OfType<BlockSelection>());
        return result;

        void Distribute(int i, MetricAccumulator accumulator) =>
            partitioned[i] = groups[i].Partition(selections[i], rankOf, result.Count, accumulator.Memory.Codes);
    }

    private RowGroups GroupsOf(BlockSelection selection, ushort[] scratch)
    {
        if (SharedId(_fields[0], selection) is { } first)
        {
            if (_fields.Length == 1)
                return new RowGroups.Same(GroupOf(first, 0), selection.Count);
            if (SharedId(_fields[1], selection) is { } second)
                return new RowGroups.Same(GroupOf(first, second), selection.Count);
        }
        else if (_fields.Length == 1 && OnlyColumn(_fields[0], selection) is var (key, column))
        {
            return GroupCodes(selection, key, column, scratch);
        }
        return new RowGroups.ByRow(GroupRows(selection, scratch), selection.Count);
    }

    // The groups of one field whose values are all of one kind: a group for each code that occurs.
    private RowGroups.ByCode GroupCodes(BlockSelection selection, ColumnKey key, CodeColumn column, ushort[] scratch)
    {
        var counts = new CodeCounts();
        var present = counts.Count(selection.Codes(column, selection.First, selection.Last, scratch), column.Distinct);
        var groups = new (int Group, int Rows)[column.Distinct + 1];
        for (var code = 0; code < column.Distinct; code++)
        {
            if (counts.Fine[code] > 0)
                groups[code] = (GroupOf(_fields[0].Id(Value(column, key, code)), 0), counts.Fine[code]);
        }
        if (present < selection.Count)
            groups[column.Distinct] = (GroupOf(0, 0), selection.Count - present);
        return new RowGroups.ByCode(column, groups);
    }

    // The group of each row of a selection, in a rented array: allocating these for every question would be too expensive.
    private int[] GroupRows(BlockSelection selection, ushort[] scratch)
    {
        var rented = Ids(_fields[0], selection, scratch);
        var first = rented.AsSpan(0, selection.Count);
        var second = _fields.Length > 1 ? Ids(_fields[1], selection, scratch) : null;
        var known = new Dictionary<long, int>();
        var (last, group) = (-1L, -1);
        var byFirst = second is null ? new int[first.Length == 0 ? 1 : MaxOf(first) + 1] : null;
        for (var i = 0; i < first.Length; i++)
        {
            if (byFirst is not null)
            {
                // One field: group + 1 of each value, 0 for a value not seen yet.
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
        var max = 0;
        foreach (var id in ids)
            max = Math.Max(max, id);
        return max;
    }

    private static int[] Ids(GroupField field, BlockSelection selection, ushort[] scratch)
    {
        var ids = ArrayPool<int>.Shared.Rent(selection.Count);
        Array.Clear(ids, 0, selection.Count);
        foreach (var key in Keys(field, selection))
            Assign(field, selection, key, ids, scratch);
        return ids;
    }

    // The id of the value that every row of a selection's block has; null if they differ.
    private static int? SharedId(GroupField field, BlockSelection selection)
    {
        int? id = null;
        foreach (var key in Keys(field, selection))
        {
            if (selection.Block.Codes(key) is not { } column)
                continue;
            if (id is not null || column.Distinct != 1 || column.Count != selection.Block.Rows)
                return null;
            id = field.Id(Value(column, key, 0));
        }
        return id ?? 0;
    }

    // The column with all values of a field in a selection's block; null if there are none or several.
    private static (ColumnKey Key, CodeColumn Column)? OnlyColumn(GroupField field, BlockSelection selection)
    {
        (ColumnKey Key, CodeColumn Column)? only = null;
        foreach (var key in Keys(field, selection))
        {
            if (selection.Block.Codes(key) is not { } column)
                continue;
            if (only is not null)
                return null;
            only = (key, column);
        }
        return only;
    }

    // The columns in which a field's values are.
    private static ColumnKey[] Keys(GroupField field, BlockSelection selection) => field.Name switch
    {
        "feedback_type" => [ColumnKey.Type],
        "trigger_ref" => [ColumnKey.Trigger],
        _ => selection.Paths.TryFind(field.Name, out var path) ? [.. s_kinds.Select(kind => new ColumnKey(path, kind))] : [],
    };

    // Id 0 is null: no column of the field has a value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Assign(GroupField field, BlockSelection selection, ColumnKey key, int[] ids, ushort[] scratch)
    {
        if (selection.Block.Codes(key) is not { } column)
            return;
        var codes = selection.Codes(column, selection.First, selection.Last, scratch);
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

    /// <summary>The order of groups with the same number of rows.</summary>
    internal static int Compare(ScalarValue[] left, ScalarValue[] right)
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

    private sealed class GroupField(string name)
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
