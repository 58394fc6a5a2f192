using System.Numerics;
using System.Text.Json;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Sums;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>What ClickHouse found out about a metric in one bucket, group or window.</summary>
internal sealed class MetricCell
{
    public static readonly MetricCell Empty = new();

    public long Count { get; init; }

    public double Min { get; init; }

    public double Max { get; init; }

    public long Ones { get; init; }

    public long Zeros { get; init; }

    /// <summary>The sum; null if it has to be computed another way.</summary>
    public double? Sum { get; set; }

    /// <summary>The values at the rank of each percentile and at the next rank.</summary>
    public IReadOnlyList<(double Value, double Next)> Ranks { get; set; } = [];

    /// <summary>Reads the columns that <see cref="SeriesColumns"/> asked for.</summary>
    public static MetricCell Read(SeriesColumns columns, JsonElement row, ref int at)
    {
        var count = row[at++].GetInt64();
        var (min, max) = (Number(row[at++]), Number(row[at++]));
        var (ones, zeros) = columns.HasBooleanCounts ? (row[at++].GetInt64(), row[at++].GetInt64()) : (0, 0);
        double? sum = null;
        if (columns.HasSum)
        {
            sum = ExactParts.Total(row, ref at, count, min, max);
            if (count == 0)
                sum = 0;
        }
        var ranks = new (double Value, double Next)[columns.Ranks];
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = (Number(row[at++]), Number(row[at++]));
        return new MetricCell { Count = count, Min = min, Max = max, Ones = ones, Zeros = zeros, Sum = sum, Ranks = ranks };
    }

    /// <summary>A number; NaN for null.</summary>
    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    /// <summary>The totals from which the outputs are computed.</summary>
    public MetricTotals Totals => new(Count, Ones, Zeros, Min, Max, Sum ?? double.NaN);
}

/// <summary>
/// An exact sum from five plain sums. Each value is split into parts that are multiples of 2^10, 2^−16, 2^−42, 2^−68 and 2^−94 (error-free extraction after
/// Rump, Ogita and Oishi, "Accurate floating-point summation", 2008). A part has at most 26 bits, so that a double holds the sum of 2^27 of them without
/// rounding, in any order. Values that do not fit are noticed, and summed by their exponents instead.
/// </summary>
internal static class ExactParts
{
    private const int Parts = 5;
    private const int FirstExponent = 10;
    private const int Bits = 26;
    private const double Largest = 1L << (FirstExponent + Bits);
    private const long MostValues = 1L << 27;

    /// <summary>The parts of <paramref name="value"/> as columns <c>h0_0</c> … and what is left, <c>r0</c>.</summary>
    public static IEnumerable<string> Columns(int metric, string value)
    {
        var rest = value;
        for (var part = 0; part < Parts; part++)
        {
            var name = $"h{metric}_{part}";
            // Adding 1.5 · 2^(e + 52) rounds to a multiple of 2^e.
            var shift = BitConverter.DoubleToUInt64Bits(1.5 * Math.ScaleB(1, FirstExponent - (part * Bits) + 52));
            yield return $"({rest} + reinterpretAsFloat64(toUInt64({shift}))) - reinterpretAsFloat64(toUInt64({shift})) AS {name}";
            yield return $"{rest} - {name} AS {(part == Parts - 1 ? $"r{metric}" : $"q{metric}_{part}")}";
            rest = $"q{metric}_{part}";
        }
    }

    /// <summary>The sums of the parts, and how many values have something left.</summary>
    public static IEnumerable<string> Aggregates(int metric) =>
        Enumerable.Range(0, Parts).Select(part => $"sum(h{metric}_{part})").Append($"countIf(r{metric} != 0)");

    /// <summary>The names of the aggregates.</summary>
    public const int Width = Parts + 1;

    /// <summary>The correctly rounded sum; null if the parts do not have it.</summary>
    public static double? Total(JsonElement row, ref int at, long count, double min, double max)
    {
        var exact = new ExactSum();
        for (var part = 0; part < Parts; part++)
        {
            var sum = MetricCell.Number(row[at++]);
            if (double.IsFinite(sum))
                exact.Add(sum, 1);
        }
        var left = row[at++].GetInt64();
        return left == 0 && count <= MostValues && Math.Max(-min, max) <= Largest ? exact.Round() : null;
    }

    /// <summary>The sum of values that are given by exponent: Σ mantissa · 2^(exponent − 1075).</summary>
    public static double Total(IEnumerable<(int Exponent, BigInteger Mantissas)> values)
    {
        var total = BigInteger.Zero;
        foreach (var (exponent, mantissas) in values)
            total += mantissas << (Math.Max(exponent, 1) - 1);
        return ExactSum.Round(total);
    }
}
