using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Answers;

/// <summary>Every aggregation, in each of the places a value can be in: the tail, whole blocks, long and short parts of blocks, filtered rows.</summary>
public sealed class AggregationTests
{
    private static readonly Aggregation[] s_all = Enum.GetValues<Aggregation>();

    public static TheoryData<string> Places =>
        ["tail", "whole block", "many blocks", "long slices", "short slices", "filtered", "after deletions", "after restart"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Each_aggregation_of_known_numbers(string place)
    {
        await using var data = new Data(place);
        var numbers = new double[] { 4, 1, 3, 1, 0, 2.5, -1.5, 0, 1, 7 };
        await data.FillAsync(Repeat(numbers, 400));
        var values = await data.Project.WindowAsync(data.Question(TestProject.Metric("score", s_all)));
        values.ShouldBe([720, 1.8, -1.5, 7, 400, 120, 80]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Each_bucket_has_its_own_numbers(string place)
    {
        await using var data = new Data(place);
        var numbers = Enumerable.Range(0, 400).Select(i => (double)(i / 100)).ToArray();
        await data.FillAsync(numbers);
        var question = data.Question(TestProject.Metric(
            "score", Aggregation.Sum, Aggregation.Min, Aggregation.Max, Aggregation.Count)) with
        { Granularity = 100 };
        var series = (await data.Project.AskAsync(question)).Series;
        series.Counts.ShouldBe([100, 100, 100, 100]);
        for (var bucket = 0; bucket < 4; bucket++)
            series.Bucket(bucket).ToArray().ShouldBe([bucket * 100, bucket, bucket, 100], $"bucket {bucket}");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Percentiles_interpolate_between_neighbours(string place)
    {
        await using var data = new Data(place);
        // The ranks of 401 values are whole numbers for every quarter.
        await data.FillAsync([.. Enumerable.Range(0, 401).Select(i => (double)((i * 7) % 401))]);
        (await data.PercentilesAsync(0, 25, 50, 75, 100, 12.5, 99.9)).ShouldBe([0, 100, 200, 300, 400, 50, 399.6]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Percentiles_of_repeated_values(string place)
    {
        await using var data = new Data(place);
        await data.FillAsync(Repeat([1, 1, 1, 5], 400));
        (await data.PercentilesAsync(50, 75, 76, 100)).ShouldBe([1, 2, 5, 5], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Booleans_count_as_one_and_zero_and_numbers_are_not_booleans(string place)
    {
        await using var data = new Data(place);
        await data.FillAsync([.. Enumerable.Range(0, 400).Select(i => (i % 4) switch { 0 => "true", 1 => "false", 2 => "1", _ => "true" })]);
        var metric = TestProject.Metric("score", s_all) with { ValueType = MetricKind.Boolean };
        (await data.Project.WindowAsync(data.Question(metric))).ShouldBe([200, 200.0 / 300, 0, 1, 300, 200, 100]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ones_and_zeros_are_counted_in_buckets_that_are_short_beside_the_different_numbers(bool withPercentile)
    {
        await using var project = new TestProject(new StatisticsOptions { Limits = new Limits { RunRows = 2000, BlockRows = 4000 } });
        project.InsertScores([.. Enumerable.Range(0, 2000).Select(i => (i % 100) switch { 7 or 8 or 9 => 1.0, 50 or 51 => 0, _ => i + 2 })]);
        await project.AskAsync(TestProject.Question(2000, 2000, TestProject.Metric("score", Aggregation.Count)));
        await project.Engine.WhenIdleAsync();
        var metric = TestProject.Metric("score", Aggregation.Count, Aggregation.CountTrue, Aggregation.CountFalse);
        var series = (await project.AskAsync(TestProject.Question(2000, 100, withPercentile ? metric with { Percentiles = [100] } : metric))).Series;
        for (var bucket = 0; bucket < 20; bucket++)
            series.Bucket(bucket)[..3].ToArray().ShouldBe([100, 3, 2], $"bucket {bucket}");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Rows_without_a_number_count_as_rows_only(string place)
    {
        await using var data = new Data(place);
        await data.FillAsync([.. Enumerable.Range(0, 400).Select(i => (i % 5) switch { 0 => "2", 1 => "null", 2 => "\"3\"", 3 => "[4]", _ => "true" })]);
        var series = (await data.Project.AskAsync(data.Question(TestProject.Metric("score", s_all)))).Series;
        series.Window[0].Values.ShouldBe([160, 2, 2, 2, 80, 0, 0]);
        series.WindowCount.ShouldBe(400);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_sum_does_not_depend_on_the_order_or_place_of_its_numbers(string place)
    {
        await using var data = new Data(place);
        // 1e16 + 1 − 1e16 loses the 1 in any plain summation; the exact sum is 100.
        await data.FillAsync(Repeat([1e16, 1, -1e16, 0], 400));
        (await data.Project.WindowAsync(data.Question(TestProject.Metric("score", Aggregation.Sum, Aggregation.Avg)))).ShouldBe([100, 0.25]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_sum_beyond_the_doubles_is_null_and_the_other_numbers_are_not(string place)
    {
        await using var data = new Data(place);
        await data.FillAsync(Repeat([1.7e308, 1.7e308], 400));
        var values = await data.Project.WindowAsync(data.Question(TestProject.Metric("score", s_all)));
        values.ShouldBe([double.NaN, double.NaN, 1.7e308, 1.7e308, 400, 0, 0]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_smallest_numbers_are_summed_exactly(string place)
    {
        await using var data = new Data(place);
        await data.FillAsync(Repeat([5e-324, 1e-300, -1e-300, 5e-324], 400));
        (await data.Project.WindowAsync(data.Question(TestProject.Metric("score", Aggregation.Sum)))).ShouldBe([200 * 5e-324]);
    }

    [Fact]
    public async Task An_empty_bucket_has_zero_sums_and_counts_and_null_extremes()
    {
        await using var project = new TestProject();
        project.Insert(5, "{\"score\":1}");
        var series = (await project.AskAsync(TestProject.Question(20, 10, TestProject.Metric("score", s_all) with { Percentiles = [50] }))).Series;
        series.Counts.ShouldBe([1, 0]);
        series.Bucket(1).ToArray().ShouldBe([0, 0, double.NaN, double.NaN, 0, 0, 0, double.NaN]);
    }

    [Fact]
    public async Task An_empty_window_is_null_except_for_counts_of_true_and_false()
    {
        await using var project = new TestProject();
        project.Insert(5, "{}");
        (await project.WindowAsync(TestProject.Question(20, 20, TestProject.Metric("score", s_all) with { Percentiles = [50] })))
            .ShouldBe([double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0, 0, double.NaN]);
    }

    [Fact]
    public async Task A_categorical_metric_counts_rows_and_is_null_only_for_a_window_without_rows()
    {
        await using var project = new TestProject();
        project.Insert(5, "{\"x\":\"a\"}");
        project.Insert(6, "{}");
        var question = TestProject.Question(20, 10, TestProject.Texts("x"));
        var series = (await project.AskAsync(question)).Series;
        series.Window[0].Values.ShouldBe([2]);
        series.Bucket(1).ToArray().ShouldBe([0]);
        (await project.WindowAsync(question with { Start = TestProject.Start.AddDays(1), End = TestProject.Start.AddDays(2) })).ShouldBe([double.NaN]);
    }

    [Fact]
    public async Task Minus_zero_is_zero()
    {
        await using var project = new TestProject();
        project.InsertScores(-0.0, -0.0);
        var values = await project.WindowAsync(TestProject.Question(10, 10, TestProject.Metric("score", s_all) with { Percentiles = [0] }));
        values.ShouldAllBe(value => !double.IsNegative(value));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9.999, 0)]
    [InlineData(10, 1)]
    [InlineData(19.999, 1)]
    public async Task A_row_belongs_to_the_bucket_whose_start_is_at_or_before_it(double second, int bucket)
    {
        await using var project = new TestProject();
        project.Insert(second, "{\"score\":1}");
        var counts = (await project.AskAsync(TestProject.Question(20, 10, TestProject.Metric()))).Series.Counts;
        counts[bucket].ShouldBe(1);
        counts.Sum().ShouldBe(1);
    }

    [Theory]
    [InlineData(-0.001, 0)]
    [InlineData(0, 1)]
    [InlineData(19.999, 1)]
    [InlineData(20, 0)]
    public async Task The_range_includes_its_start_and_excludes_its_end(double second, int count)
    {
        await using var project = new TestProject();
        project.Insert(second, "{\"score\":1}");
        project.Insert(50, "{\"score\":1}");
        (await project.AskAsync(TestProject.Question(20, 10, TestProject.Metric()))).Series.WindowCount.ShouldBe(count);
    }

    [Fact]
    public async Task Rows_before_the_start_are_not_in_the_first_bucket_even_when_it_starts_earlier()
    {
        await using var project = new TestProject();
        project.InsertScores([.. Enumerable.Repeat(1.0, 100)]);
        var question = TestProject.Question(100, 60, TestProject.Metric("score", Aggregation.Sum));
        var series = (await project.AskAsync(question with { Start = TestProject.Start.AddSeconds(30) })).Series;
        series.BucketStarts[0].UnixSeconds.ShouldBe(TestProject.Start.ToUnixTimeSeconds());
        series.Counts.ShouldBe([30, 40]);
    }

    [Fact]
    public async Task The_compared_range_is_measured_by_itself()
    {
        await using var project = new TestProject();
        project.InsertScores([.. Enumerable.Range(0, 20).Select(i => (double)i)]);
        var question = TestProject.Question(20, 10, TestProject.Metric("score", Aggregation.Sum)) with
        {
            Start = TestProject.Start.AddSeconds(10),
            CompareOffsetSeconds = 10
        };
        var answer = await project.AskAsync(question);
        answer.Series.Window[0].Values.ShouldBe([145]);
        answer.Previous!.Window[0].Values.ShouldBe([45]);
        answer.Previous.BucketStarts[0].UnixSeconds.ShouldBe(TestProject.Start.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Several_metrics_keep_their_numbers_apart()
    {
        await using var project = new TestProject();
        project.Insert(1, """{"a":1,"b":{"c":10},"d":true}""");
        project.Insert(2, """{"a":2,"b":{"c":20},"d":false}""");
        var question = TestProject.Question(
            10,
            10,
            TestProject.Metric("a", Aggregation.Sum),
            TestProject.Metric("b.c", Aggregation.Max, Aggregation.Min),
            new MetricRequest { JsonPath = "d", ValueType = MetricKind.Boolean });
        var series = (await project.AskAsync(question)).Series;
        series.Bucket(0).ToArray().ShouldBe([3, 20, 10, 1, 1]);
        series.Window.Select(metric => metric.Slug).ShouldBe(["a", "b_c", "d"]);
    }

    private static double[] Repeat(double[] numbers, int count) => [.. Enumerable.Range(0, count).Select(i => numbers[i % numbers.Length])];

    /// <summary>A project whose rows are stored in a given way.</summary>
    private sealed class Data : IAsyncDisposable
    {
        private readonly string _place;
        private readonly TemporaryFolder _folder = new();
        private int _rows;

        public Data(string place)
        {
            _place = place;
            var limits = place switch
            {
                "tail" => new Limits(),
                "whole block" => new Limits { RunRows = 400, BlockRows = 800 },
                "short slices" => new Limits { RunRows = 30, BlockRows = 50 },
                "many blocks" => new Limits { RunRows = 20, BlockRows = 130 },
                _ => new Limits { RunRows = 100, BlockRows = 300 },
            };
            Project = new TestProject(new StatisticsOptions { Limits = limits, Folder = _folder.Path });
        }

        public TestProject Project { get; }

        public StatsRequest Question(MetricRequest metric)
        {
            var question = TestProject.Question(_rows, Math.Max(_rows, 1), metric);
            return _place switch
            {
                "filtered" => question with { FeedbackType = "t" },
                // Other rows before and after, so that no block is whole.
                "long slices" or "short slices" => question,
                _ => question,
            };
        }

        public Task FillAsync(double[] scores) => FillAsync([.. scores.Select(score => score.ToString("R"))]);

        public async Task FillAsync(string[] scores)
        {
            _rows = scores.Length;
            if (_place is "long slices" or "short slices")
            {
                foreach (var second in new[] { -2.0, -1, _rows, _rows + 1 })
                    Project.Insert(second, "{\"score\":1000}");
            }
            foreach (var (second, score) in scores.Index())
            {
                Project.Insert(second, $"{{\"score\":{score}}}");
                if (_place == "filtered")
                    Project.Insert(second, "{\"score\":1000}", "another type");
                if (_place == "after deletions" && second % 3 == 0)
                    Project.Log.Remove(TestProject.Name, Project.Insert(second, "{\"score\":1000}"));
                if (_place == "many blocks" && second % 40 == 0)
                    await Project.SettleAsync();
            }
            await Project.SettleAsync();
            if (_place == "after restart")
                await Project.RestartAsync();
        }

        public async Task<double[]> PercentilesAsync(params double[] percentiles)
        {
            var values = await Project.WindowAsync(Question(TestProject.Metric("score", Aggregation.Count) with { Percentiles = percentiles }));
            return values[1..];
        }

        public async ValueTask DisposeAsync()
        {
            await Project.DisposeAsync();
            _folder.Dispose();
        }
    }
}
