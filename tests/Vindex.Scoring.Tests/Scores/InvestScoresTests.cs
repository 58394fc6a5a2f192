using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Scores;

public sealed class InvestScoresTests
{
    private static readonly InvestScores s_scores = new(1, 2, 3, 4, 5, 6);

    [Fact]
    public void Dimensions_are_listed_in_the_order_of_the_API()
    {
        Dimensions.All.ShouldBe([Dimension.Independent, Dimension.Negotiable, Dimension.Valuable, Dimension.Estimable, Dimension.Small, Dimension.Testable]);
        Dimensions.Names.ShouldBe(["independent", "negotiable", "valuable", "estimable", "small", "testable"]);
        Dimensions.All.Count.ShouldBe(Dimensions.Count);
        string.Concat(Dimensions.Names.Select(name => name[0])).ShouldBe("invest");
    }

    [Fact]
    public void Names_are_read_back()
    {
        foreach (var dimension in Dimensions.All)
        {
            dimension.Name().ShouldBe(dimension.ToString().ToLowerInvariant());
            Dimensions.TryParse(dimension.Name(), out var parsed).ShouldBeTrue();
            parsed.ShouldBe(dimension);
        }
    }

    [Theory]
    [InlineData("Small")]
    [InlineData("overall")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_names_are_none(string? name)
    {
        Dimensions.TryParse(name, out var dimension).ShouldBeFalse();
        dimension.ShouldBe(Dimension.Independent);
    }

    [Fact]
    public void Each_dimension_has_its_score()
    {
        Dimensions.All.Select(dimension => s_scores[dimension]).ShouldBe([1, 2, 3, 4, 5, 6]);
        InvestScores.FromArray([1, 2, 3, 4, 5, 6]).ShouldBe(s_scores);
        s_scores.Sum.ShouldBe(21);
        Should.Throw<ArgumentOutOfRangeException>(() => s_scores[(Dimension)6]);
    }

    [Fact]
    public void The_overall_score_is_the_mean_to_one_decimal_half_away_from_zero()
    {
        for (var sum = 0; sum <= 60; sum++)
        {
            var scores = new InvestScores(sum / 6, (sum + 1) / 6, (sum + 2) / 6, (sum + 3) / 6, (sum + 4) / 6, (sum + 5) / 6);
            scores.Sum.ShouldBe(sum);
            scores.Overall.ShouldBe(Math.Round(sum / 6m, 1, MidpointRounding.AwayFromZero));
            scores.OverallTenths.ShouldBe((int)(scores.Overall * 10));
        }
    }

    [Theory]
    [InlineData(31, 6, 52)]
    [InlineData(1, 20, 1)]
    [InlineData(1, 21, 0)]
    [InlineData(0, 5, 0)]
    [InlineData(7_000_000_000, 1_000_000_000, 70)]
    public void A_mean_is_rounded_once_to_tenths(long sum, long count, int tenths) => Rounding.MeanInTenths(sum, count).ShouldBe(tenths);

    [Theory]
    [InlineData(101, 2, 51)]
    [InlineData(100, 3, 33)]
    [InlineData(5, 2, 3)]
    [InlineData(0, 2, 0)]
    public void A_mean_of_tenths_is_rounded_half_away_from_zero(long sum, long count, int tenths) => Rounding.MeanOfTenths(sum, count).ShouldBe(tenths);

    [Theory]
    [InlineData(0, Band.AtRisk, "at_risk")]
    [InlineData(49, Band.AtRisk, "at_risk")]
    [InlineData(50, Band.NeedsReview, "needs_review")]
    [InlineData(69, Band.NeedsReview, "needs_review")]
    [InlineData(70, Band.Healthy, "healthy")]
    [InlineData(100, Band.Healthy, "healthy")]
    public void Bands_begin_at_five_and_seven(int tenths, Band band, string name)
    {
        Bands.Of(tenths).ShouldBe(band);
        band.Name().ShouldBe(name);
    }
}
