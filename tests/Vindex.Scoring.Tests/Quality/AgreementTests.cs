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
}
