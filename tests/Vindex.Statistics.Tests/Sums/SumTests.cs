using System.Globalization;
using System.Numerics;
using Vindex.Statistics.Sums;

namespace Vindex.Statistics.Tests.Sums;

public sealed class SumTests
{
    private static readonly double[] s_hard =
    [
        1, 0.1, 1e16, -1e16, 9007199254740993, 5e-324, -5e-324, 2.2250738585072014e-308, Math.ScaleB(1, -53), -Math.ScaleB(1, -53), Math.ScaleB(1, -54),
        Math.ScaleB(1, -106), 1 + Math.ScaleB(1, -52), 3, 1e-30, 1e200, -1e200, 0.5, 0,
    ];

    [Fact]
    public void The_exact_sum_is_the_rational_sum_rounded_once()
    {
        var random = new Random(11);
        for (var run = 0; run < 300; run++)
        {
            var values = Draw(random, random.Next(1, 30));
            var sum = new ExactSum();
            foreach (var value in values)
                sum.Add(value, 1);
            sum.Round().ShouldBe(Rational(values), $"run {run}");
        }
    }

    [Fact]
    public void A_running_sum_that_decides_is_the_exact_sum_however_near_a_tie_it_lies()
    {
        var random = new Random(12);
        var decided = 0;
        for (var run = 0; run < 3000; run++)
        {
            var values = Draw(random, random.Next(1, 40)).Where(value => value == 0 || Math.Abs(value) is > RunningSum.SmallestSafe and < RunningSum.LargestSafe).ToArray();
            var codes = Enumerable.Range(0, values.Length).Select(code => (ushort)code).ToArray();
            var ones = codes.Select(_ => (ushort)1).ToArray();
            foreach (var sum in new[] { RunningSum.OfCodes(values, codes), RunningSum.OfCounts(values, ones), RunningSum.OfValues(values) })
            {
                if (!sum.TryRound(out var rounded))
                    continue;
                decided++;
                rounded.ShouldBe(Rational(values), $"run {run}");
            }
        }
        decided.ShouldBeGreaterThan(3000);
    }

    [Fact]
    public void Ordinary_values_are_nearly_always_decided_without_the_exact_sum()
    {
        var random = new Random(13);
        var undecided = 0;
        for (var run = 0; run < 200; run++)
        {
            var values = Enumerable.Range(0, 1000).Select(_ => random.NextDouble() * 3.7).ToArray();
            undecided += RunningSum.OfValues(values).TryRound(out _) ? 0 : 1;
        }
        undecided.ShouldBeLessThan(5);
    }

    [Fact]
    public void A_half_between_two_doubles_is_left_to_the_exact_sum_and_goes_to_the_even_one()
    {
        double[] tie = [9007199254740992, 1];
        RunningSum.OfValues(tie).TryRound(out _).ShouldBeFalse();
        var sum = new ExactSum();
        foreach (var value in tie)
            sum.Add(value, 1);
        sum.Round().ShouldBe(9007199254740992);
        sum.Add(5e-324, 1);
        sum.Round().ShouldBe(9007199254740994);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0.5)]
    [InlineData(99.9, 0.999)]
    [InlineData(0.78125, 0.007812)]
    [InlineData(2.34375, 0.023438)]
    [InlineData(33.33333333, 0.333333)]
    public void A_percentile_is_rounded_to_six_places_with_ties_to_even(double percentile, double part) => NumberText.Quantile(percentile).ShouldBe(part);

    private static double[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-120, 120)) : s_hard[random.Next(s_hard.Length)])];

    private static double Rational(double[] values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values)
        {
            // Every finite double is a whole multiple of 2^-1074, and scaling by a power of two is exact in two steps.
            var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
            var exponent = (int)(bits >> 52);
            var whole = exponent == 0 ? (BigInteger)bits : (BigInteger)((bits & 0xFFFFFFFFFFFFF) | (1L << 52)) << (exponent - 1);
            total += value < 0 ? -whole : whole;
        }
        return double.Parse($"{total * BigInteger.Pow(5, 1074)}E-1074", CultureInfo.InvariantCulture) + 0.0;
    }
}
