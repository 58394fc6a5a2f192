using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Profiles.Examples;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Profiles;

public sealed class ProfileFitTests
{
    private const int Testable = (int)Dimension.Testable;
    private static readonly TicketReading[] s_tickets = [.. Enumerable.Range(0, 160).Select(Ticket)];

    [Fact]
    public void People_who_weigh_a_rule_differently_get_a_weight_in_that_direction_that_agrees_better()
    {
        var proposal = ProfileFit.Propose(Profile.Default, Rated(Weighing(("testable.criteria", 2.5), ("testable.vague", 0.3)), noise: 0.5));

        var testable = proposal.Dimensions[Testable];
        testable.Outcome.ShouldBe(FitOutcome.Proposed);
        testable.Tickets.ShouldBe(160);
        testable.After!.RankCorrelation.ShouldBeGreaterThan(testable.Before!.RankCorrelation);
        testable.After.MeanError.ShouldBeLessThan(testable.Before.MeanError);
        Change(proposal, "testable.criteria").To.ShouldBeInRange(1.3, 3);
        Change(proposal, "testable.vague").To.ShouldBeLessThan(1);
        proposal.Profile.RuleWeights["testable.criteria"].ShouldBe(Change(proposal, "testable.criteria").To);
        proposal.Dimensions.Where(found => found.Outcome == FitOutcome.Proposed).ShouldHaveSingleItem();
        proposal.Changes.ShouldAllBe(change => change.Rule.StartsWith("testable.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_says_how_far_its_rule_moves_scores_before_and_after()
    {
        var proposal = ProfileFit.Propose(Profile.Default, Rated(Weighing(("testable.criteria", 2.5)), noise: 0.5));
        foreach (var change in proposal.Changes)
        {
            change.From.ShouldBe(1);
            change.Tickets.ShouldBeInRange(1, 160);
            change.PointsAfter.ShouldBe(change.PointsBefore * change.To, 1e-9);
            change.To.ShouldBeInRange(WeightFit.Least, WeightFit.Most);
        }

        var effects = proposal.Changes.Select(change => Math.Abs(change.PointsAfter - change.PointsBefore) * change.Tickets).ToList();
        effects.ShouldBe(effects.OrderDescending());
    }

    [Fact]
    public void The_profile_s_own_weights_are_where_the_search_starts()
    {
        var profile = Weighing(("testable.criteria", 2.5), ("testable.vague", 0.3));
        var same = ProfileFit.Propose(profile, Rated(profile, noise: 0.3));
        same.Changes.ShouldBeEmpty();
        same.Profile.RuleWeights.ShouldBe(profile.RuleWeights, ignoreOrder: true);

        var back = ProfileFit.Propose(profile, Rated(Profile.Default, noise: 0.3));
        Change(back, "testable.criteria").From.ShouldBe(2.5);
        Change(back, "testable.criteria").To.ShouldBeLessThan(2);
    }

    [Fact]
    public void Ratings_that_have_nothing_to_do_with_the_tickets_change_nothing()
    {
        var random = new Random(5);
        List<RatedExample> noise = [.. s_tickets.Select(ticket => new RatedExample(ticket, [.. Dimensions.All.Select(_ => (double?)random.Next(11))]))];
        var proposal = ProfileFit.Propose(Profile.Default, noise);
        proposal.Changes.ShouldBeEmpty();
        proposal.Profile.RuleWeights.ShouldBeEmpty();
        proposal.Dimensions.ShouldAllBe(found => found.Outcome == FitOutcome.NoBetter);
    }

    [Fact]
    public void People_who_rate_two_points_lower_throughout_change_the_level_and_no_weight()
    {
        var judge = new OfflineJudge(Profile.Default);
        List<RatedExample> strict = [.. s_tickets.Select(ticket =>
            new RatedExample(ticket, [.. Dimensions.All.Select(dimension => (double?)judge.Judge(ticket).Scores[dimension] - 2)]))];
        var proposal = ProfileFit.Propose(Profile.Default, strict);
        proposal.Changes.ShouldBeEmpty();
        proposal.Dimensions.ShouldAllBe(found => Math.Abs(found.Before!.Level + 2) < 1e-9 && found.Before.MeanError < 1e-9);
    }

    [Theory]
    [InlineData(ProfileFit.NeededTickets - 1, FitOutcome.TooFew)]
    [InlineData(ProfileFit.NeededTickets, FitOutcome.NoBetter)]
    public void A_dimension_needs_enough_rated_tickets(int rated, FitOutcome outcome)
    {
        List<RatedExample> tickets = [.. Rated(Profile.Default, noise: 0.2).Select((ticket, i) =>
            ticket with { Ratings = [.. ticket.Ratings.Select((rating, d) => d == Testable && i >= rated ? null : rating)] })];
        var found = ProfileFit.Propose(Profile.Default, tickets).Dimensions[Testable];
        (found.Tickets, found.Outcome, found.Before is null).ShouldBe((rated, outcome, outcome == FitOutcome.TooFew));
    }

    [Fact]
    public void No_tickets_give_no_proposal()
    {
        var proposal = ProfileFit.Propose(Profile.Default, []);
        (proposal.Tickets, proposal.Changes.Count).ShouldBe((0, 0));
        proposal.Dimensions.ShouldAllBe(found => found.Outcome == FitOutcome.TooFew);
    }

    [Fact]
    public void What_guards_the_score_is_never_weighed()
    {
        string[] guards = ["instructions", "empty", "stuffed", "cut", "other"];
        RulePoints.Groups.ShouldNotBeEmpty();
        RulePoints.Groups.ShouldAllBe(group => !guards.Contains(group));
    }

    [Fact]
    public void Every_ticket_is_in_one_fifth_and_neighbors_are_together()
    {
        int[] tickets = [.. Enumerable.Range(100, 33)];
        var folds = Enumerable.Range(0, Folds.Count).Select(fold => Folds.Of(tickets, fold)).ToList();
        folds.SelectMany(fold => fold).ShouldBe(tickets);
        folds.ShouldAllBe(fold => fold.Length >= 6 && fold.Length <= 7);
        for (var fold = 0; fold < Folds.Count; fold++) Folds.Others(tickets, fold).ShouldBe(tickets.Except(folds[fold]));
    }

    private static WeightChange Change(ProfileProposal proposal, string rule) => proposal.Changes.First(change => change.Rule == rule);

    private static Profile Weighing(params (string Rule, double Weight)[] weights) =>
        Profile.Default with { Name = "people", RuleWeights = weights.ToDictionary(weight => weight.Rule, weight => weight.Weight) };

    /// <summary>The tickets as people would rate them who judge by a profile, with noise.</summary>
    private static List<RatedExample> Rated(Profile people, double noise)
    {
        var judge = new OfflineJudge(people);
        var random = new Random(3);
        return [.. s_tickets.Select(ticket =>
        {
            var explanation = judge.Judge(ticket).Explanation!;
            return new RatedExample(ticket, [.. Dimensions.All.Select(dimension => (double?)Math.Clamp(explanation[dimension].Sum + Noise(), 0, 10))]);
        })];

        double Noise() => (random.NextDouble() - 0.5) * 2 * noise;
    }

    private static TicketReading Ticket(int number)
    {
        var random = new Random(number);
        string[] things = ["invoice list", "sign-in page", "export job", "price filter", "map view", "booking form", "stock report", "mail digest"];
        var thing = things[random.Next(things.Length)];
        var text = new List<string>();
        if (Half()) text.Add($"As a clerk, I want the {thing} to remember my choice so that I save time every morning.");
        if (Half()) text.Add($"The {thing} currently loses what was entered when the session ends after {10 + random.Next(50)} minutes.");
        if (Half()) text.Add("It should be fast, easy and user-friendly, etc.");
        if (Half()) text.Add("Use PostgreSQL and a Redis cache with a REST controller.");
        if (Half())
        {
            text.Add("Acceptance criteria:");
            for (var i = random.Next(1, 5); i > 0; i--) text.Add($"- Given {i + 1} open drafts, when the {thing} is opened, then it shows {i} entries within {i} seconds.");
        }

        if (Half()) text.Add("This depends on the new billing service, which is not finished yet.");
        if (Half()) text.Add($"Steps: open the {thing}, change the date, save, reload.");
        return TicketReader.Read(new TicketInput($"Improve the {thing} {number}", string.Join('\n', text)), TicketLimits.Api);

        bool Half() => random.Next(2) == 0;
    }
}
