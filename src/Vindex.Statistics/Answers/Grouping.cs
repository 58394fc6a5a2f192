using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>A group: its value for each field, null for the rest, and its rows.</summary>
internal sealed record RowGroup(IReadOnlyList<ScalarValue>? Values, List<Scan> Scans);

/// <summary>Parts the rows of a window by the values of one or two fields: the largest groups, and the rest as one.</summary>
internal sealed class Grouping
{
    public const int MostGroups = 50;
    private static readonly ValueKind[] s_kinds = [ValueKind.Number, ValueKind.Boolean, ValueKind.Text];
    private readonly Snapshot _snapshot;
    private readonly Field[] _fields;
    private readonly ushort[] _codes = new ushort[Block.MostRows];

    private Grouping(Snapshot snapshot, IReadOnlyList<string> fields)
    {
        _snapshot = snapshot;
        _fields = [.. fields.Select(name => new Field(name))];
    }

    public static List<RowGroup> Part(Snapshot snapshot, IReadOnlyList<string> fields, IReadOnlyList<Scan> scans, CancellationToken cancellationToken) =>
        new Grouping(snapshot, fields).Part(scans, cancellationToken);

    private List<RowGroup> Part(IReadOnlyList<Scan> scans, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<(int First, int Second), int>();
        var counts = new List<long>();
        var members = new int[scans.Count][];
        for (var s = 0; s < scans.Count; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ids = _fields.Select(field => Ids(field, scans[s])).ToArray();
            members[s] = ids[0];
            (int, int) last = (-1, -1);
            var group = -1;
            for (var i = 0; i < members[s].Length; i++)
            {
                var key = (ids[0][i], ids.Length > 1 ? ids[1][i] : 0);
                if (key != last && !groups.TryGetValue(last = key, out group))
                {
                    groups.Add(key, group = counts.Count);
                    counts.Add(0);
                }
                counts[group]++;
                members[s][i] = group;
            }
        }
        var ranked = groups.Select(pair => (pair.Value, Values: Values(pair.Key))).ToList();
        ranked.Sort((left, right) => counts[left.Value] != counts[right.Value] ? counts[right.Value].CompareTo(counts[left.Value]) : Compare(left.Values, right.Values));
        var rankOf = new int[counts.Count];
        for (var rank = 0; rank < ranked.Count; rank++)
            rankOf[ranked[rank].Value] = Math.Min(rank, MostGroups);
        var result = ranked.Take(MostGroups).Select(group => new RowGroup(group.Values, [])).ToList();
        if (ranked.Count > MostGroups)
            result.Add(new RowGroup(null, []));
        for (var s = 0; s < scans.Count; s++)
            Deal(scans[s], members[s], rankOf, result);
        return result;
    }

    private static void Deal(Scan scan, int[] members, int[] rankOf, List<RowGroup> groups)
    {
        var counts = new int[groups.Count];
        foreach (var member in members)
            counts[rankOf[member]]++;
        var rows = counts.Select(count => new ushort[count]).ToArray();
        Array.Clear(counts);
        for (var i = 0; i < members.Length; i++)
        {
            var rank = rankOf[members[i]];
            rows[rank][counts[rank]++] = scan.Rows is null ? (ushort)(scan.From + i) : scan.Rows[i];
        }
        for (var rank = 0; rank < rows.Length; rank++)
        {
            if (rows[rank].Length == scan.Count)
                groups[rank].Scans.Add(scan);
            else if (rows[rank].Length > 0)
                groups[rank].Scans.Add(scan.Of(rows[rank]));
        }
    }

    private int[] Ids(Field field, Scan scan)
    {
        var ids = new int[scan.Count];
        switch (field.Name)
        {
            case "feedback_type":
                Assign(field, scan, ColumnKey.Type, ids);
                break;
            case "trigger_ref":
                Assign(field, scan, ColumnKey.Trigger, ids);
                break;
            default:
                if (_snapshot.Paths.TryFind(field.Name, out var path))
                {
                    foreach (var kind in s_kinds)
                        Assign(field, scan, new ColumnKey(path, kind), ids);
                }
                break;
        }
        return ids;
    }

    // Number 0 is null: what no column of the field gives a value.
    private void Assign(Field field, Scan scan, ColumnKey key, int[] ids)
    {
        if (scan.Block.Codes(key) is not { } column)
            return;
        var codes = scan.Codes(column, scan.First, scan.Last, _codes);
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
            if (_ids.TryGetValue(value, out var id))
                return id;
            _ids.Add(value, _values.Count);
            _values.Add(value);
            return _values.Count - 1;
        }
    }
}
