using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>
/// A batch in ClickHouse's format Native: one block, column by column, as ClickHouse keeps it in memory. Reading it costs ClickHouse a fraction of what rows
/// cost. Texts are sent as plain strings; ClickHouse builds the dictionaries of its columns from a whole column at once.
/// </summary>
internal sealed class NativeBlock
{
    private static readonly string[] s_maps = ["numbers", "booleans", "texts", "arrays"];
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 20);
    private readonly RowBatch _batch;
    private readonly ulong _stream;

    // Where the values of each path and kind are: the column's number, or −1 for a map.
    private readonly int[] _place;
    private readonly List<HotColumn> _hot = [];
    private readonly bool[] _usedMaps = new bool[4];

    public NativeBlock(RowBatch batch, HotColumns hot, ulong stream)
    {
        (_batch, _stream) = (batch, stream);
        _place = new int[batch.PathCount * 4];
        Array.Fill(_place, -1);
        foreach (var (path, kind) in batch.Keys())
        {
            var name = HotColumns.Name(batch.Path(path), kind);
            if (kind == ValueKind.Array || !hot.Contains(name))
            {
                _usedMaps[(int)kind] = true;
                continue;
            }

            _place[(path * 4) + (int)kind] = _hot.Count;
            _hot.Add(new HotColumn(name, kind, []));
        }

        var maps = s_maps.Where((_, kind) => _usedMaps[kind]);
        var names = _hot.Select(column => $"`{column.Name}`");
        Columns = string.Join(", ", ((string[])["stream", "created_at", "no", "version", "removed", "feedback_type", "trigger_ref"]).Concat(maps).Concat(names));
    }

    /// <summary>The columns, as a list for INSERT.</summary>
    public string Columns { get; }

    /// <summary>The block.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        Sort();
        WriteLength(7 + _usedMaps.Count(used => used) + _hot.Count);
        WriteLength(_batch.Count);
        WriteNumbers("stream", "UInt64", static (in RowBatch.Row _, ulong stream) => (long)stream);
        WriteNumbers("created_at", "Int64", static (in RowBatch.Row row, ulong _) => row.Change.Row.CreatedAt);
        WriteNumbers("no", "UInt64", static (in RowBatch.Row row, ulong _) => row.Change.Row.Sequence);
        WriteNumbers("version", "UInt64", static (in RowBatch.Row row, ulong _) => row.Change.Sequence);
        WriteRemoved();
        WriteTypes();
        WriteTriggers();
        for (var kind = 0; kind < s_maps.Length; kind++)
        {
            if (_usedMaps[kind]) WriteMap((ValueKind)kind);
        }

        foreach (var column in _hot) WriteHot(column);
        return _bytes.WrittenMemory;
    }

    /// <summary>Notes the values of each column, in the order of the rows.</summary>
    private void Sort()
    {
        var rows = _batch.Rows;
        for (var row = 0; row < rows.Length; row++)
        {
            var values = _batch.Values(rows[row]);
            for (var i = 0; i < values.Length; i++)
            {
                var at = _place[(values[i].Path * 4) + (int)values[i].Kind];
                if (at < 0) continue;

                // The last one of a name counts.
                var cells = _hot[at].Cells;
                var cell = new Cell(row, rows[row].FirstValue + i);
                if (cells.Count > 0 && cells[^1].Row == row) cells[^1] = cell;
                else cells.Add(cell);
            }
        }
    }

    private void WriteHeader(string name, string type)
    {
        WriteText(name);
        WriteText(type);
    }

    private void WriteNumbers(string name, string type, NumberOf numberOf)
    {
        WriteHeader(name, type);
        var rows = _batch.Rows;
        var bytes = Take(rows.Length * sizeof(long));
        for (var i = 0; i < rows.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], numberOf(rows[i], _stream));
    }

    private void WriteRemoved()
    {
        WriteHeader("removed", "UInt8");
        var rows = _batch.Rows;
        var bytes = Take(rows.Length);
        for (var i = 0; i < rows.Length; i++) bytes[i] = rows[i].Change.IsRemoval ? (byte)1 : (byte)0;
    }

    private void WriteTypes()
    {
        WriteHeader("feedback_type", "String");
        foreach (ref readonly var row in _batch.Rows) WriteText(row.Change.Row.FeedbackType);
    }

    private void WriteTriggers()
    {
        WriteHeader("trigger_ref", "Nullable(String)");
        var rows = _batch.Rows;
        var nulls = Take(rows.Length);
        for (var i = 0; i < rows.Length; i++) nulls[i] = rows[i].Change.Row.TriggerRef is null ? (byte)1 : (byte)0;
        foreach (ref readonly var row in rows) WriteText(row.Change.Row.TriggerRef ?? "");
    }

    // Where the entries of each row end, then all names, then all values.
    private void WriteMap(ValueKind kind)
    {
        WriteHeader(s_maps[(int)kind], $"Map(String, {TypeOf(kind)})");
        var rows = _batch.Rows;
        var ends = Take(rows.Length * sizeof(long));
        var entries = new List<int>();
        for (var row = 0; row < rows.Length; row++)
        {
            var values = _batch.Values(rows[row]);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i].Kind == kind && _place[(values[i].Path * 4) + (int)kind] < 0) entries.Add(rows[row].FirstValue + i);
            }

            BinaryPrimitives.WriteInt64LittleEndian(ends[(row * sizeof(long))..], entries.Count);
        }

        foreach (var entry in entries) WriteText(_batch.Path(_batch.All[entry].Path));
        foreach (var entry in entries) WriteValue(_batch.All[entry]);
    }

    // Which rows have no value, then all values, with an empty one for each such row.
    private void WriteHot(HotColumn column)
    {
        WriteHeader(column.Name, $"Nullable({TypeOf(column.Kind)})");
        var nulls = Take(_batch.Count);
        nulls.Fill(1);
        var cells = CollectionsMarshal.AsSpan(column.Cells);
        foreach (ref readonly var cell in cells) nulls[cell.Row] = 0;
        if (column.Kind == ValueKind.Number)
        {
            var numbers = Take(_batch.Count * sizeof(double));
            numbers.Clear();
            foreach (ref readonly var cell in cells)
                BinaryPrimitives.WriteDoubleLittleEndian(numbers[(cell.Row * sizeof(double))..], _batch.All[cell.Value].Number);
            return;
        }

        if (column.Kind == ValueKind.Boolean)
        {
            var flags = Take(_batch.Count);
            flags.Clear();
            foreach (ref readonly var cell in cells) flags[cell.Row] = (byte)_batch.All[cell.Value].Number;
            return;
        }

        var next = 0;
        foreach (ref readonly var cell in cells)
        {
            for (; next < cell.Row; next++) WriteLength(0);
            WriteValue(_batch.All[cell.Value]);
            next++;
        }

        for (; next < _batch.Count; next++) WriteLength(0);
    }

    private static string TypeOf(ValueKind kind) => kind switch { ValueKind.Number => "Float64", ValueKind.Boolean => "UInt8", _ => "String" };

    private void WriteValue(in RowBatch.Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number:
                BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value.Number);
                break;
            case ValueKind.Boolean:
                Take(1)[0] = (byte)value.Number;
                break;
            default:
                var text = _batch.Text(value);
                WriteLength(text.Length);
                _bytes.Write(text);
                break;
        }
    }

    private void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteLength(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    // LEB128.
    private void WriteLength(int length)
    {
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7) Take(1)[0] = (byte)(rest | 0x80);
        Take(1)[0] = (byte)rest;
    }

    /// <summary>The next bytes, to be filled before any others are taken.</summary>
    private Span<byte> Take(int count)
    {
        if (count == 0) return [];
        var bytes = _bytes.GetSpan(count)[..count];
        _bytes.Advance(count);
        return bytes;
    }

    private delegate long NumberOf(in RowBatch.Row row, ulong stream);

    private sealed record HotColumn(string Name, ValueKind Kind, List<Cell> Cells);

    /// <summary>A value of a column: its row, and its number in the batch.</summary>
    private readonly record struct Cell(int Row, int Value);
}
