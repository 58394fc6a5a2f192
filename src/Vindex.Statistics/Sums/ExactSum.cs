using System.Numerics;

namespace Vindex.Statistics.Sums;

/// <summary>
/// A sum of doubles without intermediate rounding: a fixed-point number wide enough for all doubles (Kulisch's accumulator), rounded once at the
/// end, to nearest, ties to even.
/// </summary>
public sealed class ExactSum
{
    // 2^-1074 to 2^1024 take 2,098 bits; the rest is room for 2^60 additions.
    private const int Limbs = 70;
    private readonly long[] _limbs = new long[Limbs];
    private readonly int _carryEvery;
    private int _pending;

    /// <summary>The sum 0.</summary>
    public ExactSum() : this(carryEvery: 1 << 28)
    {
    }

    /// <param name="carryEvery">After this many additions carries are propagated: an addition changes a limb by less than 2^32, and a limb has 63 bits.</param>
    internal ExactSum(int carryEvery) => _carryEvery = carryEvery;

    /// <summary>Adds a finite <paramref name="value"/> <paramref name="times"/> times.</summary>
    public void Add(double value, int times)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (ulong)bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
            exponent = 1;
        else
            mantissa |= 1UL << 52;
        if (mantissa == 0 || times == 0)
            return;
        var shift = exponent - 1;
        var product = (UInt128)mantissa * (uint)times << (shift & 31);
        var sign = bits < 0 ? -1 : 1;
        for (var limb = shift >> 5; product != 0; limb++, product >>= 32)
            _limbs[limb] += sign * (long)(uint)product;
        if (++_pending == _carryEvery)
            Carry();
    }

    /// <summary>The double nearest to the sum; infinite when the sum is out of range.</summary>
    public double Round()
    {
        var total = BigInteger.Zero;
        for (var limb = Limbs - 1; limb >= 0; limb--)
            total = (total << 32) + _limbs[limb];
        return Round(total);
    }

    /// <summary>The double nearest to a sum in units of 2^-1074; infinite when the sum is out of range.</summary>
    internal static double Round(BigInteger total)
    {
        var magnitude = BigInteger.Abs(total);
        var excess = (int)magnitude.GetBitLength() - 53;
        if (excess <= 0)
            return total.Sign * ((double)(ulong)magnitude * double.Epsilon);
        var kept = (ulong)(magnitude >> excess);
        var rest = magnitude - ((BigInteger)kept << excess);
        var half = rest.CompareTo(BigInteger.One << (excess - 1));
        if (half > 0 || (half == 0 && (kept & 1) == 1))
            kept++;
        return total.Sign * Math.ScaleB(kept, excess - 1074);
    }

    private void Carry()
    {
        _pending = 0;
        for (var limb = 0; limb < Limbs - 1; limb++)
        {
            _limbs[limb + 1] += _limbs[limb] >> 32;
            _limbs[limb] &= 0xFFFF_FFFF;
        }
    }
}
