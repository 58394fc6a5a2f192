using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class RaterAgreementTests
{
    [Fact]
    public void With_too_few_tickets_there_are_counts_only()
    {
        var few = RaterAgreement.Of(Ratings(RaterAgreement.FewestTickets - 1, i => (i % 11, i % 11)));
        (few.Tickets, few.Ratings, few.Raters, few.IsEnough).ShouldBe((19, 19, 1, false));
        (few.RankCorrelation, few.WeightedKappa, few.MeanDifference).ShouldBe((null, null, null));
        RaterAgreement.Of(Ratings(RaterAgreement.FewestTickets, i => (i % 11, i % 11))).IsEnough.ShouldBeTrue();
        RaterAgreement.Of([]).Tickets.ShouldBe(0);
    }

    [Fact]
    public void The_correlation_looks_at_the_order_and_kappa_at_the_numbers()
    {
        var generous = RaterAgreement.Of(Ratings(60, i => (i % 7, (i % 7) + 3)));
        generous.RankCorrelation!.Value.ShouldBe(1, 1e-12);
        generous.WeightedKappa!.Value.ShouldBeLessThan(0.6);
        generous.MeanDifference!.Value.ShouldBe(3, 1e-12);

        var same = RaterAgreement.Of(Ratings(60, i => (i % 11, i % 11)));
        same.WeightedKappa.ShouldBe(new Estimate(1, new Interval(1, 1)));
        same.MeanDifference.ShouldBe(0);
    }

    [Fact]
    public void Several_ratings_of_a_ticket_are_one_ticket_by_their_mean()
    {
        var pairs = Ratings(30, i => (i % 11, i % 11))
            .SelectMany(pair => (RatedTicket[])[pair with { Rater = "ann", Rated = pair.Rated - 1 }, pair with { Rater = "bob", Rated = pair.Rated + 1 }]);
        var agreement = RaterAgreement.Of(pairs);
        (agreement.Tickets, agreement.Ratings, agreement.Raters).ShouldBe((30, 60, 2));
        agreement.RankCorrelation!.Value.ShouldBe(1, 1e-12);
        agreement.WeightedKappa!.Value.ShouldBeInRange(0.9, 0.99);
    }

    [Fact]
    public void Where_one_side_never_varies_there_is_no_value()
    {
        var constant = RaterAgreement.Of(Ratings(30, i => (5, i % 11)));
        constant.RankCorrelation.ShouldBeNull();
        constant.WeightedKappa!.Value.ShouldBe(0, 1e-12);
        RaterAgreement.Of(Ratings(30, _ => (5, 5))).WeightedKappa.ShouldBeNull();
    }

    [Fact]
    public void The_interval_holds_the_value_and_the_order_of_ratings_does_not_matter()
    {
        var random = new Random(7);
        List<RatedTicket> ratings = [.. Ratings(80, i => (i % 11, Math.Clamp((i % 11) + random.Next(-4, 5), 0, 10)))];
        var agreement = RaterAgreement.Of(ratings);
        foreach (var estimate in (Estimate[])[agreement.RankCorrelation!, agreement.WeightedKappa!])
        {
            estimate.Value.ShouldBeInRange(estimate.Interval!.Value.Low, estimate.Interval.Value.High);
            (estimate.Interval.Value.High - estimate.Interval.Value.Low).ShouldBeInRange(0.01, 0.5);
        }

        RaterAgreement.Of(ratings.AsEnumerable().Reverse()).ShouldBe(agreement);
    }

    [Fact]
    public void Kappa_takes_scores_as_whole_numbers() =>
        RaterAgreement.Of(Ratings(30, i => ((i % 10) + 0.4, i % 10))).WeightedKappa!.Value.ShouldBe(1, 1e-12);

    private static IEnumerable<RatedTicket> Ratings(int tickets, Func<int, (double Judged, double Rated)> values) =>
        Enumerable.Range(0, tickets)
            .Select(i => (Ticket: $"t{i:000}", Values: values(i)))
            .Select(one => new RatedTicket(one.Ticket, "ann", one.Values.Judged, one.Values.Rated));
}
