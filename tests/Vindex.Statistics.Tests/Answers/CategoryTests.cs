namespace Vindex.Statistics.Tests.Answers;

public sealed class CategoryTests
{
    [Fact]
    public async Task The_most_frequent_texts_come_first_and_equal_counts_in_ordinal_order()
    {
        await using var project = Filled("\"b\"", "\"a\"", "\"B\"", "\"c\"", "\"c\"");
        (await AskAsync(project, 10)).ShouldBe([new("c", 2), new("B", 1), new("a", 1), new("b", 1)]);
    }

    [Fact]
    public async Task Only_as_many_as_asked_for_are_listed()
    {
        await using var project = Filled("\"a\"", "\"b\"", "\"b\"", "\"c\"", "\"c\"", "\"c\"");
        (await AskAsync(project, 2)).ShouldBe([new("c", 3), new("b", 2)]);
    }

    [Fact]
    public async Task Every_kind_of_value_has_a_text()
    {
        await using var project = Filled("1", "1.0", "1e0", "0.10", "true", "false", "[1, \"x\"]", "null", "{}", "\"\"", "1e400");
        (await AskAsync(project, 20)).ShouldBe(
        [
            new("", 4), new("1", 3), new("0.1", 1), new("[1, \"x\"]", 1), new("false", 1), new("true", 1),
        ]);
    }

    [Fact]
    public async Task A_number_and_its_text_are_one_category()
    {
        await using var project = Filled("1", "\"1\"", "true", "\"true\"");
        (await AskAsync(project, 20)).ShouldBe([new("1", 2), new("true", 2)]);
    }

    [Fact]
    public async Task Rows_without_the_path_count_as_empty_text()
    {
        await using var project = new TestProject();
        project.Insert(1, "{}");
        project.Insert(2, "{\"y\":1}");
        (await AskAsync(project, 5)).ShouldBe([new("", 2)]);
    }

    [Fact]
    public async Task Counts_are_added_over_blocks_and_tail()
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 40));
        for (var i = 0; i < 205; i++)
            project.Insert(i, $"{{\"x\":\"{i % 3}\"}}");
        await project.SettleAsync();
        (await AskAsync(project, 5)).ShouldBe([new("0", 69), new("1", 68), new("2", 68)]);
    }

    [Fact]
    public async Task Deleted_rows_do_not_count()
    {
        await using var project = new TestProject(TestProject.Small(null, 10, 40));
        var rows = Enumerable.Range(0, 60).Select(i => project.Insert(i, $"{{\"x\":\"{i % 2}\"}}")).ToList();
        await project.SettleAsync();
        foreach (var row in rows.Where((_, i) => i % 2 == 0).Take(20))
            project.Log.Remove(TestProject.Name, row);
        (await AskAsync(project, 5)).ShouldBe([new("1", 30), new("0", 10)]);
    }

    [Fact]
    public async Task Without_rows_there_are_no_categories()
    {
        await using var project = new TestProject();
        (await AskAsync(project, 5)).ShouldBeEmpty();
    }

    private static TestProject Filled(params string[] values)
    {
        var project = new TestProject();
        foreach (var (second, value) in values.Index())
            project.Insert(second, $"{{\"x\":{value}}}");
        return project;
    }

    private static async Task<IReadOnlyList<CategoryCount>> AskAsync(TestProject project, int count) =>
        (await project.AskAsync(TestProject.Question(1000, 1000, TestProject.Texts("x", count)))).Series.Window[0].Categories!;
}
