using System.Text;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>
/// The newest rows in the order of the log. Its arrays are append-only, so that readers can use the rows they know while the writer adds more.
/// </summary>
internal sealed class Tail : IValueSink
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly PayloadReader _reader;
    private readonly Limits _limits;
    private readonly int _maxTexts;
    private long[] _times = new long[64];
    private long[] _sequences = new long[64];
    private string[] _types = new string[64];
    private string?[] _triggers = new string?[64];
    private ValueBuffer?[] _buffers = new ValueBuffer?[16];
    private ulong[]? _deleted;

    /// <param name="paths">The paths that have columns.</param>
    /// <param name="limits">How much text is kept.</param>
    /// <param name="rows">Number of rows at which the tail becomes blocks.</param>
    public Tail(PathTable paths, Limits limits, int rows)
    {
        _reader = new PayloadReader(paths);
        _limits = limits;
        _maxTexts = (int)Math.Min(int.MaxValue, (long)limits.Texts * Math.Max(1, rows / limits.BlockRows));
    }

    public int Count { get; private set; }

    /// <summary>Rows that were deleted again.</summary>
    public int DeletedRows { get; private set; }

    /// <summary>Approximate memory use in bytes.</summary>
    public long Bytes { get; private set; } = 2048;

    public long MinTime { get; private set; } = long.MaxValue;

    public long MaxTime { get; private set; } = long.MinValue;

    public long FirstSequence => _sequences[0];

    public void Add(in LoggedRow row)
    {
        if (Count == _times.Length)
            Grow();
        _times[Count] = row.CreatedAt;
        _sequences[Count] = row.Sequence;
        _types[Count] = Shared(row.FeedbackType);
        _triggers[Count] = row.TriggerRef is null ? null : Shared(row.TriggerRef);
        MinTime = Math.Min(MinTime, row.CreatedAt);
        MaxTime = Math.Max(MaxTime, row.CreatedAt);
        Bytes += 32;
        _reader.Read(row.Payload.Span, this);
        Count++;
    }

    /// <summary>Marks a row as deleted; false when the tail does not have it.</summary>
    public bool Remove(long sequence)
    {
        var row = _sequences.AsSpan(0, Count).BinarySearch(sequence);
        if (row < 0)
            return false;
        var deleted = new ulong[(_times.Length + 63) / 64];
        _deleted?.CopyTo(deleted, 0);
        if ((deleted[row >> 6] >> (row & 63) & 1) == 0)
            DeletedRows++;
        deleted[row >> 6] |= 1UL << (row & 63);
        _deleted = deleted;
        return true;
    }

    /// <summary>The rows added so far, readable while more are added.</summary>
    public TailRows Freeze() => new(Count, _times, _sequences, _types, _triggers, _buffers, _deleted);

    void IValueSink.Number(int path, double value) => Append(path, ValueKind.Number, value);

    void IValueSink.Boolean(int path, bool value) => Append(path, ValueKind.Boolean, value ? 1 : 0);

    void IValueSink.Text(int path, ValueKind kind, ReadOnlySpan<byte> utf8)
    {
        var buffer = Buffer(path, kind);
        var text = utf8.Length > _limits.TextBytes ? null : buffer.Share(utf8, _maxTexts);
        Bytes += buffer.Add(Count, text) + 8;
    }

    private void Append(int path, ValueKind kind, double value)
    {
        Buffer(path, kind).Add(Count, value);
        Bytes += 12;
    }

    private ValueBuffer Buffer(int path, ValueKind kind)
    {
        var at = (path * 4) + (int)kind;
        if (at >= _buffers.Length)
        {
            var larger = new ValueBuffer?[Math.Max(at + 4, _buffers.Length * 2)];
            _buffers.CopyTo(larger, 0);
            _buffers = larger;
        }
        return _buffers[at] ??= new ValueBuffer(new ColumnKey(path, kind));
    }

    private string Shared(string name)
    {
        if (_names.TryGetValue(name, out var known))
            return known;
        Bytes += 80 + (2 * name.Length);
        _names.Add(name, name);
        return name;
    }

    private void Grow()
    {
        var size = Count * 2;
        Array.Resize(ref _times, size);
        Array.Resize(ref _sequences, size);
        Array.Resize(ref _types, size);
        Array.Resize(ref _triggers, size);
    }
}

/// <summary>The values of one path and kind in a tail, each with its row. Append-only.</summary>
internal sealed class ValueBuffer(ColumnKey key)
{
    private readonly Dictionary<string, string>? _distinct = key.Kind is ValueKind.Text or ValueKind.Array ? new(StringComparer.Ordinal) : null;
    private int[] _rows = new int[16];
    private double[] _numbers = key.Kind is ValueKind.Number or ValueKind.Boolean ? new double[16] : [];
    private string?[] _texts = key.Kind is ValueKind.Text or ValueKind.Array ? new string?[16] : [];
    private int _count;

    public ColumnKey Key { get; } = key;

    public void Add(int row, double value)
    {
        Reserve();
        _numbers[_count] = value;
        _rows[_count] = row;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <returns>Bytes added.</returns>
    public int Add(int row, string? text)
    {
        Reserve();
        _texts[_count] = text;
        _rows[_count] = row;
        Volatile.Write(ref _count, _count + 1);
        return text is null ? 4 : 12;
    }

    /// <summary>The text as a string shared by equal texts; null when there are too many distinct ones.</summary>
    public string? Share(ReadOnlySpan<byte> utf8, int most)
    {
        Span<char> buffer = utf8.Length <= 1024 ? stackalloc char[1024] : new char[utf8.Length];
        var text = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        var lookup = _distinct!.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
            return known;
        if (_distinct.Count >= most)
            return null;
        var added = text.ToString();
        _distinct.Add(added, added);
        return added;
    }

    /// <summary>Adds the values of rows below <paramref name="rows"/> to the collector, each at its row's place; rows at place −1 are left out.</summary>
    public void Collect(int rows, ReadOnlySpan<int> places, ValueCollector into)
    {
        // Read the count first: the arrays read after it contain everything it covers.
        var count = Volatile.Read(ref _count);
        int[] owners = _rows;
        double[] numbers = _numbers;
        string?[] texts = _texts;
        for (var i = 0; i < count && owners[i] < rows; i++)
        {
            var place = places[owners[i]];
            if (place < 0)
                continue;
            if (_distinct is null)
                into.Add(place, numbers[i]);
            else
                into.Add(place, texts[i]);
        }
    }

    private void Reserve()
    {
        if (_count < _rows.Length)
            return;
        Array.Resize(ref _rows, _count * 2);
        if (_distinct is null)
            Array.Resize(ref _numbers, _count * 2);
        else
            Array.Resize(ref _texts, _count * 2);
    }
}
