namespace Vindex.Statistics.Tests.Answers;

public sealed class FilterTests
{
    [Theory]
    [InlineData("a", 20)]
    [InlineData("b", 40)]
    [InlineData("", 0)]
    [InlineData("A", 0)]
    public async Task A_type_filters_by_equality(string type, long rows)
    {
        await using var project = await FilledAsync();
        (await CountAsync(project, Question() with { FeedbackType = type })).ShouldBe(rows);
    }

    [Theory]
    [InlineData("mon:v1", 15)]
    [InlineData("mon:v2", 15)]
    [InlineData("mon:*", 30)]
    [InlineData("m:*", 45)]
    [InlineData(":*", 45)]
    [InlineData("mon", 0)]
    [InlineData("", 0)]
    public async Task A_trigger_filters_by_equality_or_prefix_and_rows_without_one_never_match(string trigger, long rows)
    {
        await using var project = await FilledAsync();
        (await CountAsync(project, Question() with { TriggerRef = trigger })).ShouldBe(rows);
    }

    [Theory]
    [InlineData("number", 10)]
    [InlineData("text", 10)]
    [InlineData("true", 10)]
    [InlineData("null", 30)]
    [InlineData("number and text", 20)]
    [InlineData("missing number", 0)]
    [InlineData("empty text", 0)]
    public async Task A_path_filters_by_any_of_its_values_of_the_same_kind(string values, long rows)
    {
        await using var project = await FilledAsync();
        ScalarValue[] given = values switch
        {
            "number" => [ScalarValue.Of(1)],
            "text" => [ScalarValue.Of("1")],
            "true" => [ScalarValue.Of(true)],
            "null" => [ScalarValue.Null],
            "number and text" => [ScalarValue.Of(1), ScalarValue.Of("1"), ScalarValue.Of(77)],
            "missing number" => [ScalarValue.Of(2)],
            _ => [ScalarValue.Of("")],
        };
        (await CountAsync(project, Question() with { Filter = [new PathFilter("x", given)] })).ShouldBe(rows);
    }

    [Fact]
    public async Task An_unknown_path_matches_null_only()
    {
        await using var project = await FilledAsync();
        (await CountAsync(project, Question() with { Filter = [new PathFilter("nowhere", [ScalarValue.Null])] })).ShouldBe(60);
        (await CountAsync(project, Question() with { Filter = [new PathFilter("nowhere", [ScalarValue.Of(1)])] })).ShouldBe(0);
        (await CountAsync(project, Question() with { Filter = [new PathFilter("x", [])] })).ShouldBe(0);
    }

    [Fact]
    public async Task All_conditions_must_hold()
    {
        await using var project = await FilledAsync();
        var question = Question() with { FeedbackType = "a", Filter = [new PathFilter("x", [ScalarValue.Of(1)])] };
        (await CountAsync(project, question)).ShouldBe(10);
        (await CountAsync(project, question with { FeedbackType = "b" })).ShouldBe(0);
        (await CountAsync(project, question with { TriggerRef = "mon:v1" })).ShouldBe(5);
        (await CountAsync(project, question with { Filter = [.. question.Filter, new PathFilter("n", [ScalarValue.Of(0)])] })).ShouldBe(1);
    }

    [Fact]
    public async Task Filtered_rows_are_the_ones_measured()
    {
        await using var project = await FilledAsync();
        var answer = await project.AskAsync(
            TestProject.Question(60, 30, TestProject.Metric("n", Aggregation.Sum)) with { Filter = [new PathFilter("x", [ScalarValue.Of(true)])] });
        answer.Series.Window[0].Values[0].ShouldBe(Enumerable.Range(0, 60).Where(i => i % 6 == 2).Sum());
        answer.Series.Counts.ShouldBe([5, 5]);
    }

    [Fact]
    public async Task Deleted_rows_match_no_filter()
    {
        await using var project = await FilledAsync();
        foreach (var row in project.Log.LiveRows(TestProject.Name).Where(row => row.FeedbackType == "a").Take(5))
            project.Log.Remove(TestProject.Name, row.Sequence);
        (await CountAsync(project, Question() with { FeedbackType = "a" })).ShouldBe(15);
        (await CountAsync(project, Question())).ShouldBe(55);
    }

    private static StatsRequest Question() => TestProject.Question(60, 60, TestProject.Metric("n"));

    private static async Task<long> CountAsync(TestProject project, StatsRequest question) => (await project.AskAsync(question)).Series.WindowCount;

    private static async Task<TestProject> FilledAsync()
    {
        string[] values = ["1", "\"1\"", "true", "null", "[1]", "{}"];
        string?[] triggers = ["mon:v1", "mon:v2", "m", null];
        var project = new TestProject(TestProject.Small(null, 10, 40));
        for (var i = 0; i < 60; i++)
        {
            project.Insert(i, $"{{\"x\":{values[i % 6]},\"n\":{i}}}", i % 3 == 0 ? "a" : "b", triggers[i % 4]);
            if (i == 45)
                await project.SettleAsync();
        }
        return project;
    }
}
