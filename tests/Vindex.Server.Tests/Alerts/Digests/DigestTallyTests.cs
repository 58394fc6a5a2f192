using Shouldly;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Server.Alerts.Digests;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Alerts.Digests;

/// <summary>What is counted in a digest.</summary>
public sealed class DigestTallyTests
{
    [Fact]
    public void A_ticket_counts_once_with_its_latest_score()
    {
        var tally = new DigestTally(gateTenths: 70);
        tally.Add(Score("A-1", 80)).ShouldBeTrue();
        tally.Add(Score("A-1", 20)).ShouldBeFalse();
        tally.Add(Score("A-1", 20) with { CustomerId = "other" }).ShouldBeTrue();
        tally.Add(Score("A-2", 70)).ShouldBeTrue();

        (tally.Sums.Tickets, tally.Sums.Ready, tally.Sums.Tenths).ShouldBe((3, 2, 170));
        tally.Sums.Average().ShouldBe(17 / 3.0);
        tally.Sums.ReadyPercent().ShouldBe(200 / 3.0);
        tally.Sums.AverageOf(5).ShouldBe(17 / 3.0);
        new DigestTally(70).Sums.Average().ShouldBeNull();
    }

    [Fact]
    public void Movers_are_projects_with_enough_tickets_in_both_weeks_the_largest_change_first()
    {
        var (now, before) = (new DigestTally(70), new DigestTally(70));
        foreach (var (project, later, earlier) in (ReadOnlySpan<(string, int, int)>)[("up", 90, 60), ("down", 20, 60), ("same", 50, 50), ("acme/shop", 61, 60)])
        {
            for (var i = 0; i < 3; i++)
            {
                var separator = project.Contains('/', StringComparison.Ordinal) ? "#" : "-";
                now.Add(Score($"{project}{separator}{i}", later));
                before.Add(Score($"{project}{separator}{i}", earlier));
            }
        }

        for (var i = 0; i < 9; i++) now.Add(Score($"new-{i}", 90));
        now.MoversSince(before, fewest: 3, most: 3).Select(mover => (mover.Name, mover.Tickets, Math.Round(mover.Average, 3), mover.Before))
            .ShouldBe([("down", 3, 2, 6), ("up", 3, 9, 6), ("acme/shop", 3, 6.1, 6)]);
        now.MoversSince(before, fewest: 4, most: 3).ShouldBeEmpty();
        DigestTally.ProjectOf("no number").ShouldBe("");
    }

    [Fact]
    public void Actions_are_ordered_by_what_they_would_add_altogether()
    {
        var actions = new DigestActions();
        for (var i = 0; i < 10; i++) actions.Add($"s{i}", [Advice("testable.criteria", i < 3 ? "Add criteria to the story" : "Add criteria", 0.3)]);
        actions.Add("big", [Advice("small.size", "Split it", 2.5), Advice("small.size", "Split it twice", 1), Advice("valuable.reason", "Say why", 0)]);

        var top = actions.Top(3);
        top.Select(action => (action.Rule, action.Text, action.Tickets)).ShouldBe([("testable.criteria", "Add criteria", 10), ("small.size", "Split it", 1)]);
        top[0].Lift.ShouldBe(3, 1e-9);
        top[0].ScoreIds.Count.ShouldBe(10);
        top[1].ScoreIds.ShouldBe(["big"]);
        actions.Top(1).Count.ShouldBe(1);
    }

    private static RecommendationDetail Advice(string rule, string text, double lift) => new(text, Dimension.Testable, lift, rule);

    private static ScoreItem Score(string key, int tenths)
    {
        var each = tenths / 10;
        return new ScoreItem("id", "co", "cu", key, key, "Title", new StoredDimensions(each, each, each, each, each, each), tenths, default);
    }
}
