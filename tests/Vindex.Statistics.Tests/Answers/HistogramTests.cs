namespace Vindex.Statistics.Tests.Answers;

public sealed class HistogramTests
{
    [Fact]
    public async Task Bins_have_equal_width_and_only_the_last_includes_its_end()
    {
        await using var project = new TestProject();
        project.InsertScores(0, 0.5, 1, 1.5, 2, 4);
        (await AskAsync(project, 4)).ShouldBe([new(0, 1, 2), new(1, 2, 2), new(2, 3, 1), new(3, 4, 1)]);
    }

    [Fact]
    public async Task A_histogram_counts_every_value_once_wherever_it_is_stored()
    {
        await using var project = new TestProject(TestProject.Small(null, 30, 200));
        var random = new Random(4);
        var values = Enumerable.Range(0, 1000).Select(_ => random.Next(100) / 8.0).ToArray();
        project.InsertScores(values);
        await project.SettleAsync();
        var bins = await AskAsync(project, 7);
        bins.Sum(bin => bin.Count).ShouldBe(1000);
        foreach (var (index, bin) in bins.Index())
            bin.Count.ShouldBe(values.Count(value => value >= bin.From && (value < bin.To || index == 6)), $"bin {index}");
        bins[0].From.ShouldBe(values.Min());
        bins[^1].To.ShouldBe(values.Max());
    }

    [Fact]
    public async Task Without_values_there_are_no_bins()
    {
        await using var project = new TestProject();
        project.Insert(1, "{}");
        (await AskAsync(project, 4)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Equal_values_are_all_in_the_last_bin()
    {
        await using var project = new TestProject();
        project.InsertScores(3, 3, 3);
        (await AskAsync(project, 3)).ShouldBe([new(3, 3, 0), new(3, 3, 0), new(3, 3, 3)]);
    }

    [Fact]
    public async Task A_range_wider_than_the_doubles_still_has_finite_edges()
    {
        await using var project = new TestProject();
        project.InsertScores(-1.7e308, 0, 1.7e308);
        var bins = await AskAsync(project, 2);
        bins.ShouldBe([new(-1.7e308, 0, 1), new(0, 1.7e308, 2)]);
    }

    [Theory]
    [InlineData(0, 10, 0.25, 2.5)]
    [InlineData(-4, 4, 0.5, 0)]
    [InlineData(-1e308, 1e308, 0.5, 0)]
    public void An_edge_is_its_fraction_of_the_range(double min, double max, double fraction, double edge) =>
        MetricAccumulator.Edge(min, max, fraction).ShouldBe(edge);

    [Fact]
    public async Task A_histogram_does_not_change_the_other_numbers()
    {
        await using var project = new TestProject();
        project.InsertScores(1, 2, 3, 4);
        var metric = TestProject.Metric("score", Aggregation.Sum) with { Percentiles = [50], HistogramBins = 2 };
        var window = (await project.AskAsync(TestProject.Question(10, 10, metric))).Series.Window[0];
        window.Values.ShouldBe([10, 2.5]);
        window.Histogram.ShouldBe([new(1, 2.5, 2), new(2.5, 4, 2)]);
        window.Categories.ShouldBeNull();
    }

    private static async Task<IReadOnlyList<HistogramBin>> AskAsync(TestProject project, int bins)
    {
        var metric = TestProject.Metric("score", Aggregation.Count) with { HistogramBins = bins };
        return (await project.AskAsync(TestProject.Question(1000, 1000, metric))).Series.Window[0].Histogram!;
    }
}
