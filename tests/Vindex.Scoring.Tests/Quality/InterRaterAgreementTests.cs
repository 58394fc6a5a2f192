using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class InterRaterAgreementTests
{
    [Fact]
    public void Only_tickets_that_several_people_rated_count()
    {
        var agreement = InterRaterAgreement.Of(
            [new("a", "ann", 3), new("a", "bob", 5), new("b", "ann", 9), new("c", "ann", 4), new("c", "bob", 4), new("c", "cy", 10)]);
        (agreement.Tickets, agreement.Ratings, agreement.IsEnough, agreement.Alpha).ShouldBe((2, 5, false, null));
        agreement.MeanDifference.ShouldBe((2 + 4) / 2.0);
        InterRaterAgreement.Of([new("a", "ann", 3)]).ShouldBe(new InterRaterAgreement(0, 0, null, null));
    }

    [Fact]
    public void Alpha_is_one_for_equal_ratings_and_below_zero_for_opposite_ones()
    {
        InterRaterAgreement.Of(Pairs(RaterAgreement.FewestTickets - 1, i => (i, i))).Alpha.ShouldBeNull();
        var same = InterRaterAgreement.Of(Pairs(RaterAgreement.FewestTickets, i => (i % 11, i % 11)));
        same.IsEnough.ShouldBeTrue();
        same.Alpha.ShouldBe(new Estimate(1, new Interval(1, 1)));
        same.MeanDifference.ShouldBe(0);

        // Observed 20 × 200, by chance 20 × 20 × 200 / 39.
        InterRaterAgreement.Of(Pairs(20, i => i % 2 == 0 ? (0, 10) : (10, 0))).Alpha!.Value.ShouldBe(1 - (39.0 / 20), 1e-12);
        InterRaterAgreement.Of(Pairs(20, _ => (6, 6))).Alpha.ShouldBeNull();
    }

    [Fact]
    public void Tickets_with_more_raters_do_not_weigh_more_per_rating()
    {
        // Three raters of each of ten tickets at 4, 4, 7 and of ten at 8, 8, 8: ordered squares 4 × 9 / 2 a ticket, against all 60 ratings.
        var ratings = Enumerable.Range(0, 20).SelectMany(i => (PersonRating[])
            [new($"t{i}", "ann", i < 10 ? 4 : 8), new($"t{i}", "bob", i < 10 ? 4 : 8), new($"t{i}", "cy", i < 10 ? 7 : 8)]);
        var byChance = 2 * ((20 * 10 * 9) + (20 * 30 * 16) + (10 * 30 * 1)) / 59.0;
        InterRaterAgreement.Of(ratings).Alpha!.Value.ShouldBe(1 - (10 * 18 / byChance), 1e-12);
    }

    [Fact]
    public void Ratings_by_chance_agree_by_chance_and_their_order_does_not_matter()
    {
        var random = new Random(11);
        List<PersonRating> ratings = [.. Enumerable.Range(0, 800).Select(i => new PersonRating($"t{i / 2}", i % 2 == 0 ? "ann" : "bob", random.Next(11)))];
        var agreement = InterRaterAgreement.Of(ratings);
        agreement.Alpha!.Value.ShouldBeInRange(-0.1, 0.1);
        agreement.Alpha.Value.ShouldBeInRange(agreement.Alpha.Interval!.Value.Low, agreement.Alpha.Interval.Value.High);
        InterRaterAgreement.Of(ratings.AsEnumerable().Reverse()).ShouldBe(agreement);
    }

    private static IEnumerable<PersonRating> Pairs(int tickets, Func<int, (double Ann, double Bob)> rate) => Enumerable.Range(0, tickets)
        .SelectMany(i => (PersonRating[])[new($"t{i}", "ann", rate(i).Ann), new($"t{i}", "bob", rate(i).Bob)]);
}
