using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class ProportionTests
{
    // Brown, Cai and DasGupta (2001) give the interval of 0 of 10 as [0, 0.278] and of 5 of 10 as [0.237, 0.763].
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(1, 1, 0.2065, 1)]
    public void Wilsons_interval_stays_within_0_and_1(int yes, int answers, double low, double high)
    {
        var interval = Proportion.Wilson(yes, answers);
        interval.Low.ShouldBe(low, 1e-4);
        interval.High.ShouldBe(high, 1e-4);
    }

    [Fact]
    public void More_answers_make_it_narrower()
    {
        var few = Proportion.Wilson(3, 10);
        var many = Proportion.Wilson(300, 1_000);
        (many.High - many.Low).ShouldBeLessThan((few.High - few.Low) / 5);
    }

    [Fact]
    public void There_is_no_share_of_nothing_and_none_above_all()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Proportion.Wilson(0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Proportion.Wilson(3, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => Proportion.Wilson(-1, 2));
    }
}
