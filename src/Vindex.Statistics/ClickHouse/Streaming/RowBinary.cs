using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>A batch in ClickHouse's format RowBinary: the columns of each row one after the other, without names.</summary>
internal sealed class RowBinary(RowBatch batch, HotColumns hot, ulong stream)
{
    private static readonly string[] s_columns = ["stream", "created_at", "no", "version", "removed", "feedback_type", "trigger_ref"];
    private static readonly string[] s_maps = ["numbers", "booleans", "texts", "arrays"];
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 20);
    private readonly List<ValueKind> _hotKinds = [];
    private readonly List<string> _hotNames = [];
    private readonly bool[] _usedMaps = new bool[4];
    private int[] _place = [];

    /// <summary>The columns that <see cref="Write"/> writes.</summary>
    public string Columns { get; private set; } = "";

    /// <summary>All rows of the batch.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        Arrange();
        var found = new int[_hotNames.Count];
        foreach (ref readonly var row in batch.Rows)
            WriteRow(row, found);
        return _bytes.WrittenMemory;
    }

    // Where the values of each path and kind go: the number of a column, or −1 for a map.
    private void Arrange()
    {
        _place = new int[batch.PathCount * 4];
        Array.Fill(_place, -1);
        var ids = Enumerable.Range(0, batch.PathCount).ToDictionary(batch.Path, StringComparer.Ordinal);
        foreach (var (path, kind) in batch.Keys())
        {
            var name = HotColumns.Name(path, kind);
            if (kind == ValueKind.Array || !hot.Contains(name))
            {
                _usedMaps[(int)kind] = true;
                continue;
            }
            _place[(ids[path] * 4) + (int)kind] = _hotNames.Count;
            _hotNames.Add(name);
            _hotKinds.Add(kind);
        }
        var maps = s_maps.Where((_, kind) => _usedMaps[kind]);
        Columns = string.Join(", ", s_columns.Concat(maps).Concat(_hotNames.Select(name => $"`{name}`")));
    }

    private void WriteRow(in RowBatch.Row row, int[] found)
    {
        var change = row.Change;
        WriteNumber((long)stream);
        WriteNumber(change.Row.CreatedAt);
        WriteNumber(change.Row.Sequence);
        WriteNumber(change.Sequence);
        WriteByte(change.IsRemoval ? (byte)1 : (byte)0);
        WriteText(change.Row.FeedbackType);
        WriteByte(change.Row.TriggerRef is null ? (byte)1 : (byte)0);
        if (change.Row.TriggerRef is { } trigger)
            WriteText(trigger);
        var values = batch.Values(row);
        for (var kind = 0; kind < s_maps.Length; kind++)
        {
            if (_usedMaps[kind])
                WriteMap(values, (ValueKind)kind);
        }
        Array.Fill(found, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (_place[(values[i].Path * 4) + (int)values[i].Kind] is >= 0 and var at)
                found[at] = i;
        }
        for (var column = 0; column < found.Length; column++)
        {
            WriteByte(found[column] < 0 ? (byte)1 : (byte)0);
            if (found[column] >= 0)
                WriteValue(values[found[column]]);
        }
    }

    private void WriteMap(ReadOnlySpan<RowBatch.Value> values, ValueKind kind)
    {
        var count = 0;
        foreach (ref readonly var value in values)
            count += IsInMap(value, kind) ? 1 : 0;
        WriteLength(count);
        foreach (ref readonly var value in values)
        {
            if (!IsInMap(value, kind))
                continue;
            WriteText(batch.Path(value.Path));
            WriteValue(value);
        }
    }

    private bool IsInMap(in RowBatch.Value value, ValueKind kind) => value.Kind == kind && _place[(value.Path * 4) + (int)kind] < 0;

    private void WriteValue(in RowBatch.Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number:
                BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value.Number);
                _bytes.Advance(sizeof(double));
                break;
            case ValueKind.Boolean:
                WriteByte((byte)value.Number);
                break;
            default:
                var text = batch.Text(value);
                WriteLength(text.Length);
                _bytes.Write(text);
                break;
        }
    }

    private void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteLength(length);
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length)));
    }

    // LEB128.
    private void WriteLength(int length)
    {
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7)
            WriteByte((byte)(rest | 0x80));
        WriteByte((byte)rest);
    }

    private void WriteNumber(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
    }

    private void WriteByte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
