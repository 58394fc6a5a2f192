using System.Text;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Reads give the selected rows, in order, from one moment.</summary>
public abstract class FeedbackReadConformance<TDriver> : FeedbackConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task Rows_come_by_creation_then_id_in_utf_16_order_in_both_directions()
    {
        var project = Project(await HasCompany("acme"));
        // By code point, U+E000 and U+FF21 come before U+1F600; by UTF-16 unit, after it.
        string[] sorted = ["A", "a", "a\U0001F600", "a\uE000", "b", "ä", "\U0001F600", "\uFF21"];
        await Write(
            project,
            [.. sorted.Reverse().Select(id => Some.Feedback(id, 5)), Some.Feedback("late", 6), Some.Feedback("\U0001F600", 4) with { Id = "\U0001F601" }]);

        (await Ids(project)).ShouldBe(["\U0001F601", .. sorted, "late"]);
        (await Ids(project, new() { Descending = true })).ShouldBe(["late", .. sorted.Reverse(), "\U0001F601"]);
    }

    [Fact]
    public async Task A_selection_narrows_by_everything_it_names()
    {
        var project = Project(await HasCompany("acme"));
        await Write(
            project,
            Some.Feedback("a", 0, "t1", "m:v1"),
            Some.Feedback("b", 1, "t2", "m:v2") with { WeaveRef = "r2" },
            Some.Feedback("c", 2, "t1", "monday:v1"),
            Some.Feedback("d", 3, "t1"),
            Some.Feedback("e", 4, "", "M:v1") with { WeaveRef = "r2" });

        (await Ids(project, new() { Ids = ["c", "a", "zz"] })).ShouldBe(["a", "c"]);
        (await Ids(project, new() { Ids = [] })).ShouldBeEmpty();
        (await Ids(project, new() { WeaveRefs = ["r2"] })).ShouldBe(["b", "e"]);
        (await Ids(project, new() { WeaveRefs = ["r2"], FeedbackTypes = ["t2"] })).ShouldBe(["b"]);
        (await Ids(project, new() { FeedbackTypes = ["t1"] })).ShouldBe(["a", "c", "d"]);
        (await Ids(project, new() { FeedbackTypes = ["t1", ""], Descending = true })).ShouldBe(["e", "d", "c", "a"]);
        (await Ids(project, new() { TriggerRef = "m:v1" })).ShouldBe(["a"]);
        (await Ids(project, new() { TriggerPrefix = "m" })).ShouldBe(["a", "b", "c"]);
        (await Ids(project, new() { TriggerPrefix = "" })).ShouldBe(["a", "b", "c", "e"]);
        (await Ids(project, new() { TriggerPrefix = "m:", FeedbackTypes = ["t1"] })).ShouldBe(["a"]);
        (await Ids(project, new() { From = Some.Noon.AddMinutes(1), Before = Some.Noon.AddMinutes(3) })).ShouldBe(["b", "c"]);
        (await Ids(project, new() { From = Some.Noon.AddTicks(1), Before = Some.Noon.AddMinutes(3).AddTicks(1) })).ShouldBe(["b", "c", "d"]);
        (await Ids(project, new() { Ids = ["a", "b"], TriggerRef = "m:v2", From = Some.Noon })).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Lists_of_any_length_are_looked_for()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, Some.Feedback("a", 0), Some.Feedback("b", 1), Some.Feedback("c", 2));
        string[] many = [.. Enumerable.Range(0, 100_000).Select(i => $"none-{i}")];

        (await Ids(project, new() { Ids = [.. many, "c", "a"] })).ShouldBe(["a", "c"]);
        (await Ids(project, new() { WeaveRefs = many })).ShouldBeEmpty();
        (await Ids(project, new() { FeedbackTypes = [.. many, "wandb.note.1"] })).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_long_read_sees_one_moment()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, [.. Enumerable.Range(0, 5000).Select(i => Some.Feedback($"{i:D5}"))]);

        var seen = new List<string>();
        await foreach (var row in Store.Feedback.ReadAsync(project, FeedbackSelection.All, Stop))
        {
            if (seen.Count == 10)
            {
                await Store.Feedback.PurgeAsync(project, ["04990"], Stop);
                await Write(project, Some.Feedback("04991", payload: "{\"new\":1}"), Some.Feedback("zz"));
            }

            seen.Add(row.Id);
        }

        seen.ShouldBe(Enumerable.Range(0, 5000).Select(i => $"{i:D5}"));
        (await Read(project)).Count.ShouldBe(5000);
    }

    [Fact]
    public async Task The_newest_row_of_each_trigger_is_given_newest_first()
    {
        var project = Project(await HasCompany("acme"));
        await Write(
            project,
            Some.Feedback("a1", 1, "t1", "a"),
            Some.Feedback("a2", 7, "t1", "a"),
            Some.Feedback("a3", 5, "t2", "a"),
            Some.Feedback("b1", 2, "t1", "b"),
            Some.Feedback("none1", 3, "t1"),
            Some.Feedback("none2", 4, "t2"),
            Some.Feedback("empty", 0, "t2", ""));

        (await Newest(project, new())).ShouldBe(["a2", "none2", "b1", "empty"]);
        (await Newest(project, new(), 2)).ShouldBe(["a2", "none2"]);
        (await Newest(project, new() { FeedbackTypes = ["t1"] })).ShouldBe(["a2", "none1", "b1"]);
        (await Newest(project, new() { From = Some.Noon.AddMinutes(2), Before = Some.Noon.AddMinutes(7) })).ShouldBe(["a3", "none2", "b1"]);
        (await Newest(project, new() { FeedbackTypes = ["t9"] })).ShouldBeEmpty();
        (await Newest(project with { Name = "other" }, new())).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_triggers_than_are_sought_one_by_one_are_walked()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, [.. Enumerable.Range(0, 10_050).Select(i => Some.Feedback($"{i:D5}", i, trigger: $"m:{i}"))]);
        await Write(project, Some.Feedback("again", 20_000, trigger: "m:0"), Some.Feedback("other type", 20_001, "t2", "m:1"));

        (await Newest(project, new(), 3)).ShouldBe(["other type", "again", "10049"]);
        (await Newest(project, new() { FeedbackTypes = ["wandb.note.1"] }, 2)).ShouldBe(["again", "10049"]);
        (await Newest(project, new(), 20_000)).Count.ShouldBe(10_050);
    }

    [Fact]
    public async Task Newest_rows_with_large_payloads_come_in_their_order_too()
    {
        var project = Project(await HasCompany("acme"));
        var payload = Encoding.UTF8.GetBytes("{\"text\":\"" + new string('x', 1 << 20) + "\"}");
        await Write(project, [.. Enumerable.Range(0, 20).Select(i => Some.Feedback($"{i:D2}", i, trigger: $"m:{i}") with { Payload = payload })]);

        (await Newest(project, new())).ShouldBe(Enumerable.Range(0, 20).Reverse().Select(i => $"{i:D2}"));
        (await Newest(project, new(), 9)).ShouldBe(Enumerable.Range(11, 9).Reverse().Select(i => $"{i:D2}"));
    }

    private async Task<List<string>> Newest(ProjectKey project, FeedbackSelection selection, int limit = 100) =>
        await Store.Feedback.NewestByTriggerAsync(project, selection, limit, Stop).Select(row => row.Id).ToListAsync(Stop);
}
