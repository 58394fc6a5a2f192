using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class AgreementTests
{
    // Cohen's example as a table: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
    [Fact]
    public void Kappa_is_the_agreement_beyond_chance()
    {
        bool[] left = [.. Enumerable.Repeat(true, 25), .. Enumerable.Repeat(false, 25)];
        bool[] right = [.. Enumerable.Repeat(true, 20), .. Enumerable.Repeat(false, 5), .. Enumerable.Repeat(true, 10), .. Enumerable.Repeat(false, 15)];
        Agreement.Kappa(left, right).ShouldBe(0.4, 1e-12);
        Agreement.Kappa(right, left).ShouldBe(0.4, 1e-12);
    }

    [Fact]
    public void Full_agreement_is_one_and_full_disagreement_is_below_zero()
    {
        Agreement.Kappa([true, false, true], [true, false, true]).ShouldBe(1);
        Agreement.Kappa([true, false], [false, true]).ShouldBe(-1);
    }

    [Fact]
    public void Where_chance_explains_everything_there_is_no_agreement_to_speak_of()
    {
        Agreement.Kappa([true, true], [true, true]).ShouldBe(0);
        Agreement.Kappa([], []).ShouldBe(0);
        Should.Throw<ArgumentException>(() => Agreement.Kappa([true], []));
    }

    // By hand: the mean squared difference is 4/4; by chance, over all pairs of a left and a right number, it is (9 + 3 + 3 + 15)/16.
    [Fact]
    public void Weighted_kappa_compares_squared_differences_with_those_of_chance()
    {
        Agreement.WeightedKappa([1, 2, 2, 4], [2, 1, 3, 3])!.Value.ShouldBe(1 - (1 / 1.875), 1e-12);
        Agreement.WeightedKappa([0, 5, 10], [0, 5, 10]).ShouldBe(1);
        Agreement.WeightedKappa([0, 10], [10, 0]).ShouldBe(-1);
    }

    [Fact]
    public void Weighted_kappa_minds_how_far_apart_two_numbers_are()
    {
        int[] left = [0, 2, 4, 6, 8, 10];
        Agreement.WeightedKappa(left, [1, 3, 5, 7, 9, 9])!.Value.ShouldBeGreaterThan(Agreement.WeightedKappa(left, [4, 6, 8, 2, 4, 6])!.Value + 0.5);
        Agreement.WeightedKappa([7, 7], [7, 7]).ShouldBeNull();
        Agreement.WeightedKappa([], []).ShouldBeNull();
        Should.Throw<ArgumentException>(() => Agreement.WeightedKappa([1], []));
    }
}
