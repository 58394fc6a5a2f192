using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class RanksTests
{
    private const double Exact = 1e-12;

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks()
    {
        Ranks.Of([3, 1, 2]).ShouldBe([3, 1, 2]);
        Ranks.Of([5, 1, 5, 5]).ShouldBe([3, 1, 3, 3]);
        Ranks.Of([2, 2]).ShouldBe([1.5, 1.5]);
        Ranks.Of([]).ShouldBeEmpty();
    }

    [Fact]
    public void Any_rising_function_correlates_fully()
    {
        Ranks.Correlation([1, 2, 3, 4], [1, 8, 27, 1000]).ShouldBe(1, Exact);
        Ranks.Correlation([1, 2, 3, 4], [0, -1, -5, -90]).ShouldBe(-1, Exact);
    }

    // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: covariance 4.5, variances 4.5 and 5.
    [Fact]
    public void Ties_count_as_in_the_textbook() => Ranks.Correlation([1, 2, 2, 3], [10, 30, 20, 40]).ShouldBe(4.5 / Math.Sqrt(22.5), Exact);

    [Fact]
    public void A_constant_side_correlates_with_nothing()
    {
        Ranks.Correlation([7, 7, 7], [1, 2, 3]).ShouldBe(0);
        Ranks.Correlation([1, 2, 3], [7, 7, 7]).ShouldBe(0);
        Ranks.Correlation([], []).ShouldBe(0);
    }

    [Fact]
    public void Sides_of_different_lengths_are_a_mistake()
    {
        Should.Throw<ArgumentException>(() => Ranks.Correlation([1, 2], [1]));
        Should.Throw<ArgumentException>(() => Ranks.Auc([1, 2], [true]));
    }

    [Fact]
    public void The_auc_counts_pairs_with_ties_as_half()
    {
        Ranks.Auc([1, 2, 3, 4], [false, false, true, true]).ShouldBe(1);
        Ranks.Auc([1, 2, 3, 4], [true, true, false, false]).ShouldBe(0);
        Ranks.Auc([5, 5, 5], [true, false, false]).ShouldBe(0.5);
        // Pairs of a defect with a sound one: 3>1, 3>2, 2>1 and the tie 2=2.
        Ranks.Auc([3, 2, 1, 2], [true, true, false, false]).ShouldBe(3.5 / 4);
    }

    [Fact]
    public void One_sort_of_cases_has_no_auc()
    {
        Ranks.Auc([1, 2], [true, true]).ShouldBeNull();
        Ranks.Auc([1, 2], [false, false]).ShouldBeNull();
        Ranks.Auc([], []).ShouldBeNull();
    }
}
