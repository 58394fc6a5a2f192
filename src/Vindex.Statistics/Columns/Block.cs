using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>Names a column of a project: a path and what kind of its values.</summary>
internal readonly record struct ColumnKey(int Path, ValueKind Kind)
{
    public static readonly ColumnKey Time = new(-1, default), Sequence = new(-2, default), Type = new(-3, default), Trigger = new(-4, default);
}

/// <summary>Rows in time order (equal times by sequence number) that never change: at most 32,768, so that a code takes sixteen bits.</summary>
internal abstract class Block
{
    public const int MostRows = 32_768;

    public required int Rows { get; init; }

    public required long MinTime { get; init; }

    public required long MaxTime { get; init; }

    public LongColumn Times => (LongColumn)Column(ColumnKey.Time)!;

    /// <summary>A column, read or built on first touch; null when no row has such a value.</summary>
    public abstract Column? Column(ColumnKey key);

    public CodeColumn? Codes(ColumnKey key) => (CodeColumn?)Column(key);
}

/// <summary>A block whose columns lie in memory, in a block file, or both.</summary>
internal sealed class StoredBlock(long id, Dictionary<ColumnKey, ColumnSlot> slots) : Block
{
    /// <summary>Number of the block within its project; never used twice.</summary>
    public long Id { get; } = id;

    public required long MinSequence { get; init; }

    public required long MaxSequence { get; init; }

    /// <summary>CRC-32C of the head of its block file; null as long as there is none.</summary>
    public uint? FileCheck { get; set; }

    public IReadOnlyDictionary<ColumnKey, ColumnSlot> Slots => slots;

    public long Bytes => 200 + slots.Values.Sum(slot => 96 + slot.Bytes);

    public override Column? Column(ColumnKey key) => slots.TryGetValue(key, out var slot) ? slot.Get() : null;

    /// <summary>The row of a sequence number created at an instant, or −1.</summary>
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

/// <summary>A place for a column that can be let go of once it can be read again.</summary>
internal sealed class ColumnSlot
{
    private readonly Lock _gate = new();
    private volatile Column? _column;
    private volatile Func<Column>? _load;
    private volatile bool _used = true;

    public ColumnSlot(Column column) => _column = column;

    public ColumnSlot(Func<Column> load) => _load = load;

    /// <summary>Bytes now in memory.</summary>
    public long Bytes => _column?.Bytes ?? 0;

    public Column Get()
    {
        _used = true;
        if (_column is { } column)
            return column;
        lock (_gate)
            return _column ??= _load!();
    }

    /// <summary>From now on the column can be read again.</summary>
    public void CanLoad(Func<Column> load) => _load = load;

    /// <summary>Lets the column go unless it was used since the last time this was asked.</summary>
    /// <returns>The bytes that came free.</returns>
    public long Release(bool evenIfUsed)
    {
        if (_load is null || _column is not { } column)
            return 0;
        if (_used && !evenIfUsed)
        {
            _used = false;
            return 0;
        }
        _column = null;
        return column.Bytes;
    }
}

/// <summary>A block as a reader sees it: together with which of its rows no longer live. Immutable.</summary>
internal sealed class LiveBlock(Block block, ulong[]? dead = null)
{
    public Block Block { get; } = block;

    /// <summary>A bit for each row that was replaced or purged; null when there is none.</summary>
    public ulong[]? Dead { get; } = dead;

    public int DeadRows { get; } = dead?.Sum(word => System.Numerics.BitOperations.PopCount(word)) ?? 0;

    public bool IsDead(int row) => Dead is not null && (Dead[row >> 6] >> (row & 63) & 1) == 1;
}
