using Shouldly;
using Vindex.Cli.Demo;
using Xunit;

namespace Vindex.Cli.Tests.Demo;

public sealed class DemoPlanTests
{
    [Theory]
    [InlineData("2026-03-01T00:05:00Z")]
    [InlineData("2026-03-31T12:00:00Z")]
    [InlineData("2028-02-29T23:59:00Z")]
    public void Scores_spread_over_sixty_days_ascending_and_none_in_the_future(string moment)
    {
        var now = DateTimeOffset.Parse(moment);
        var plan = DemoScores.Plan(SampleBacklog.Tickets(), now);
        plan.Select(score => score.At).ShouldBeInOrder();
        plan[^1].At.ShouldBeLessThanOrEqualTo(now);
        plan[0].At.ShouldBeGreaterThan(now.AddDays(-62));
        plan.Select(score => score.At.Date).Distinct().Count().ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Some_tickets_are_scored_twice_the_first_time_without_their_criteria()
    {
        var tickets = SampleBacklog.Tickets();
        var plan = DemoScores.Plan(tickets, new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero));
        var twice = plan.GroupBy(score => score.Ticket.Key).Where(group => group.Count() == 2).ToList();
        twice.Count.ShouldBe(plan.Count - tickets.Count);
        twice.Count.ShouldBeGreaterThan(5);
        foreach (var scores in twice)
        {
            scores.Select(score => score.Nth).ShouldBe([1, 2]);
            scores.First().Ticket.AcceptanceCriteria.ShouldBe(default);
            scores.Last().Ticket.ShouldBe(tickets.Single(ticket => ticket.Key == scores.Key));
        }
    }
}
