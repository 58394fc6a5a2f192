using System.Numerics;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>Identifies a column of a project: a path and a kind of value. The columns that every row has use negative paths.</summary>
internal readonly record struct ColumnKey(int Path, ValueKind Kind)
{
    public static readonly ColumnKey Time = new(-1, default), Sequence = new(-2, default), Type = new(-3, default), Trigger = new(-4, default);
}

/// <summary>An immutable set of rows in time order (equal times by sequence number): at most 32,768, so that a code fits in 16 bits.</summary>
internal abstract class ColumnBlock
{
    public const int MaxRows = 32_768;

    public required int Rows { get; init; }

    public required long MinTime { get; init; }

    public required long MaxTime { get; init; }

    /// <summary>Whether any row may be in a time range.</summary>
    public bool Overlaps(in TimeRange range) => MinTime < range.To && MaxTime >= range.From;

    /// <summary>Whether any row may be in one of the time ranges.</summary>
    public bool OverlapsAny(IReadOnlyList<TimeRange> ranges)
    {
        foreach (var range in ranges)
        {
            if (Overlaps(range))
                return true;
        }
        return false;
    }

    public LongColumn Times => (LongColumn)Column(ColumnKey.Time)!;

    /// <summary>A column, loaded or built on first use; null when no row has such a value.</summary>
    public abstract Column? Column(ColumnKey key);

    public CodeColumn? Codes(ColumnKey key) => (CodeColumn?)Column(key);
}

/// <summary>A block whose columns are in memory, in a block file, or both.</summary>
internal sealed class StoredBlock(long id, Dictionary<ColumnKey, ColumnSlot> slots) : ColumnBlock
{
    /// <summary>Number of the block within its project; never reused.</summary>
    public long Id { get; } = id;

    public required long MinSequence { get; init; }

    public required long MaxSequence { get; init; }

    /// <summary>CRC-32C of the header of its block file; null until there is one.</summary>
    public uint? FileCheck { get; set; }

    public IReadOnlyDictionary<ColumnKey, ColumnSlot> Slots => slots;

    public long Bytes => 200 + slots.Values.Sum(slot => 96 + slot.Bytes);

    public override Column? Column(ColumnKey key) => slots.TryGetValue(key, out var slot) ? slot.Get() : null;

    /// <summary>The row with a sequence number and creation time, or −1.</summary>
    public int Find(long sequence, long createdAt)
    {
        if (createdAt < MinTime || createdAt > MaxTime || sequence < MinSequence || sequence > MaxSequence)
            return -1;
        var times = Times;
        var sequences = (LongColumn)Column(ColumnKey.Sequence)!;
        for (var row = times.LowerBound(createdAt); row < Rows && times[row] == createdAt; row++)
        {
            if (sequences[row] == sequence)
                return row;
        }
        return -1;
    }
}

/// <summary>Holds a column, which can be unloaded once it can be read from a file.</summary>
internal sealed class ColumnSlot
{
    private readonly Lock _gate = new();
    private volatile Column? _column;
    private volatile Func<Column>? _load;
    private volatile bool _used = true;

    public ColumnSlot(Column column) => _column = column;

    public ColumnSlot(Func<Column> load) => _load = load;

    /// <summary>Bytes currently in memory.</summary>
    public long Bytes => _column?.Bytes ?? 0;

    public Column Get()
    {
        _used = true;
        if (_column is { } column)
            return column;
        lock (_gate)
            return _column ??= _load!();
    }

    /// <summary>Allows the column to be unloaded, because it can now be read again.</summary>
    public void SetLoader(Func<Column> load) => _load = load;

    /// <summary>Unloads the column unless it was used since the previous call.</summary>
    /// <returns>The bytes freed.</returns>
    public long Unload(bool includeRecentlyUsed)
    {
        if (_load is null || _column is not { } column)
            return 0;
        if (_used && !includeRecentlyUsed)
        {
            _used = false;
            return 0;
        }
        _column = null;
        return column.Bytes;
    }
}

/// <summary>A block together with which of its rows have been deleted. Immutable.</summary>
internal sealed class LiveBlock(ColumnBlock block, ulong[]? deleted = null)
{
    public ColumnBlock Block { get; } = block;

    /// <summary>One bit per row, set when the row was replaced or purged; null when none was.</summary>
    public ulong[]? Deleted { get; } = deleted;

    public int DeletedRows { get; } = deleted?.Sum(word => BitOperations.PopCount(word)) ?? 0;

    public bool IsDeleted(int row) => Deleted is not null && (Deleted[row >> 6] >> (row & 63) & 1) == 1;
}
