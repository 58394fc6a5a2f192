using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class GroupBootstrapTests
{
    private static readonly string[] s_groups = ["a", "a", "b", "b", "b", "c"];

    [Fact]
    public void Whole_groups_are_drawn()
    {
        new GroupBootstrap(s_groups, 50).Of(rows =>
        {
            var counts = rows.CountBy(row => row).ToDictionary();
            counts.GetValueOrDefault(0).ShouldBe(counts.GetValueOrDefault(1));
            counts.GetValueOrDefault(2).ShouldBe(counts.GetValueOrDefault(3));
            counts.GetValueOrDefault(2).ShouldBe(counts.GetValueOrDefault(4));
            (counts.GetValueOrDefault(0) + counts.GetValueOrDefault(2) + counts.GetValueOrDefault(5)).ShouldBe(3);
            return 0;
        });
    }

    [Fact]
    public void With_too_few_groups_rows_are_drawn()
    {
        var torn = false;
        new GroupBootstrap(s_groups, 50, fewest: 4).Of(rows =>
        {
            rows.Length.ShouldBe(s_groups.Length);
            torn |= rows.Count(row => row == 0) != rows.Count(row => row == 1);
            return 0;
        });
        torn.ShouldBeTrue();
    }

    [Fact]
    public void The_same_data_give_the_same_interval()
    {
        double[] values = [1, 4, 2, 8, 5, 7];
        var bootstrap = new GroupBootstrap(s_groups, 200);
        var first = bootstrap.Of(rows => rows.Average(row => values[row]))!.Value;
        bootstrap.Of(rows => rows.Average(row => values[row])).ShouldBe(first);
        first.Low.ShouldBeLessThan(values.Average());
        first.High.ShouldBeGreaterThan(values.Average());
    }

    [Fact]
    public void The_interval_leaves_out_the_same_share_on_both_sides()
    {
        var round = 0;
        new GroupBootstrap(s_groups, 400).Of(_ => round++).ShouldBe(new Interval(10, 389));
    }

    [Fact]
    public void Draws_without_a_value_do_not_count()
    {
        var round = 0;
        new GroupBootstrap(s_groups, 10).Of(_ => round++ < 9 ? null : 3.0).ShouldBe(new Interval(3, 3));
        new GroupBootstrap(s_groups, 10).Of(_ => null).ShouldBeNull();
    }
}
