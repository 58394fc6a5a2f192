using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>Changes on their way to ClickHouse: the rows with the values of their payloads, which are read as the embedded engine reads them.</summary>
internal sealed class RowBatch : IValueSink
{
    private const int MaxNodes = 100_000;

    /// <summary>A number, and whether there is one.</summary>
    private const int CellBytes = 9;

    private readonly List<Row> _rows = [];
    private readonly List<Value> _values = [];
    private readonly List<(int Path, ValueKind Kind)> _keys = [];
    private bool[] _isKey = [];
    private PathTable _paths = NewPaths();
    private PayloadReader _reader;
    private byte[] _texts = new byte[1 << 16];
    private int _textBytes;

    public RowBatch() => _reader = new PayloadReader(_paths);

    public int Count => _rows.Count;

    /// <summary>Approximate size in bytes, here and as columns: each has an entry for every row.</summary>
    public long Bytes => (_rows.Count * (96L + (_keys.Count * CellBytes))) + (_values.Count * 32L) + _textBytes;

    public ReadOnlySpan<Row> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The values of all rows.</summary>
    public ReadOnlySpan<Value> All => CollectionsMarshal.AsSpan(_values);

    /// <summary>The paths and kinds of all values.</summary>
    public IReadOnlyList<(int Path, ValueKind Kind)> Keys() => _keys;

    public string Path(int path) => _paths.Paths[path];

    /// <summary>Number of paths known, beyond those of this batch.</summary>
    public int PathCount => _paths.Paths.Count;

    public ReadOnlySpan<Value> Values(in Row row) => CollectionsMarshal.AsSpan(_values).Slice(row.FirstValue, row.Values);

    public ReadOnlySpan<byte> Text(in Value value) => _texts.AsSpan(value.TextStart, value.TextLength);

    public void Add(in Change change)
    {
        var first = _values.Count;
        if (!change.IsRemoval)
            _reader.Read(change.Row.Payload.Span, this);
        _rows.Add(new Row(change, first, _values.Count - first));
    }

    /// <summary>Makes room for the next rows.</summary>
    public void Clear()
    {
        _rows.Clear();
        _values.Clear();
        foreach (var (path, kind) in _keys)
            _isKey[(path * 4) + (int)kind] = false;
        _keys.Clear();
        _textBytes = 0;
        if (_paths.Nodes <= MaxNodes)
            return;
        _paths = NewPaths();
        _reader = new PayloadReader(_paths);
    }

    void IValueSink.Number(int path, double value) => Add(new Value(path, ValueKind.Number, value, 0, 0));

    void IValueSink.Boolean(int path, bool value) => Add(new Value(path, ValueKind.Boolean, value ? 1 : 0, 0, 0));

    void IValueSink.Text(int path, ValueKind kind, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        if (_texts.Length - _textBytes < utf8.Length)
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textBytes + utf8.Length));
        utf8.CopyTo(_texts.AsSpan(_textBytes));
        Add(new Value(path, kind, 0, _textBytes, utf8.Length));
        _textBytes += utf8.Length;
    }

    private void Add(in Value value)
    {
        _values.Add(value);
        var key = (value.Path * 4) + (int)value.Kind;
        if (key >= _isKey.Length)
            Array.Resize(ref _isKey, Math.Max(64, key * 2));
        if (_isKey[key])
            return;
        _isKey[key] = true;
        _keys.Add((value.Path, value.Kind));
    }

    private static PathTable NewPaths() => new(int.MaxValue, int.MaxValue);

    /// <summary>A change with the range of its values.</summary>
    public readonly record struct Row(Change Change, int FirstValue, int Values);

    /// <summary>A value of a row.</summary>
    public readonly record struct Value(int Path, ValueKind Kind, double Number, int TextStart, int TextLength);
}
