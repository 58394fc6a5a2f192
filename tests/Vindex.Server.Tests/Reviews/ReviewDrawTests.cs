using Shouldly;
using Vindex.Server.Reviews;
using Vindex.Server.Security;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Reviews;

/// <summary>Properties of drawing tickets and of counting what is left, over many random cases.</summary>
public sealed class ReviewDrawTests
{
    private const int Cases = 300;

    [Fact]
    public void A_draw_takes_each_candidate_at_most_once_and_lower_ranks_first()
    {
        var random = new Random(5);
        for (var i = 0; i < Cases; i++)
        {
            ReviewCandidate[] candidates = [.. Enumerable.Range(0, random.Next(40)).Select(number => new ReviewCandidate($"s{number}", random.Next(3)))];
            var count = random.Next(50);
            var drawn = ReviewDraw.Of(candidates, count, Seeded(i));

            drawn.Count.ShouldBe(Math.Min(count, candidates.Length));
            drawn.Distinct().Count().ShouldBe(drawn.Count);
            var ranks = candidates.ToDictionary(candidate => candidate.ScoreId, candidate => candidate.Rank);
            drawn.Select(id => ranks[id]).ShouldBe(candidates.Select(candidate => candidate.Rank).Order().Take(count));
            ReviewDraw.Of(candidates, count, Seeded(i)).ShouldBe(drawn);
        }
    }

    [Fact]
    public void Every_candidate_is_drawn_about_equally_often()
    {
        ReviewCandidate[] candidates = [.. Enumerable.Range(0, 10).Select(number => new ReviewCandidate($"s{number}", 0))];
        var randomness = Seeded(1);
        var drawn = Enumerable.Range(0, 6_000).SelectMany(_ => ReviewDraw.Of(candidates, 3, randomness)).CountBy(id => id).ToDictionary();

        // Expected 1,800 each; five standard deviations are 178.
        drawn.Values.ShouldAllBe(count => count > 1_620 && count < 1_980);
    }

    [Fact]
    public void What_is_left_goes_down_by_what_a_person_rates_or_skips_and_to_nothing_in_the_end()
    {
        var random = new Random(9);
        var now = new DateTimeOffset(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < Cases; i++)
        {
            var (tickets, raters, people) = (random.Next(1, 8), random.Next(1, 4), random.Next(1, 5));
            var turns = new List<ReviewTurn>();
            for (var step = 0; step < 200; step++)
            {
                var actor = $"user:{random.Next(people)}";
                var content = Content(tickets, raters, turns, now);
                var left = ReviewQueue.Left(content, actor, now.AddMinutes(-30));
                var open = Enumerable.Range(0, tickets).Where(place =>
                    !turns.Exists(turn => turn.Place == place && turn.Actor == actor)
                    && turns.Count(turn => turn.Place == place && turn.State == TurnState.Rated) < raters).ToList();
                left.ShouldBe(open.Count);
                if (open.Count > 0)
                    turns.Add(new ReviewTurn(open[random.Next(open.Count)], actor, random.Next(4) == 0 ? TurnState.Skipped : TurnState.Rated, now));
            }

            turns.Where(turn => turn.State == TurnState.Rated).GroupBy(turn => turn.Place).ShouldAllBe(ticket => ticket.Count() <= raters);
            for (var person = 0; person < people; person++)
                ReviewQueue.Left(Content(tickets, raters, turns, now), $"user:{person}", now.AddMinutes(-30)).ShouldBe(0);
        }
    }

    private static ReviewContent Content(int tickets, int raters, IReadOnlyList<ReviewTurn> turns, DateTimeOffset now) => new(
        new Review("r", "co", "A review", raters, "{}", "user:0", now, null),
        [.. Enumerable.Range(0, tickets).Select(place =>
            new ReviewTicket(place, new ScoreItem($"s{place}", "co", "cu", $"t{place}", $"T-{place}", "A ticket", default, 50, now)))],
        turns);

    private static Randomness Seeded(int seed)
    {
        var random = new Random(seed);
        return new Randomness(random.NextBytes);
    }
}
