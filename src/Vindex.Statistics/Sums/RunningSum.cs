using System.Runtime.CompilerServices;

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

    private const double UnitSquared = 1.1102230246251565e-16 * 1.1102230246251565e-16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RunningSum Add(in RunningSum other)
    {
        var high = TwoSum(High, other.High, out var rest);
        var low = Low + other.Low + rest;
        var rounding = (Math.Abs(Low) + Math.Abs(other.Low) + Math.Abs(rest)) * 4.5e-16;
        return new RunningSum(high, low, Error + other.Error + rounding);
    }

    /// <summary>The sum of <paramref name="values"/> at <paramref name="codes"/>, in four independent lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunningSum OfCodes(double[] values, ReadOnlySpan<ushort> codes)
    {
        double h0 = 0, h1 = 0, h2 = 0, h3 = 0, l0 = 0, l1 = 0, l2 = 0, l3 = 0, abs = 0;
        var i = 0;
        for (; i + 4 <= codes.Length; i += 4)
        {
            double a = values[codes[i]], b = values[codes[i + 1]], c = values[codes[i + 2]], d = values[codes[i + 3]];
            h0 = TwoSum(h0, a, out var r0);
            h1 = TwoSum(h1, b, out var r1);
            h2 = TwoSum(h2, c, out var r2);
            h3 = TwoSum(h3, d, out var r3);
            l0 += r0;
            l1 += r1;
            l2 += r2;
            l3 += r3;
            abs += Math.Abs(a) + Math.Abs(b) + (Math.Abs(c) + Math.Abs(d));
        }
        for (; i < codes.Length; i++)
        {
            var a = values[codes[i]];
            h0 = TwoSum(h0, a, out var r0);
            l0 += r0;
            abs += Math.Abs(a);
        }
        var error = Bound(codes.Length, abs);
        return new RunningSum(h0, l0, error).Add(new RunningSum(h1, l1, 0)).Add(new RunningSum(h2, l2, 0).Add(new RunningSum(h3, l3, 0)));
    }

    /// <summary>The sum of each value times its count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunningSum OfCounts(ReadOnlySpan<double> values, ReadOnlySpan<ushort> counts)
    {
        double h0 = 0, h1 = 0, l0 = 0, l1 = 0, abs = 0;
        var i = 0;
        for (; i + 2 <= values.Length; i += 2)
        {
            double n = counts[i], m = counts[i + 1];
            var p = values[i] * n;
            var q = values[i + 1] * m;
            var pe = Math.FusedMultiplyAdd(values[i], n, -p);
            var qe = Math.FusedMultiplyAdd(values[i + 1], m, -q);
            h0 = TwoSum(h0, p, out var r0);
            h1 = TwoSum(h1, q, out var r1);
            l0 += r0 + pe;
            l1 += r1 + qe;
            abs += Math.Abs(p) + Math.Abs(q);
        }
        if (i < values.Length)
        {
            var p = values[i] * counts[i];
            h0 = TwoSum(h0, p, out var r0);
            l0 += r0 + Math.FusedMultiplyAdd(values[i], counts[i], -p);
            abs += Math.Abs(p);
        }
        return new RunningSum(h0, l0, Bound(values.Length, abs)).Add(new RunningSum(h1, l1, 0));
    }

    /// <summary>The sum of the values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunningSum OfValues(ReadOnlySpan<double> values)
    {
        double high = 0, low = 0, abs = 0;
        foreach (var value in values)
        {
            high = TwoSum(high, value, out var rest);
            low += rest;
            abs += Math.Abs(value);
        }
        return new RunningSum(high, low, Bound(values.Length, abs));
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

    // Each of n steps leaves at most u·Σ|x| in the low part, which is summed with a relative error below 2n·u.
    private static double Bound(int terms, double abs) => 4.0 * (terms + 2.0) * (terms + 2.0) * UnitSquared * abs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoSum(double a, double b, out double rest)
    {
        var sum = a + b;
        var back = sum - a;
        rest = a - (sum - back) + (b - back);
        return sum;
    }
}
