using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Answers;

/// <summary>A question may take so many steps: rows × (metrics + filters + 1) × (fields that it groups by + 1).</summary>
public sealed class BudgetTests
{
    private const int Rows = 60;
    private static readonly MetricRequest s_metric = TestProject.Metric("n", Aggregation.Sum);

    [Fact]
    public async Task Metrics_filters_groups_and_the_rows_of_both_ranges_count()
    {
        await using var project = Filled(new StatisticsOptions());
        var plain = TestProject.Question(100, 10, s_metric);
        await CostsAsync(project, plain, Rows * 2);
        await CostsAsync(project, plain with { Metrics = [s_metric, TestProject.Metric("m", Aggregation.Sum)] }, Rows * 3);
        await CostsAsync(project, plain with { Filter = [new PathFilter("n", [ScalarValue.Of(1)])] }, Rows * 3);
        await CostsAsync(project, plain with { GroupBy = ["n"] }, Rows * 2 * 2);
        await CostsAsync(project, plain with { GroupBy = ["n", "m"] }, Rows * 2 * 3);
        var compared = plain with { Start = TestProject.Start.AddDays(1), End = TestProject.Start.AddDays(2), CompareOffsetSeconds = 86400 };
        await CostsAsync(project, compared, Rows * 2);
        await CostsAsync(project, plain with { Start = TestProject.Start.AddDays(1), End = TestProject.Start.AddDays(2) }, 0);
    }

    [Fact]
    public async Task Rows_that_have_to_be_read_from_the_log_count_200_times()
    {
        await using var project = Filled(new StatisticsOptions { Limits = new Limits { Texts = 2 } });
        await CostsAsync(project, TestProject.Question(100, 10, s_metric) with { GroupBy = ["text"] }, Rows * 200);
    }

    [Fact]
    public async Task A_question_pauses_between_groups()
    {
        await using var project = Filled(new StatisticsOptions());
        var pauses = 0;
        var result = await project.Engine.AnswerAsync(
            TestProject.Plan(TestProject.Question(100, 10, s_metric) with { GroupBy = ["n"] }),
            [TestProject.Name],
            _ =>
            {
                pauses++;
                return ValueTask.CompletedTask;
            },
            TestProject.Cancelled);
        pauses.ShouldBe(result.ShouldBeOfType<StatsResult.Answered>().Answer.Groups!.Count);
        pauses.ShouldBe(51);
    }

    /// <summary>The question is answered with so many steps and refused with one less.</summary>
    private static async Task CostsAsync(TestProject project, StatsRequest question, long steps)
    {
        var plan = TestProject.Plan(question);
        (await project.Engine.AnswerAsync(plan with { MaxSteps = steps }, TestProject.Cancelled)).ShouldBeOfType<StatsResult.Answered>();
        if (steps == 0) return;
        (await project.Engine.AnswerAsync(plan with { MaxSteps = steps - 1 }, TestProject.Cancelled)).ShouldBe(
            new StatsResult.Refused(new StatsRefusal.TooManySteps(steps - 1)));
    }

    private static TestProject Filled(StatisticsOptions options)
    {
        var project = new TestProject(options);
        for (var i = 0; i < Rows; i++) project.Insert(i, $$"""{"n":{{i}},"m":1,"text":"text {{i}}"}""");
        return project;
    }
}
