using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
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
            Exact(values).ShouldBe(Rational(values), $"run {run}");
        }
    }

    [Fact]
    public void The_exact_sum_of_any_doubles_is_the_rational_sum() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(f => f.Get).NonEmptyListOf().ToArbitrary(), list => Exact([.. list]) == Rational([.. list]))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_added_several_times_counts_that_often()
    {
        foreach (var value in s_hard)
        {
            var sum = new ExactSum();
            sum.Add(value, 7);
            sum.Add(value, 0);
            sum.Round().ShouldBe(Rational([.. Enumerable.Repeat(value, 7)]), $"{value}");
        }
    }

    [Fact]
    public void A_sum_out_of_range_is_infinite_and_comes_back_when_it_is_in_range_again()
    {
        var sum = new ExactSum();
        sum.Add(double.MaxValue, 3);
        sum.Round().ShouldBe(double.PositiveInfinity);
        sum.Add(-double.MaxValue, 4);
        sum.Round().ShouldBe(-double.MaxValue);
        sum.Add(-double.MaxValue, 1);
        sum.Round().ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void A_million_large_counts_do_not_overflow()
    {
        var sum = new ExactSum();
        for (var i = 0; i < 1_000_000; i++)
            sum.Add(i % 2 == 0 ? 4503599627370497 : -4503599627370495, int.MaxValue);
        sum.Round().ShouldBe(1_000_000.0 * int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Carries_between_additions_change_no_sum(int carryEvery)
    {
        var random = new Random(carryEvery);
        for (var run = 0; run < 200; run++)
        {
            var values = Draw(random, random.Next(1, 30));
            var sum = new ExactSum(carryEvery);
            foreach (var value in values)
                sum.Add(value, 1);
            sum.Round().ShouldBe(Rational(values), $"run {run}");
        }
    }

    [Fact]
    public void An_empty_sum_is_zero() => new ExactSum().Round().ShouldBe(0);

    [Fact]
    public void A_running_sum_that_decides_is_the_exact_sum_however_close_to_a_tie()
    {
        var random = new Random(12);
        var decided = 0;
        for (var run = 0; run < 3000; run++)
        {
            var values = Draw(random, random.Next(1, 40)).Where(IsSafe).ToArray();
            foreach (var sum in Running(values))
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
    public void Running_sums_of_parts_add_up_to_that_of_the_whole()
    {
        var random = new Random(14);
        for (var run = 0; run < 500; run++)
        {
            var (first, second) = (Draw(random, 20).Where(IsSafe).ToArray(), Draw(random, 20).Where(IsSafe).ToArray());
            var total = RunningSum.OfValues(first).Add(RunningSum.OfValues(second));
            if (total.TryRound(out var rounded))
                rounded.ShouldBe(Rational([.. first, .. second]), $"run {run}");
        }
    }

    [Fact]
    public void Counts_weigh_their_values()
    {
        double[] values = [0.1, 0.2, 3, -7];
        RunningSum.OfCounts(values, [3, 0, 1000, 1]).TryRound(out var sum).ShouldBeTrue();
        sum.ShouldBe(Rational([0.1, 0.1, 0.1, .. Enumerable.Repeat(3.0, 1000), -7]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(23)]
    [InlineData(31)]
    public void Every_code_is_summed_whatever_their_number(int count)
    {
        double[] values = [.. Enumerable.Range(0, 32).Select(i => Math.Pow(3, i))];
        var codes = Enumerable.Range(0, count).Select(i => (ushort)(i + 1)).ToArray();
        RunningSum.OfCodes(values, codes).TryRound(out var sum).ShouldBeTrue();
        sum.ShouldBe(codes.Sum(code => values[code]));
        RunningSum.OfCounts(values.AsSpan(0, count), [.. Enumerable.Repeat((ushort)2, count)]).TryRound(out var twice).ShouldBeTrue();
        twice.ShouldBe(2 * values.Take(count).Sum());
    }

    [Fact]
    public void What_the_low_parts_of_a_lane_lose_keeps_a_sum_from_being_decided_wrongly()
    {
        // Just below a tie, and so many tiny values above it that their sum passes it; each alone is lost in the low part.
        double[] lane = [9007199254740992, Math.BitDecrement(1.0), .. Enumerable.Repeat(Math.ScaleB(1, -55), 8)];
        var values = new double[8 * lane.Length];
        foreach (var (step, value) in lane.Index())
            values[8 * step] = value;
        Rational(values).ShouldBe(9007199254740994);
        foreach (var sum in Running(values))
            (!sum.TryRound(out var rounded) || rounded == 9007199254740994).ShouldBeTrue();
    }

    [Fact]
    public void The_rounding_errors_of_products_are_part_of_the_sum()
    {
        double[] values = [0.1, 0.7, 1e-3, 3.3, 0.1, 0.9, 1e-7, 12.1, 0.3];
        ushort[] counts = [3, 7, 11, 13, 17, 19, 23, 29, 31];
        RunningSum.OfCounts(values, counts).TryRound(out var sum).ShouldBeTrue();
        sum.ShouldBe(Rational([.. values.Zip(counts).SelectMany(pair => Enumerable.Repeat(pair.First, pair.Second))]));
    }

    [Fact]
    public void An_undecided_sum_stays_undecided_whatever_is_added()
    {
        RunningSum.Undecided.TryRound(out _).ShouldBeFalse();
        RunningSum.OfValues([1, 2]).Add(RunningSum.Undecided).TryRound(out _).ShouldBeFalse();
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
    public void A_tie_between_two_doubles_is_left_to_the_exact_sum_which_rounds_to_even()
    {
        double[] tie = [9007199254740992, 1];
        RunningSum.OfValues(tie).TryRound(out _).ShouldBeFalse();
        Exact(tie).ShouldBe(9007199254740992);
        Exact([.. tie, 5e-324]).ShouldBe(9007199254740994);
        Exact([.. tie, -5e-324]).ShouldBe(9007199254740992);
        Exact([9007199254740994, 1]).ShouldBe(9007199254740996);
    }

    private static bool IsSafe(double value) => value == 0 || Math.Abs(value) is > RunningSum.SmallestSafe and < RunningSum.LargestSafe;

    private static RunningSum[] Running(double[] values)
    {
        var codes = Enumerable.Range(0, values.Length).Select(code => (ushort)code).ToArray();
        var ones = codes.Select(_ => (ushort)1).ToArray();
        return [RunningSum.OfCodes(values, codes), RunningSum.OfCounts(values, ones), RunningSum.OfValues(values)];
    }

    private static double Exact(double[] values)
    {
        var sum = new ExactSum();
        foreach (var value in values)
            sum.Add(value, 1);
        return sum.Round();
    }

    private static double[] Draw(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0
            ? (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-120, 120))
            : s_hard[random.Next(s_hard.Length)]),
    ];

    private static double Rational(double[] values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values)
        {
            // Every finite double is an integer multiple of 2^-1074.
            var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
            var exponent = (int)(bits >> 52);
            var whole = exponent == 0 ? (BigInteger)bits : (BigInteger)((bits & 0xFFFFFFFFFFFFF) | (1L << 52)) << (exponent - 1);
            total += value < 0 ? -whole : whole;
        }
        return double.Parse($"{total * BigInteger.Pow(5, 1074)}E-1074", CultureInfo.InvariantCulture) + 0.0;
    }
}
