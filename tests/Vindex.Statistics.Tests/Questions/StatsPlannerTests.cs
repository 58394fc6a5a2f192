using Vindex.Statistics.Buckets;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Questions;

public sealed class StatsPlannerTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly MetricRequest s_metric = new() { JsonPath = "a" };

    public static TheoryData<string, StatsRefusal> Refusals => new()
    {
        { "end", new StatsRefusal.EndBeforeStart() },
        { "negative granularity", new StatsRefusal.NegativeGranularity() },
        { "long granularity", new StatsRefusal.GranularityTooLong(Granularity.Longest) },
        { "zone", new StatsRefusal.UnknownTimeZone("Mars/Base") },
        { "zone of another case", new StatsRefusal.UnknownTimeZone("europe/berlin") },
        { "metrics", new StatsRefusal.TooManyMetrics(51, 50) },
        { "path", new StatsRefusal.InvalidPath("a-b", JsonPathError.InvalidCharacters) },
        { "percentiles", new StatsRefusal.TooManyPercentiles("a", 21, 20, Merged: false) },
        { "merged percentiles", new StatsRefusal.TooManyPercentiles("a", 21, 20, Merged: true) },
        { "percentile below", new StatsRefusal.PercentileOutOfRange(-0.5) },
        { "percentile above", new StatsRefusal.PercentileOutOfRange(100.5) },
        { "one bin", new StatsRefusal.HistogramBinsOutOfRange(1) },
        { "201 bins", new StatsRefusal.HistogramBinsOutOfRange(201) },
        { "no categories", new StatsRefusal.CategoriesOutOfRange(0) },
        { "101 categories", new StatsRefusal.CategoriesOutOfRange(101) },
        { "categories of numbers", new StatsRefusal.CategoriesOfNumbers("a") },
        { "histogram of texts", new StatsRefusal.HistogramOfTexts("a") },
        { "percentiles of texts", new StatsRefusal.PercentilesOfTexts("a") },
        { "sum of texts", new StatsRefusal.AggregationOfTexts("a", Aggregation.Sum) },
        { "calendar and granularity", new StatsRefusal.CalendarAndGranularity() },
        { "offset 0", new StatsRefusal.CompareOffsetNotPositive(0) },
        { "huge offset", new StatsRefusal.CompareOffsetTooLarge(long.MaxValue) },
        { "no group field", new StatsRefusal.GroupFieldCount(0) },
        { "three group fields", new StatsRefusal.GroupFieldCount(3) },
        { "group field twice", new StatsRefusal.DuplicateGroupField("a") },
        { "group path", new StatsRefusal.InvalidPath("a'", JsonPathError.InvalidCharacters) },
        { "filter path", new StatsRefusal.InvalidPath("", JsonPathError.Empty) },
        { "filter values", new StatsRefusal.TooManyFilterValues("a", 1001, 1000) },
        { "weeks", new StatsRefusal.TooManyCalendarBuckets(CalendarUnit.Week, 10_000) },
        { "months", new StatsRefusal.TooManyCalendarBuckets(CalendarUnit.Month, 10_000) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_asked_is_refused_with_the_reason(string question, StatsRefusal expected) => Refused(Unanswerable(question)).ShouldBe(expected);

    [Fact]
    public void An_answer_with_more_cells_than_allowed_is_refused_before_it_is_computed()
    {
        var request = With([.. Enumerable.Range(0, 50).Select(i => s_metric with { JsonPath = $"a{i}" })]);
        Refused(request with { Granularity = 60, End = s_start.AddMinutes(10_000) }).ShouldBe(new StatsRefusal.TooManyCells(10_000 * 151, 1_000_000));
    }

    [Fact]
    public void A_million_cells_are_allowed_and_one_bucket_more_is_not()
    {
        // 33 metrics with three aggregations each and the count: 100 keys per bucket.
        var request = With([.. Enumerable.Range(0, 33).Select(i => s_metric with { JsonPath = $"a{i}" })]) with
        {
            Granularity = 1,
            End = s_start.AddSeconds(10_000)
        };
        Accepted(request).Window.Starts.Length.ShouldBe(10_000);
        Refused(request with { Metrics = [.. request.Metrics, s_metric with { Aggregations = [Aggregation.Sum] }] })
            .ShouldBe(new StatsRefusal.TooManyCells(1_010_000, 1_000_000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void The_bounds_of_a_percentile_are_allowed(double percentile) =>
        Keys(With(s_metric with { Aggregations = [Aggregation.Sum], Percentiles = [percentile] })).ShouldBe(["sum_a", $"p{percentile}_a"]);

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        Accepted(With([.. Enumerable.Range(0, 50).Select(i => s_metric with { JsonPath = $"a{i}" })])).Metrics.Count.ShouldBe(50);
        Keys(With(s_metric with { Aggregations = [Aggregation.Sum], Percentiles = [.. Enumerable.Range(0, 20).Select(i => (double)i)] })).Count().ShouldBe(21);
        Accepted(With(s_metric with { HistogramBins = 2 })).Metrics[0].HistogramBins.ShouldBe(2);
        Accepted(With(s_metric with { HistogramBins = 200 })).Metrics[0].HistogramBins.ShouldBe(200);
        Accepted(With(Categorical with { Categories = 1 })).Metrics[0].Categories.ShouldBe(1);
        Accepted(With(Categorical with { Categories = 100 })).Metrics[0].Categories.ShouldBe(100);
        Accepted(With(s_metric) with { Filter = [Filter(1000)] }).Filter.Paths[0].Values.Count.ShouldBe(1000);
        Accepted(With(s_metric) with { Granularity = Granularity.Longest }).Granularity.ShouldBe(Granularity.Longest);
        Accepted(With(s_metric) with { GroupBy = ["a", "feedback_type"] }).GroupBy.ShouldBe(["a", "feedback_type"]);
        Accepted(With(s_metric) with { Calendar = CalendarUnit.Week, Granularity = 0 }).Granularity.ShouldBeNull();
    }

    [Fact]
    public void The_compared_range_may_start_with_the_year_1_but_not_earlier()
    {
        var longest = (long)(s_start - DateTimeOffset.MinValue).TotalSeconds;
        Accepted(With(s_metric) with { CompareOffsetSeconds = 1 }).Previous!.End.ShouldBe(With(s_metric).End!.Value.AddSeconds(-1));
        Accepted(With(s_metric) with { CompareOffsetSeconds = longest }).Previous!.Start.ShouldBe(DateTimeOffset.MinValue);
        Refused(With(s_metric) with { CompareOffsetSeconds = longest + 1 }).ShouldBe(new StatsRefusal.CompareOffsetTooLarge(longest + 1));
    }

    [Fact]
    public void Two_metrics_with_the_same_key_are_refused_by_name() => Refused(With(
        new MetricRequest { JsonPath = "true_x", Aggregations = [Aggregation.Count] },
        new MetricRequest { JsonPath = "x", Aggregations = [Aggregation.CountTrue] }))
        .ShouldBe(new StatsRefusal.KeyCollision(("true_x", MetricKind.Numeric), ("x", MetricKind.Numeric), "count_true_x"));

    [Fact]
    public void Two_metrics_with_the_same_slug_are_refused_even_if_their_keys_differ() => Refused(With(
        new MetricRequest { JsonPath = "a.b", Aggregations = [Aggregation.Sum] },
        new MetricRequest { JsonPath = "a b", Aggregations = [Aggregation.Max] }))
        .ShouldBe(new StatsRefusal.KeyCollision(("a.b", MetricKind.Numeric), ("a b", MetricKind.Numeric), "a_b"));

    [Fact]
    public void One_path_read_as_two_kinds_is_refused() => Refused(With(s_metric, Categorical))
        .ShouldBe(new StatsRefusal.KeyCollision(("a", MetricKind.Numeric), ("a", MetricKind.Categorical), "a"));

    [Fact]
    public void Equal_metrics_are_merged_with_aggregations_before_percentiles() => Keys(With(
        new MetricRequest { JsonPath = "a b", Aggregations = [Aggregation.Max], Percentiles = [99.9, 50] },
        new MetricRequest { JsonPath = "a b", Aggregations = [Aggregation.Sum, Aggregation.Max], Percentiles = [50] }))
        .ShouldBe(["max_a_b", "sum_a_b", "p99.9_a_b", "p50_a_b"]);

    [Fact]
    public void Of_merged_metrics_the_first_histogram_and_categories_count()
    {
        Accepted(With(
            s_metric, s_metric with { HistogramBins = 5 }, s_metric with { HistogramBins = 7 })).Metrics.ShouldHaveSingleItem().HistogramBins.ShouldBe(
            5);
        Accepted(With(
            Categorical, Categorical with { Categories = 3 }, Categorical with { Categories = 9 })).Metrics.ShouldHaveSingleItem().Categories.ShouldBe(
            3);
    }

    [Fact]
    public void Without_aggregations_a_metric_has_the_defaults_of_its_kind() => Keys(With(
        new MetricRequest { JsonPath = "a", Percentiles = [5] },
        new MetricRequest { JsonPath = "b", ValueType = MetricKind.Boolean },
        new MetricRequest { JsonPath = "c", ValueType = MetricKind.Categorical }))
        .ShouldBe(["avg_a", "min_a", "max_a", "p5_a", "count_true_b", "count_false_b", "count_c"]);

    [Fact]
    public void Only_counts_are_integers_in_a_bucket()
    {
        var outputs = Accepted(With(s_metric with { Aggregations = Enum.GetValues<Aggregation>(), Percentiles = [50] })).Metrics[0].Outputs;
        outputs.Where(output => output.IsCount).Select(output => output.Name).ShouldBe(["count", "count_true", "count_false"]);
        outputs[^1].Quantile.ShouldBe(0.5);
    }

    [Fact]
    public void The_names_of_aggregations_can_be_parsed_back()
    {
        foreach (var aggregation in Enum.GetValues<Aggregation>())
            AggregationName.Parse(AggregationName.Of(aggregation)).ShouldBe(aggregation);
        Should.Throw<ArgumentException>(() => AggregationName.Parse("median"));
    }

    [Fact]
    public void Without_metrics_there_are_no_buckets_and_the_granularity_is_an_hour()
    {
        var plan = Accepted(With() with { Granularity = 60 });
        plan.Granularity.ShouldBe(3600);
        plan.Window.Starts.ShouldBeEmpty();
        Accepted(With() with { Calendar = CalendarUnit.Month }).Granularity.ShouldBeNull();
    }

    [Fact]
    public void The_end_defaults_to_now_and_an_empty_zone_to_UTC()
    {
        var plan = Accepted(With(s_metric) with { End = null, Timezone = "" });
        plan.End.ShouldBe(s_now);
        plan.Timezone.ShouldBe("UTC");
        plan.Zone.ShouldBe(NodaTime.DateTimeZone.Utc);
    }

    [Theory]
    [InlineData("Etc/UTC")]
    [InlineData("Etc/GMT")]
    public void A_zone_without_any_offset_is_treated_as_UTC_and_keeps_its_name(string zone)
    {
        var plan = Accepted(With(s_metric) with { Timezone = zone });
        plan.Zone.ShouldBe(NodaTime.DateTimeZone.Utc);
        plan.Timezone.ShouldBe(zone);
    }

    [Fact]
    public void Offsets_of_start_and_end_do_not_matter()
    {
        var plan = Accepted(With(s_metric) with { Start = new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)) });
        plan.Start.ShouldBe(s_start);
        plan.Start.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void An_end_equal_to_the_start_is_allowed_and_one_tick_less_is_not()
    {
        Accepted(With(s_metric) with { End = s_start }).Window.Starts.ShouldBeEmpty();
        Refused(With(s_metric) with { End = s_start.AddTicks(-1) }).ShouldBeOfType<StatsRefusal.EndBeforeStart>();
    }

    [Fact]
    public void The_range_is_truncated_to_whole_seconds_and_reported_as_given()
    {
        var plan = Accepted(With(s_metric) with { Start = s_start.AddMilliseconds(900), End = s_start.AddMilliseconds(60_900) });
        plan.Window.Range.ShouldBe(new TimeRange(s_start.ToUnixTimeMilliseconds(), s_start.ToUnixTimeMilliseconds() + 60_000));
        plan.Start.ShouldBe(s_start.AddMilliseconds(900));
    }

    [Fact]
    public void The_compared_range_is_the_same_earlier()
    {
        var plan = Accepted(With(s_metric) with { CompareOffsetSeconds = 86_400, Granularity = 86_400 });
        plan.Previous!.Start.ShouldBe(s_start.AddDays(-1));
        plan.Previous.End.ShouldBe(plan.End.AddDays(-1));
        plan.Previous.Starts.ShouldBe(plan.Window.Starts.Select(start => start - 86_400));
    }

    [Theory]
    [InlineData("weave:///m:v1", "weave:///m:v1", null)]
    [InlineData("weave:///m:*", null, "weave:///m")]
    [InlineData(":*", null, "")]
    [InlineData("*", "*", null)]
    [InlineData("", "", null)]
    public void A_trigger_that_ends_in_a_wildcard_is_a_prefix(string given, string? exact, string? prefix)
    {
        var filter = Accepted(With(s_metric) with { TriggerRef = given }).Filter;
        filter.TriggerRef.ShouldBe(exact);
        filter.TriggerPrefix.ShouldBe(prefix);
        filter.MatchesAll.ShouldBeFalse();
    }

    [Fact]
    public void A_question_without_conditions_matches_all_rows()
    {
        Accepted(With(s_metric)).Filter.MatchesAll.ShouldBeTrue();
        Accepted(With(s_metric) with { FeedbackType = "" }).Filter.MatchesAll.ShouldBeFalse();
        Accepted(With(s_metric) with { Filter = [Filter(1)] }).Filter.MatchesAll.ShouldBeFalse();
    }

    [Fact]
    public void Given_edges_become_the_buckets_and_replace_range_zone_granularity_and_comparison()
    {
        DateTimeOffset[] edges = [s_start.AddDays(3), s_start.AddDays(4), s_start.AddDays(9)];
        var request = With(s_metric) with { Timezone = "Mars", Granularity = -1, Calendar = CalendarUnit.Week, CompareOffsetSeconds = -5 };
        var plan = StatsPlanner.Plan(request, edges).ShouldBeOfType<PlannedQuestion.Accepted>().Plan;
        plan.Window.Starts.ShouldBe([edges[0].ToUnixTimeSeconds(), edges[1].ToUnixTimeSeconds()]);
        plan.Window.Range.ShouldBe(new TimeRange(edges[0].ToUnixTimeMilliseconds(), edges[2].ToUnixTimeMilliseconds()));
        plan.Granularity.ShouldBeNull();
        plan.Previous.ShouldBeNull();
    }

    [Fact]
    public void Given_edges_are_held_to_the_limits_too()
    {
        var metrics = Enumerable.Range(0, 50).Select(i => s_metric with { JsonPath = $"a{i}" }).ToArray();
        var edges = Enumerable.Range(0, 10_000).Select(i => s_start.AddSeconds(i)).ToArray();
        StatsPlanner.Plan(With(metrics), edges).ShouldBe(new PlannedQuestion.Refused(new StatsRefusal.TooManyCells(9_999 * 151, 1_000_000)));
        StatsPlanner.Plan(With(s_metric with { JsonPath = "" }), edges)
            .ShouldBe(new PlannedQuestion.Refused(new StatsRefusal.InvalidPath("", JsonPathError.Empty)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0.5)]
    [InlineData(99.9, 0.999)]
    [InlineData(0.78125, 0.007812)]
    [InlineData(2.34375, 0.023438)]
    [InlineData(33.33333333, 0.333333)]
    public void A_percentile_is_rounded_to_six_places_with_ties_to_even(double percentile, double fraction) =>
        NumberText.Quantile(percentile).ShouldBe(fraction);

    [Theory]
    [InlineData(50, "50")]
    [InlineData(99.9, "99.9")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(-0.0, "0")]
    public void A_percentile_is_named_in_decimal_form(double percentile, string name) => NumberText.Percentile(percentile).ShouldBe(name);

    private static MetricRequest Categorical => s_metric with { ValueType = MetricKind.Categorical };

    private static StatsRequest Unanswerable(string question) => question switch
    {
        "end" => With(s_metric) with { End = s_start.AddSeconds(-1) },
        "negative granularity" => With(s_metric) with { Granularity = -1 },
        "long granularity" => With(s_metric) with { Granularity = Granularity.Longest + 1 },
        "zone" => With(s_metric) with { Timezone = "Mars/Base" },
        "zone of another case" => With(s_metric) with { Timezone = "europe/berlin" },
        "calendar and granularity" => With(s_metric) with { Calendar = CalendarUnit.Week, Granularity = 60 },
        "offset 0" => With(s_metric) with { CompareOffsetSeconds = 0 },
        "huge offset" => With(s_metric) with { CompareOffsetSeconds = long.MaxValue },
        "no group field" => With(s_metric) with { GroupBy = [] },
        "three group fields" => With(s_metric) with { GroupBy = ["a", "b", "c"] },
        "group field twice" => With(s_metric) with { GroupBy = ["a", "a"] },
        "group path" => With(s_metric) with { GroupBy = ["a'"] },
        "filter path" => With(s_metric) with { Filter = [new PathFilter("", [])] },
        "filter values" => With(s_metric) with { Filter = [Filter(1001)] },
        "weeks" => With(s_metric) with { Calendar = CalendarUnit.Week, End = s_start.AddDays((7 * 10_000) + 1) },
        "months" => With(s_metric) with { Calendar = CalendarUnit.Month, End = s_start.AddDays((28 * 10_000) + 1) },
        _ => With(UnanswerableMetrics(question)),
    };

    private static MetricRequest[] UnanswerableMetrics(string question) => question switch
    {
        "metrics" => [.. Enumerable.Range(0, 51).Select(i => s_metric with { JsonPath = $"a{i}" })],
        "path" => [s_metric with { JsonPath = "a-b" }],
        "percentiles" => [s_metric with { Percentiles = [.. Enumerable.Range(0, 21).Select(i => (double)i)] }],
        "merged percentiles" => [.. Enumerable.Range(0, 21).Select(i => s_metric with { Percentiles = [i] })],
        "percentile below" => [s_metric with { Percentiles = [-0.5] }],
        "percentile above" => [s_metric with { Percentiles = [100.5] }],
        "one bin" => [s_metric with { HistogramBins = 1 }],
        "201 bins" => [s_metric with { HistogramBins = 201 }],
        "no categories" => [Categorical with { Categories = 0 }],
        "101 categories" => [Categorical with { Categories = 101 }],
        "categories of numbers" => [s_metric with { Categories = 5 }],
        "histogram of texts" => [Categorical with { HistogramBins = 5 }],
        "percentiles of texts" => [Categorical with { Percentiles = [5] }],
        "sum of texts" => [Categorical with { Aggregations = [Aggregation.Count, Aggregation.Sum, Aggregation.Avg] }],
        _ => throw new ArgumentException(question, nameof(question)),
    };

    private static PathFilter Filter(int values) => new("a", [.. Enumerable.Range(0, values).Select(i => ScalarValue.Of(i))]);

    private static StatsRequest With(params MetricRequest[] metrics) =>
        new() { ProjectId = "e/p", Start = s_start, End = s_start.AddDays(7), Metrics = metrics };

    private static StatsRefusal Refused(StatsRequest request) => StatsPlanner.Plan(request, s_now).ShouldBeOfType<PlannedQuestion.Refused>().Refusal;

    private static StatsPlan Accepted(StatsRequest request) => StatsPlanner.Plan(request, s_now).ShouldBeOfType<PlannedQuestion.Accepted>().Plan;

    private static IEnumerable<string> Keys(StatsRequest request) =>
        Accepted(request).Metrics.SelectMany(metric => metric.Outputs).Select(output => output.Key);
}
