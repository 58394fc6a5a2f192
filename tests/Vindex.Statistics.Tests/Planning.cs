using Vindex.Statistics.Buckets;

namespace Vindex.Statistics.Tests;

public sealed class Planning
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_metrics_that_would_be_reported_under_one_key_are_refused_by_name()
    {
        var reason = Refused(With(
            new MetricRequest { JsonPath = "true_x", Aggregations = [Aggregation.Count] },
            new MetricRequest { JsonPath = "x", Aggregations = [Aggregation.CountTrue] }));
        reason.Status.ShouldBe(400);
        reason.Reason.ShouldContain("'true_x'");
        reason.Reason.ShouldContain("'x'");
        reason.Reason.ShouldContain("'count_true_x'");
    }

    [Fact]
    public void The_same_metric_twice_is_one_with_the_aggregations_and_percentiles_of_both() => Keys(With(
        new MetricRequest { JsonPath = "a b", Aggregations = [Aggregation.Max], Percentiles = [99.9, 50] },
        new MetricRequest { JsonPath = "a b", Aggregations = [Aggregation.Sum, Aggregation.Max], Percentiles = [50] }))
        .ShouldBe(["max_a_b", "sum_a_b", "p99.9_a_b", "p50_a_b"]);

    [Fact]
    public void Without_aggregations_a_metric_has_those_of_its_kind() => Keys(With(
        new MetricRequest { JsonPath = "a", Percentiles = [5] },
        new MetricRequest { JsonPath = "b", ValueType = MetricKind.Boolean },
        new MetricRequest { JsonPath = "c", ValueType = MetricKind.Categorical }))
        .ShouldBe(["avg_a", "min_a", "max_a", "p5_a", "count_true_b", "count_false_b", "count_c"]);

    [Fact]
    public void A_question_over_the_limits_is_refused()
    {
        var metric = new MetricRequest { JsonPath = "a" };
        Refused(With([.. Enumerable.Range(0, 51).Select(i => metric with { JsonPath = $"a{i}" })])).Status.ShouldBe(400);
        Refused(With(metric with { Percentiles = [.. Enumerable.Range(0, 21).Select(i => (double)i)] })).Status.ShouldBe(400);
        Refused(With(metric with { JsonPath = new string('a', 257) })).Status.ShouldBe(400);
        Refused(With(metric with { JsonPath = string.Join('.', Enumerable.Repeat("a", 17)) })).Status.ShouldBe(400);
        Refused(With(metric with { HistogramBins = 201 })).Status.ShouldBe(400);
        Refused(With(metric with { Categories = 5 })).Status.ShouldBe(400);
        Refused(With(metric) with { GroupBy = ["a", "b", "c"] }).Status.ShouldBe(400);
        Refused(With(metric) with { GroupBy = ["a'"] }).Status.ShouldBe(400);
        Refused(With(metric) with { CompareOffsetSeconds = 0 }).Status.ShouldBe(400);
        Refused(With(metric) with { CompareOffsetSeconds = long.MaxValue }).Status.ShouldBe(400);
        Refused(With(metric) with { Calendar = CalendarUnit.Week, Granularity = 60 }).Status.ShouldBe(400);
        Refused(With(metric) with { Granularity = long.MaxValue }).Status.ShouldBe(422);
        var cells = With([.. Enumerable.Range(0, 50).Select(i => metric with { JsonPath = $"a{i}" })]) with { Granularity = 60 };
        Refused(cells).Reason.ShouldContain("cells");
    }

    [Fact]
    public void Without_metrics_there_are_no_buckets_and_the_granularity_is_an_hour()
    {
        var plan = StatsPlanner.Plan(With() with { Granularity = 60 }, s_start).ShouldBeOfType<PlannedQuestion.Accepted>().Plan;
        plan.Granularity.ShouldBe(3600);
        plan.Window.Starts.ShouldBeEmpty();
    }

    private static StatsRequest With(params MetricRequest[] metrics) => new() { ProjectId = "e/p", Start = s_start, End = s_start.AddDays(7), Metrics = metrics };

    private static PlannedQuestion.Refused Refused(StatsRequest request) => StatsPlanner.Plan(request, s_start).ShouldBeOfType<PlannedQuestion.Refused>();

    private static IEnumerable<string> Keys(StatsRequest request) =>
        StatsPlanner.Plan(request, s_start).ShouldBeOfType<PlannedQuestion.Accepted>().Plan.Metrics.SelectMany(metric => metric.Outputs).Select(output => output.Key);
}
