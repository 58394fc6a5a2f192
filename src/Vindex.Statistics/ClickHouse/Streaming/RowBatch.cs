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
    private readonly List<Row> _rows = [];
    private readonly List<Value> _values = [];
    private PathTable _paths = NewPaths();
    private PayloadReader _reader;
    private byte[] _texts = new byte[1 << 16];
    private int _textBytes;

    public RowBatch() => _reader = new PayloadReader(_paths);

    public int Count => _rows.Count;

    /// <summary>Approximate size in bytes.</summary>
    public long Bytes => (_rows.Count * 96L) + (_values.Count * 32L) + _textBytes;

    public ReadOnlySpan<Row> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The paths and kinds of all values.</summary>
    public HashSet<(string Path, ValueKind Kind)> Keys()
    {
        var seen = new HashSet<(int Path, ValueKind Kind)>();
        foreach (ref readonly var value in CollectionsMarshal.AsSpan(_values))
            seen.Add((value.Path, value.Kind));
        return [.. seen.Select(key => (Path(key.Path), key.Kind))];
    }

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
        _textBytes = 0;
        if (_paths.Nodes <= MaxNodes)
            return;
        _paths = NewPaths();
        _reader = new PayloadReader(_paths);
    }

    void IValueSink.Number(int path, double value) => _values.Add(new Value(path, ValueKind.Number, value, 0, 0));

    void IValueSink.Boolean(int path, bool value) => _values.Add(new Value(path, ValueKind.Boolean, value ? 1 : 0, 0, 0));

    void IValueSink.Text(int path, ValueKind kind, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        if (_texts.Length - _textBytes < utf8.Length)
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textBytes + utf8.Length));
        utf8.CopyTo(_texts.AsSpan(_textBytes));
        _values.Add(new Value(path, kind, 0, _textBytes, utf8.Length));
        _textBytes += utf8.Length;
    }

    private static PathTable NewPaths() => new(int.MaxValue, int.MaxValue);

    /// <summary>A change with the range of its values.</summary>
    public readonly record struct Row(Change Change, int FirstValue, int Values);

    /// <summary>A value of a row.</summary>
    public readonly record struct Value(int Path, ValueKind Kind, double Number, int TextStart, int TextLength);
}
