using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Columns;

/// <summary>One integer per row of a block: creation times or sequence numbers. Four bytes per row when their range fits.</summary>
internal sealed class LongColumn : Column
{
    private readonly long _base;
    private readonly uint[]? _narrow;
    private readonly long[]? _wide;

    private LongColumn(long origin, uint[]? narrow, long[]? wide)
    {
        _base = origin;
        _narrow = narrow;
        _wide = wide;
    }

    public int Rows => _narrow?.Length ?? _wide!.Length;

    public override long Bytes => 64 + ((_narrow?.Length ?? 0) * 4L) + ((_wide?.Length ?? 0) * 8L);

    public long this[int row] => _narrow is null ? _wide![row] : _base + _narrow[row];

    public static LongColumn Of(ReadOnlySpan<long> values)
    {
        long min = long.MaxValue, most = long.MinValue;
        foreach (var value in values)
        {
            min = Math.Min(min, value);
            most = Math.Max(most, value);
        }
        if (values.Length > 0 && (UInt128)((Int128)most - min) > uint.MaxValue)
            return new LongColumn(0, null, values.ToArray());
        var narrow = new uint[values.Length];
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = (uint)(values[i] - min);
        return new LongColumn(values.Length > 0 ? min : 0, narrow, null);
    }

    /// <summary>The first row from <paramref name="from"/> whose value is not below <paramref name="value"/>, in an ascending column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int LowerBound(long value, int from = 0)
    {
        int low = from, high = Rows;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (this[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(_base);
        writer.WriteArray(_narrow);
        writer.WriteArray(_wide);
    }

    public static LongColumn Read(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadArray<uint>(), reader.ReadArray<long>());
}
