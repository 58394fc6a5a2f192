using System.Globalization;

namespace Vindex.Statistics.Tests.Answers;

public sealed class GroupingTests
{
    private static readonly MetricRequest s_sum = TestProject.Metric("n", Aggregation.Sum);

    [Fact]
    public async Task The_largest_group_comes_first_and_equal_ones_by_their_text()
    {
        await using var project = Filled("\"b\"", "\"a\"", "\"c\"", "\"c\"");
        (await NamesAsync(project, "x")).ShouldBe(["c:2", "a:1", "b:1"]);
    }

    [Fact]
    public async Task Values_of_different_kinds_with_one_text_are_different_groups_in_the_order_of_their_kinds()
    {
        await using var project = Filled("\"1\"", "1", "\"true\"", "true", "\"\"", "null");
        var groups = (await project.AskAsync(Question("x"))).Groups!;
        groups.Select(group => group.Values![0]).ShouldBe(
        [
            ScalarValue.Null, ScalarValue.Of(""), ScalarValue.Of(1), ScalarValue.Of("1"), ScalarValue.Of(true), ScalarValue.Of("true"),
        ]);
    }

    [Fact]
    public async Task Arrays_objects_and_missing_values_are_grouped_as_null()
    {
        await using var project = Filled("[1]", "{}", "null", "1e400", "\"a\"");
        project.Insert(10, "{\"n\":1}");
        var groups = (await project.AskAsync(Question("x"))).Groups!;
        groups[0].Values.ShouldBe([ScalarValue.Null]);
        groups[0].Series.WindowCount.ShouldBe(5);
        groups.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_group_has_its_own_buckets_and_numbers()
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 40));
        for (var i = 0; i < 100; i++)
            project.Insert(i, $"{{\"x\":\"{(i % 4 == 0 ? "few" : "many")}\",\"n\":{i}}}");
        await project.SettleAsync();
        var answer = await project.AskAsync(TestProject.Question(100, 50, s_sum) with { GroupBy = ["x"] });
        answer.Groups!.Select(group => group.Series.WindowCount).ShouldBe([75, 25]);
        answer.Groups![1].Series.Counts.ShouldBe([13, 12]);
        answer.Groups[1].Series.Window[0].Values.ShouldBe([1200]);
        answer.Groups[0].Series.Bucket(0)[0].ShouldBe(Enumerable.Range(0, 50).Where(i => i % 4 != 0).Sum());
        answer.Groups[0].Series.BucketStarts.ShouldBeSameAs(answer.Series.BucketStarts);
        answer.Series.Window[0].Values.ShouldBe([4950]);
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(51, 51)]
    [InlineData(80, 51)]
    public async Task Beyond_fifty_groups_the_others_are_one(int values, int groups)
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 40));
        for (var i = 0; i < values * 3; i++)
            project.Insert(i, $"{{\"x\":{i % values},\"n\":1}}");
        await project.SettleAsync();
        var answer = await project.AskAsync(Question("x"));
        answer.Groups!.Count.ShouldBe(groups);
        answer.Groups.Sum(group => group.Series.WindowCount).ShouldBe(values * 3);
        answer.Groups.Sum(group => group.Series.Window[0].Values[0]).ShouldBe(values * 3);
        (answer.Groups[^1].Values is null).ShouldBe(values > 50);
        if (values > 50)
            answer.Groups[^1].Series.WindowCount.ShouldBe((values - 50) * 3);
    }

    [Fact]
    public async Task Two_fields_group_by_their_pairs()
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 40));
        for (var i = 0; i < 60; i++)
            project.Insert(i, $"{{\"x\":{i % 2},\"y\":\"{i % 3}\",\"n\":{i}}}", i % 5 == 0 ? "rare" : "usual");
        await project.SettleAsync();
        (await NamesAsync(project, "x", "y")).ShouldBe(["0/0:10", "0/1:10", "0/2:10", "1/0:10", "1/1:10", "1/2:10"]);
        (await NamesAsync(project, "feedback_type", "x")).ShouldBe(["usual/0:24", "usual/1:24", "rare/0:6", "rare/1:6"]);
    }

    [Fact]
    public async Task Types_and_triggers_can_be_grouped_by()
    {
        await using var project = new TestProject();
        project.Insert(1, "{\"n\":1}", "a", "t1");
        project.Insert(2, "{\"n\":1}", "b");
        project.Insert(3, "{\"n\":1}", "b", "");
        (await NamesAsync(project, "feedback_type")).ShouldBe(["b:2", "a:1"]);
        var triggers = (await project.AskAsync(Question("trigger_ref"))).Groups!;
        triggers.Select(group => group.Values![0]).ShouldBe([ScalarValue.Null, ScalarValue.Of(""), ScalarValue.Of("t1")]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(29L)]
    public async Task Blocks_in_which_all_rows_have_one_value_are_counted_with_those_that_are_mixed(long? purged)
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 10));
        string?[] ofBlock = ["\"a\"", "\"b\"", null, "7", "\"7\"", "mixed"];
        for (var i = 0; i < 60; i++)
        {
            var x = ofBlock[i / 10] == "mixed" ? (i % 2 == 0 ? "\"a\"" : "7") : ofBlock[i / 10];
            project.Insert(i, x is null ? "{\"n\":1,\"y\":1}" : $"{{\"x\":{x},\"n\":1,\"y\":{(i < 30 ? "1" : "2")}}}");
        }
        await project.SettleAsync();
        if (purged is { } second)
            project.Log.Remove(TestProject.Name, second + 1).ShouldBeTrue();

        var without = purged is null ? 0 : 1;
        (await NamesAsync(project, "x")).ShouldBe(purged is null ? ["7:15", "a:15", ":10", "7:10", "b:10"] : ["7:15", "a:15", "7:10", "b:10", ":9"]);
        (await NamesAsync(project, "y")).ShouldBe(purged is null ? ["1:30", "2:30"] : ["2:30", "1:29"]);
        var pairs = (await NamesAsync(project, "x", "y")).ToList();
        pairs.ShouldBe(purged is null
            ? ["7/2:15", "/1:10", "7/2:10", "a/1:10", "b/1:10", "a/2:5"]
            : ["7/2:15", "7/2:10", "a/1:10", "b/1:10", "/1:9", "a/2:5"]);
        (await project.AskAsync(Question("x"))).Groups!.Sum(group => group.Series.WindowCount).ShouldBe(60 - without);
    }

    [Fact]
    public async Task Groups_follow_the_filter()
    {
        await using var project = Filled("\"a\"", "\"a\"", "\"b\"");
        var question = Question("x") with { Filter = [new PathFilter("x", [ScalarValue.Of("a")])] };
        (await project.AskAsync(question)).Groups!.ShouldHaveSingleItem().Series.WindowCount.ShouldBe(2);
    }

    [Fact]
    public async Task Without_metrics_there_are_no_groups()
    {
        await using var project = Filled("\"a\"");
        (await project.AskAsync(TestProject.Question(10, 10) with { GroupBy = ["x"] })).Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_rows_there_are_no_groups()
    {
        await using var project = new TestProject();
        (await project.AskAsync(Question("x"))).Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task Groups_that_make_the_answer_too_large_are_refused()
    {
        await using var project = new TestProject();
        for (var i = 0; i < 60; i++)
            project.Insert(i, $"{{\"x\":{i},\"n\":1}}");
        var question = TestProject.Question(10_000, 1, s_sum) with { GroupBy = ["x"] };
        var result = await project.Engine.AnswerAsync(TestProject.Plan(question), TestProject.Cancelled);
        result.ShouldBe(new StatsResult.Refused(new StatsRefusal.TooManyCells(10_000 * 2 * 51, 1_000_000)));
        (await project.AskAsync(question with { Granularity = 2 })).Groups!.Count.ShouldBe(51);
    }

    [Fact]
    public async Task The_largest_answer_that_is_allowed_is_given()
    {
        await using var project = new TestProject();
        for (var i = 0; i < 50; i++)
            project.Insert(i, $"{{\"x\":{i},\"n\":1}}");
        (await project.AskAsync(TestProject.Question(10_000, 1, s_sum) with { GroupBy = ["x"] })).Groups!.Count.ShouldBe(50);
    }

    [Fact]
    public async Task One_field_is_grouped_by_its_codes_and_rows_without_a_value_are_a_group()
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 40));
        for (var i = 0; i < 100; i++)
            project.Insert(i, i % 3 == 0 ? $"{{\"n\":{i}}}" : $"{{\"x\":{i % 3 * 10},\"n\":{i}}}", type: i % 2 == 0 ? "even" : "odd");
        await project.SettleAsync();
        var question = TestProject.Question(90, 30, s_sum) with { GroupBy = ["x"], FeedbackType = "even" };
        var groups = (await project.AskAsync(question)).Groups!;
        foreach (var (rest, group) in groups.OrderBy(group => group.Values![0].Number ?? 0).Index())
        {
            var rows = Enumerable.Range(0, 90).Where(i => i % 2 == 0 && i % 3 == rest).ToList();
            group.Series.WindowCount.ShouldBe(rows.Count);
            group.Series.Window[0].Values.ShouldBe([rows.Sum()]);
            group.Series.Bucket(1)[0].ShouldBe(rows.Where(i => i is >= 30 and < 60).Sum());
        }
        groups.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Many_rows_give_the_same_groups_with_one_worker_and_with_several()
    {
        var answers = new List<string>();
        foreach (var workers in new[] { 1, 4 })
        {
            await using var project = new TestProject(new StatisticsOptions { Workers = workers, Limits = new() { RunRows = 500, BlockRows = 4000 } });
            for (var i = 0; i < 30_000; i++)
                project.Insert(i, $"{{\"x\":{i % 70},\"y\":\"{i % 7}\",\"n\":{i % 11}}}");
            var answer = await project.AskAsync(TestProject.Question(30_000, 3000, s_sum with { Percentiles = [50] }) with { GroupBy = ["x", "y"] });
            answers.Add(string.Join('\n', Oracle.Flat.Of(answer)));
        }
        answers[1].ShouldBe(answers[0]);
    }

    private static StatsRequest Question(params string[] fields) => TestProject.Question(10_000, 10_000, s_sum) with { GroupBy = fields };

    private static TestProject Filled(params string[] values)
    {
        var project = new TestProject();
        foreach (var (second, value) in values.Index())
            project.Insert(second, $"{{\"x\":{value},\"n\":1}}");
        return project;
    }

    private static async Task<IEnumerable<string>> NamesAsync(TestProject project, params string[] fields) =>
        (await project.AskAsync(Question(fields))).Groups!.Select(group =>
            $"{string.Join('/', group.Values!)}:{group.Series.WindowCount.ToString(CultureInfo.InvariantCulture)}");
}
