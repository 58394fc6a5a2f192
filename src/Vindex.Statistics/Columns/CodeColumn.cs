using System.Runtime.CompilerServices;
using Vindex.Statistics.Sums;

namespace Vindex.Statistics.Columns;

/// <summary>
/// The values of one path and kind in a block: the sorted distinct values, and for each row the index (code) of its value among them. A row without
/// a value has the code <see cref="Distinct"/>; a sparse column stores only the rows that have a value.
/// </summary>
internal sealed class CodeColumn : Column
{
    private readonly byte[]? _bytes;
    private readonly ushort[]? _shorts;
    private readonly ushort[]? _present;

    private CodeColumn(int rows, int count, DistinctValues values, PackedCodes codes)
    {
        Rows = rows;
        Count = count;
        _bytes = codes.Bytes;
        _shorts = codes.Shorts;
        _present = codes.Present;
        (Distinct, Numbers, Texts, TextsDropped) = values;
        if (Numbers is not { } numbers)
            return;
        var distinct = Distinct;
        var counts = new ushort[distinct + 1];
        CountAll(counts);
        counts[distinct] = 0;
        Sum = Safe(numbers.AsSpan(0, distinct)) ? RunningSum.OfCounts(numbers.AsSpan(0, distinct), counts.AsSpan(0, distinct)) : RunningSum.Undecided;
        if (distinct == count)
            return;
        Cumulative = counts.AsSpan(0, distinct).ToArray();
        for (var code = 1; code < distinct; code++)
            Cumulative[code] += Cumulative[code - 1];
    }

    public int Rows { get; }

    /// <summary>Number of rows with a value.</summary>
    public int Count { get; }

    /// <summary>Number of distinct values; also the code of a row without a value.</summary>
    public int Distinct { get; }

    /// <summary>The distinct numbers, ascending, followed by a 0 for rows without a value; null for texts.</summary>
    public double[]? Numbers { get; }

    /// <summary>The distinct texts in ordinal order; null for numbers, and when the texts were dropped.</summary>
    public string[]? Texts { get; }

    /// <summary>Whether the texts exceeded the limits, so that only their presence is known.</summary>
    public bool TextsDropped { get; }

    /// <summary>Sum of all numbers.</summary>
    public RunningSum Sum { get; }

    /// <summary>Number of rows with at most the value of each code; null when every value occurs once, so that it is code + 1.</summary>
    public ushort[]? Cumulative { get; }

    public bool SafeSum => double.IsFinite(Sum.Error);

    public override long Bytes =>
        160 + (_bytes?.Length ?? 0) + (2L * ((_shorts?.Length ?? 0) + (_present?.Length ?? 0) + (Cumulative?.Length ?? 0)))
        + (8L * (Numbers?.Length ?? 0)) + (Texts?.Sum(text => 30L + (2 * text.Length)) ?? 0);

    /// <summary>Builds a column from the code of each row.</summary>
    /// <param name="codes">One code per row.</param>
    /// <param name="distinct">Number of distinct values.</param>
    /// <param name="numbers">The distinct numbers followed by a 0, or null.</param>
    /// <param name="texts">The distinct texts, or null.</param>
    /// <param name="textsDropped">Whether the texts were too many to keep.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static CodeColumn Of(ReadOnlySpan<ushort> codes, int distinct, double[]? numbers, string[]? texts, bool textsDropped = false)
    {
        var values = new DistinctValues(distinct, numbers, texts, textsDropped);
        var count = codes.Length - codes.Count((ushort)distinct);
        ushort[]? present = null;
        if (count < codes.Length / 4)
        {
            present = new ushort[count];
            var kept = new ushort[count];
            var at = 0;
            for (var row = 0; row < codes.Length; row++)
            {
                if (codes[row] == distinct)
                    continue;
                present[at] = (ushort)row;
                kept[at++] = codes[row];
            }
            return Pack(codes.Length, count, kept, present, values);
        }
        return Pack(codes.Length, count, codes, present, values);
    }

    /// <summary>The codes of rows <paramref name="from"/> up to <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<ushort> Codes(int from, int to, ushort[] scratch)
    {
        if (_shorts is not null && _present is null)
            return _shorts.AsSpan(from, to - from);
        var codes = scratch.AsSpan(0, to - from);
        if (_present is not null)
        {
            codes.Fill((ushort)Distinct);
            for (var at = LowerBound(_present, from); at < _present.Length && _present[at] < to; at++)
                codes[_present[at] - from] = At(at);
        }
        else if (_bytes is not null)
        {
            Widen(_bytes.AsSpan(from, to - from), codes);
        }
        else
        {
            codes.Clear();
        }
        return codes;
    }

    /// <summary>The codes of the given rows, which are ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<ushort> Codes(ReadOnlySpan<ushort> rows, ushort[] scratch)
    {
        var codes = scratch.AsSpan(0, rows.Length);
        if (_present is not null)
        {
            var at = rows.Length > 0 ? LowerBound(_present, rows[0]) : 0;
            for (var i = 0; i < rows.Length; i++)
            {
                while (at < _present.Length && _present[at] < rows[i])
                    at++;
                codes[i] = at < _present.Length && _present[at] == rows[i] ? At(at) : (ushort)Distinct;
            }
        }
        else if (_shorts is not null)
        {
            for (var i = 0; i < rows.Length; i++)
                codes[i] = _shorts[rows[i]];
        }
        else if (_bytes is not null)
        {
            for (var i = 0; i < rows.Length; i++)
                codes[i] = _bytes[rows[i]];
        }
        else
        {
            codes.Clear();
        }
        return codes;
    }

    /// <summary>Number of rows with the number of a code.</summary>
    public int CountOf(int code) => Cumulative is null ? 1 : Cumulative[code] - (code == 0 ? 0 : Cumulative[code - 1]);

    /// <summary>The code of a number, or −1.</summary>
    public int Find(double number)
    {
        var at = Numbers.AsSpan(0, Distinct).BinarySearch(number);
        return at < 0 ? -1 : at;
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Rows);
        writer.Write(Count);
        writer.Write(Distinct);
        writer.Write(TextsDropped);
        writer.WriteArray(_bytes);
        writer.WriteArray(_shorts);
        writer.WriteArray(_present);
        writer.WriteArray(Numbers);
        writer.Write(Texts?.Length ?? -1);
        foreach (var text in Texts ?? [])
            writer.WriteArray(text.ToCharArray());
    }

    public static CodeColumn Read(BinaryReader reader)
    {
        var rows = reader.ReadInt32();
        var count = reader.ReadInt32();
        var distinct = reader.ReadInt32();
        var textsDropped = reader.ReadBoolean();
        var bytes = reader.ReadArray<byte>();
        var shorts = reader.ReadArray<ushort>();
        var present = reader.ReadArray<ushort>();
        var numbers = reader.ReadArray<double>();
        var textCount = reader.ReadInt32();
        string[]? texts = null;
        if (textCount >= 0)
        {
            texts = new string[textCount];
            for (var i = 0; i < textCount; i++)
                texts[i] = new string(reader.ReadArray<char>());
        }
        return new CodeColumn(rows, count, new DistinctValues(distinct, numbers, texts, textsDropped), new PackedCodes(bytes, shorts, present));
    }

    private static CodeColumn Pack(int rows, int count, ReadOnlySpan<ushort> codes, ushort[]? present, DistinctValues values)
    {
        var constant = values.Count == 1 && codes.Length == count;
        if (constant)
            return new CodeColumn(rows, count, values, new PackedCodes(null, null, present));
        if (values.Count > byte.MaxValue)
            return new CodeColumn(rows, count, values, new PackedCodes(null, codes.ToArray(), present));
        var bytes = new byte[codes.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)codes[i];
        return new CodeColumn(rows, count, values, new PackedCodes(bytes, null, present));
    }

    private static bool Safe(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            var size = Math.Abs(number);
            if (number != 0 && size is < RunningSum.SmallestSafe or > RunningSum.LargestSafe)
                return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<byte> from, Span<ushort> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i];
    }

    private static int LowerBound(ushort[] rows, int row)
    {
        var at = rows.AsSpan().BinarySearch((ushort)row);
        return at < 0 ? ~at : at;
    }

    private ushort At(int at) => _shorts is not null ? _shorts[at] : _bytes is not null ? _bytes[at] : (ushort)0;

    private void CountAll(Span<ushort> counts)
    {
        if (_shorts is not null)
        {
            foreach (var code in _shorts)
                counts[code]++;
        }
        else if (_bytes is not null)
        {
            foreach (var code in _bytes)
                counts[code]++;
        }
        else
        {
            counts[0] = (ushort)Count;
        }
    }

    // The numbers are followed by a 0 for rows without a value.
    private readonly record struct DistinctValues(int Count, double[]? Numbers, string[]? Texts, bool TextsDropped);

    // Neither bytes nor shorts: every value is the same. Present: the rows that have a value, when they are few.
    private readonly record struct PackedCodes(byte[]? Bytes, ushort[]? Shorts, ushort[]? Present);
}
