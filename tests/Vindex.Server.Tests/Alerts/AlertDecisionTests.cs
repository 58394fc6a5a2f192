using Shouldly;
using Vindex.Server.Alerts.Rules;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>What follows an evaluation.</summary>
public sealed class AlertDecisionTests
{
    private static readonly DateTimeOffset s_start = new(2026, 4, 16, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Thresholds_have_a_direction_and_are_not_part_of_the_bad_side()
    {
        var below = Rule() with { Warning = 7, Alert = 6 };
        (double, AlertLevel)[] levels = [(7, AlertLevel.Ok), (6.99, AlertLevel.Warning), (6, AlertLevel.Warning), (5.99, AlertLevel.Alert)];
        foreach (var (value, level) in levels) below.LevelOf(value).ShouldBe(level, $"{value}");
        var above = Rule() with { Direction = AlertDirection.Above, Warning = 20, Alert = 40 };
        levels = [(20, AlertLevel.Ok), (20.1, AlertLevel.Warning), (40, AlertLevel.Warning), (40.1, AlertLevel.Alert)];
        foreach (var (value, level) in levels) above.LevelOf(value).ShouldBe(level, $"{value}");
        (Rule() with { Warning = null, Alert = 6 }).LevelOf(6.5).ShouldBe(AlertLevel.Ok);
    }

    [Fact]
    public void A_change_is_reported_once_and_so_is_the_recovery()
    {
        Changes(Rule(), 8, 5, 5, 4, 8, 8).ShouldBe([(1, AlertLevel.Ok, AlertLevel.Alert, true), (4, AlertLevel.Alert, AlertLevel.Ok, true)]);
        Changes(Rule() with { Recovers = false }, 5, 8).ShouldBe([(0, AlertLevel.Ok, AlertLevel.Alert, true), (1, AlertLevel.Alert, AlertLevel.Ok, false)]);
        Changes(Rule(), 6.5, 5, 6.5).ShouldBe(
            [(0, AlertLevel.Ok, AlertLevel.Warning, true), (1, AlertLevel.Warning, AlertLevel.Alert, true), (2, AlertLevel.Alert, AlertLevel.Warning, true)]);
    }

    [Fact]
    public void A_level_changes_after_the_figure_has_been_there_for_long_enough()
    {
        var rule = Rule() with { ForMinutes = 10 };
        Changes(rule, 5, 5, 8, 5, 5, 5, 5).ShouldBe([(5, AlertLevel.Ok, AlertLevel.Alert, true)], "5 minutes apart: a good value starts the wait again");
        Changes(rule, 5, 5, 5, 8, 5, 8, 8, 8).ShouldBe([(2, AlertLevel.Ok, AlertLevel.Alert, true), (7, AlertLevel.Alert, AlertLevel.Ok, true)]);
    }

    [Fact]
    public void A_figure_that_alternates_between_warning_and_alert_is_a_warning()
    {
        Changes(Rule() with { ForMinutes = 10 }, 6.5, 5, 6.5, 5, 6.5, 5).ShouldBe([(2, AlertLevel.Ok, AlertLevel.Warning, true)]);
        Changes(Rule() with { ForMinutes = 10 }, 5, 5, 5, 6.5, 8, 6.5, 8).ShouldBe(
            [(2, AlertLevel.Ok, AlertLevel.Alert, true), (5, AlertLevel.Alert, AlertLevel.Warning, true)]);
    }

    [Fact]
    public void Without_data_the_level_stays_is_ok_or_is_an_alert()
    {
        Changes(Rule(), 5, null, null).Count.ShouldBe(1);
        Changes(Rule() with { NoData = NoDataLevel.Ok }, 5, null).ShouldBe(
            [(0, AlertLevel.Ok, AlertLevel.Alert, true), (1, AlertLevel.Alert, AlertLevel.Ok, true)]);
        Changes(Rule() with { NoData = NoDataLevel.Alert }, 8, null).ShouldBe([(1, AlertLevel.Ok, AlertLevel.Alert, true)]);
    }

    [Fact]
    public void Each_step_is_reported_once_until_the_figure_is_below_the_first()
    {
        var rule = Rule() with { Direction = AlertDirection.Above, Warning = null, Alert = null, Steps = [50, 70, 90] };
        Steps(rule, 10, 49.9, 50, 60, 71, 60, 75, 95, 100, 0, 0).ShouldBe(
            [(2, AlertLevel.Warning, 50), (4, AlertLevel.Warning, 70), (7, AlertLevel.Alert, 90), (9, AlertLevel.Ok, null)]);
        Steps(rule, 0, 100, 0, 55).ShouldBe(
            [(1, AlertLevel.Alert, 90), (2, AlertLevel.Ok, null), (3, AlertLevel.Warning, 50)], "of several at once, the highest is reported");
        Steps(rule, 55, null, 56, 75).ShouldBe([(0, AlertLevel.Warning, 50), (3, AlertLevel.Warning, 70)]);
        Steps(rule with { NoData = NoDataLevel.Ok }, 55, null).ShouldBe([(0, AlertLevel.Warning, 50), (1, AlertLevel.Ok, null)]);
        Steps(rule with { NoData = NoDataLevel.Alert }, null, 55).ShouldBe([(0, AlertLevel.Alert, 90)]);
        Steps(rule with { Steps = [80] }, 85).ShouldBe([(0, AlertLevel.Alert, 80)]);
        AlertDecision.Decide(rule, AlertState.New, s_start, AlertMeasure.Of(60), "too large").Change.ShouldBeNull();
    }

    [Fact]
    public void A_measure_that_failed_changes_nothing_but_says_so()
    {
        var before = AlertState.New with { Level = AlertLevel.Warning };
        var (state, change) = AlertDecision.Decide(Rule() with { NoData = NoDataLevel.Alert }, before, s_start, AlertMeasure.None, "too large");
        change.ShouldBeNull();
        (state.Level, state.Problem, state.EvaluatedAt).ShouldBe((AlertLevel.Warning, "too large", s_start));
    }

    [Fact]
    public void Weeks_are_compared_by_their_mean_if_half_of_them_have_data()
    {
        AlertMeasure.Of(6, [8, 8, null, null]).ShouldBe(new AlertMeasure(-25, 6, 8));
        AlertMeasure.Of(6, [8, null, null]).Value.ShouldBeNull();
        AlertMeasure.Of(6, [0, 0]).Value.ShouldBeNull();
        AlertMeasure.Of(null, [8]).ShouldBe(new AlertMeasure(null, null, 8));
        AlertMeasure.Of(-6, [-8]).Value.ShouldBe(25);
    }

    /// <summary>For any figures, the events are the walk of the level, without a gap and without one twice.</summary>
    [Fact]
    public void Events_tell_the_whole_walk_of_the_level()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var rule = Rule() with { ForMinutes = random.Next(4) * 5, NoData = (NoDataLevel)random.Next(3), Recovers = random.Next(2) == 0 };
            var (state, told) = (AlertState.New, AlertLevel.Ok);
            for (var i = 0; i < 60; i++)
            {
                var measure = AlertMeasure.Of(random.Next(5) == 0 ? null : random.Next(9));
                (state, var change) = AlertDecision.Decide(rule, state, s_start.AddMinutes(5 * i), measure);
                if (change is not null)
                {
                    change.From.ShouldBe(told);
                    change.To.ShouldNotBe(told);
                    told = change.To;
                }

                state.Level.ShouldBe(told);
                (state.Pending is null).ShouldBe(state.PendingSince is null);
                state.Pending.ShouldNotBe(state.Level);
            }
        }
    }

    private static AlertRule Rule() => new(
        new AlertFigure(AlertMetric.Average, "overall", null, null, null, null, null, null, null, null, null, null, null),
        24, AlertDirection.Below, 7, 6, 0, NoDataLevel.Keep, true, 0, new AlertSchedule(5, 0, "UTC"), [], false, true);

    private static List<(int Index, AlertLevel To, int? Step)> Steps(AlertRule rule, params double?[] values)
    {
        var (state, changes) = (AlertState.New, new List<(int, AlertLevel, int?)>());
        foreach (var (i, value) in values.Index())
        {
            (state, var change) = AlertDecision.Decide(rule, state, s_start.AddMinutes(5 * i), AlertMeasure.Of(value));
            if (change is null) continue;
            changes.Add((i, change.To, change.Step));
            state.ChangedAt.ShouldBe(s_start.AddMinutes(5 * i));
        }

        return changes;
    }

    private static List<(int Index, AlertLevel From, AlertLevel To, bool IsReported)> Changes(AlertRule rule, params double?[] values)
    {
        var (state, changes) = (AlertState.New, new List<(int, AlertLevel, AlertLevel, bool)>());
        foreach (var (i, value) in values.Index())
        {
            (state, var change) = AlertDecision.Decide(rule, state, s_start.AddMinutes(5 * i), AlertMeasure.Of(value));
            if (change is not null) changes.Add((i, change.From, change.To, change.IsReported));
        }

        return changes;
    }
}
