using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vindex.Statistics.Sums;

/// <summary>
/// A sum as two doubles and a bound on their error (Dekker's double-double with a running error bound after Ogita, Rump and Oishi, "Accurate sum
/// and dot product", 2005). That nearly always determines which double is nearest to the true sum; if not, the caller uses
/// <see cref="ExactSum"/>.
/// </summary>
internal readonly record struct RunningSum(double High, double Low, double Error)
{
    /// <summary>Nonzero values outside this range make products underflow or sums overflow; such values are summed exactly.</summary>
    public const double SmallestSafe = 1e-250, LargestSafe = 1e280;

    /// <summary>Never rounds: the caller has to sum exactly.</summary>
    public static readonly RunningSum Undecided = new(0, 0, double.PositiveInfinity);

    private const int LaneCount = 8;
    private const double UnitSquared = 1.1102230246251565e-16 * 1.1102230246251565e-16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RunningSum Add(in RunningSum other)
    {
        var high = TwoSum(High, other.High, out var rest);
        var low = Low + other.Low + rest;
        var rounding = (Math.Abs(Low) + Math.Abs(other.Low) + Math.Abs(rest)) * 4.5e-16;
        return new RunningSum(high, low, Error + other.Error + rounding);
    }

    /// <summary>The sum of <paramref name="values"/> at <paramref name="codes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunningSum OfCodes(double[] values, ReadOnlySpan<ushort> codes)
    {
        Vector256<double> h0 = default, h1 = default, l0 = default, l1 = default, abs = default;
        var rest = codes;
        for (; rest.Length >= LaneCount; rest = rest[LaneCount..])
        {
            var a = Vector256.Create(values[rest[0]], values[rest[1]], values[rest[2]], values[rest[3]]);
            var b = Vector256.Create(values[rest[4]], values[rest[5]], values[rest[6]], values[rest[7]]);
            h0 = TwoSum(h0, a, out var r0);
            h1 = TwoSum(h1, b, out var r1);
            l0 += r0;
            l1 += r1;
            abs += Vector256.Abs(a) + Vector256.Abs(b);
        }
        var total = Total(h0, h1, l0 + l1, Vector256.Sum(abs), codes.Length);
        foreach (var code in rest)
            total = total.Add(new RunningSum(values[code], 0, 0));
        return total;
    }

    /// <summary>The sum of each value times its count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunningSum OfCounts(ReadOnlySpan<double> values, ReadOnlySpan<ushort> counts)
    {
        Vector256<double> h0 = default, h1 = default, l0 = default, l1 = default, abs = default;
        var i = 0;
        for (; i + LaneCount <= values.Length; i += LaneCount)
        {
            var n = counts.Slice(i, LaneCount);
            Vector256<double> a = Vector256.Create(values.Slice(i, 4)), n0 = Vector256.Create((double)n[0], n[1], n[2], n[3]);
            Vector256<double> b = Vector256.Create(values.Slice(i + 4, 4)), n1 = Vector256.Create((double)n[4], n[5], n[6], n[7]);
            Vector256<double> p = a * n0, q = b * n1;
            h0 = TwoSum(h0, p, out var r0);
            h1 = TwoSum(h1, q, out var r1);
            l0 += r0 + Vector256.FusedMultiplyAdd(a, n0, -p);
            l1 += r1 + Vector256.FusedMultiplyAdd(b, n1, -q);
            abs += Vector256.Abs(p) + Vector256.Abs(q);
        }
        var total = Total(h0, h1, l0 + l1, Vector256.Sum(abs), values.Length);
        for (; i < values.Length; i++)
        {
            var product = values[i] * counts[i];
            total = total.Add(new RunningSum(product, Math.FusedMultiplyAdd(values[i], counts[i], -product), 0));
        }
        return total;
    }

    /// <summary>The sum of the values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunningSum OfValues(ReadOnlySpan<double> values)
    {
        Vector256<double> h0 = default, h1 = default, l0 = default, l1 = default, abs = default;
        var rest = values;
        for (; rest.Length >= LaneCount; rest = rest[LaneCount..])
        {
            Vector256<double> a = Vector256.Create(rest[..4]), b = Vector256.Create(rest[4..8]);
            h0 = TwoSum(h0, a, out var r0);
            h1 = TwoSum(h1, b, out var r1);
            l0 += r0;
            l1 += r1;
            abs += Vector256.Abs(a) + Vector256.Abs(b);
        }
        var total = Total(h0, h1, l0 + l1, Vector256.Sum(abs), values.Length);
        foreach (var value in rest)
            total = total.Add(new RunningSum(value, 0, 0));
        return total;
    }

    /// <summary>The double nearest to the true sum; false when the error bound leaves it open.</summary>
    public bool TryRound(out double sum)
    {
        sum = TwoSum(High, Low, out var rest);
        if (!double.IsFinite(sum) || !double.IsFinite(Error))
            return false;
        if (rest == 0 && Error == 0)
            return true;
        var up = (Math.BitIncrement(sum) - sum) / 2;
        var down = (sum - Math.BitDecrement(sum)) / 2;
        // The factor covers the rounding of these two sums.
        return (Math.Max(rest, 0) + Error) * 1.000001 < up && (Math.Max(-rest, 0) + Error) * 1.000001 < down;
    }

    // Each of n steps leaves at most 2u·Σ|x| in the low parts, which are summed with a relative error below 2n·u. The bound takes n for the number of
    // steps of a single lane, of which there are eight; that leaves room for joining the lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static RunningSum Total(Vector256<double> left, Vector256<double> right, Vector256<double> low, double absolute, int terms)
    {
        var total = new RunningSum(0, 0, 4.0 * (terms + 2.0) * (terms + 2.0) * UnitSquared * absolute);
        if (terms < LaneCount)
            return total;
        var high = TwoSum(left, right, out var rest);
        low += rest;
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
            total = total.Add(new RunningSum(high[lane], low[lane], 0));
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoSum(double a, double b, out double rest)
    {
        var sum = a + b;
        var back = sum - a;
        rest = a - (sum - back) + (b - back);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> TwoSum(Vector256<double> a, Vector256<double> b, out Vector256<double> rest)
    {
        var sum = a + b;
        var back = sum - a;
        rest = a - (sum - back) + (b - back);
        return sum;
    }
}
