using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>What is written is kept as it came; an id is one row; refusals change nothing.</summary>
public abstract class FeedbackWriteConformance<TDriver> : FeedbackConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        var project = Project(await HasCompany("acme"));
        var row = Some.Feedback("ä-1", 3, "wandb.runnable.judge", "weave:///acme/stories/object/m:v1", """{ "b":1,"a" : "\u0000 ü" }""") with
        {
            Creator = "Ada",
            AnnotationRef = "annotation",
            RunnableRef = "runnable",
            CallRef = "call",
            QueueId = "queue",
            Extras = """{"scorer_tags":["x"]}""",
        };
        var bare = Some.Feedback("bare", 4);

        (await Write(project, row, bare)).ShouldBe([new FeedbackWritten.Kept(row.CreatedAt), new FeedbackWritten.Kept(bare.CreatedAt)]);

        var read = await Read(project);
        read.Select(r => r with { Payload = default }).ShouldBe([row with { Payload = default }, bare with { Payload = default }]);
        read.Select(Text).ShouldBe([Text(row), Text(bare)]);
    }

    [Fact]
    public async Task The_later_write_of_an_id_wins_and_keeps_the_first_creation_time()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, Some.Feedback("a", 1, payload: "{\"n\":1}"));

        (await Write(project, Some.Feedback("a", 9, payload: "{\"n\":2}"), Some.Feedback("a", 10, payload: "{\"n\":3}")))
            .ShouldBe([new FeedbackWritten.Kept(Some.Noon.AddMinutes(1)), new FeedbackWritten.Kept(Some.Noon.AddMinutes(1))]);

        var row = (await Read(project)).Single();
        (row.CreatedAt, Text(row)).ShouldBe((Some.Noon.AddMinutes(1), "{\"n\":3}"));
        (await Store.Feedback.CountAsync(project, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_replacement_takes_the_old_row_away_whether_or_not_it_exists()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, Some.Feedback("old"), Some.Feedback("other"));

        await Store.Feedback.WriteAsync([new(project, Some.Feedback("new", 5))], ["old", "never was"], allOrNothing: true, Stop);

        (await Ids(project)).ShouldBe(["other", "new"]);
    }

    [Fact]
    public async Task Purged_rows_are_gone_and_unknown_ids_are_passed_over()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, Some.Feedback("a"), Some.Feedback("b"), Some.Feedback("c"));

        (await Store.Feedback.PurgeAsync(project, ["c", "x", "a", "a"], Stop)).ShouldBe(2);
        (await Store.Feedback.PurgeAsync(project, ["a"], Stop)).ShouldBe(0);

        (await Ids(project)).ShouldBe(["b"]);
        (await Store.Feedback.CountAsync(project, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_score_s_type_is_reserved_and_spoils_all_or_only_itself()
    {
        var project = Project(await HasCompany("acme"));
        FeedbackEntry[] entries = [new(project, Some.Feedback("a")), new(project, Some.Feedback("s", type: FeedbackRow.ScoreType))];

        (await Store.Feedback.WriteAsync(entries, null, allOrNothing: true, Stop))[1].ShouldBeOfType<FeedbackWritten.Reserved>();
        (await Ids(project)).ShouldBeEmpty();
        (await Store.Feedback.ProjectsAsync(project.CompanyId, Stop)).ShouldBeEmpty();

        var some = await Store.Feedback.WriteAsync(entries, null, allOrNothing: false, Stop);
        some[0].ShouldBeOfType<FeedbackWritten.Kept>();
        some[1].ShouldBeOfType<FeedbackWritten.Reserved>();
        (await Ids(project)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_company_that_does_not_exist_keeps_nothing()
    {
        var acme = Project(await HasCompany("acme"));
        var nobody = new ProjectKey("co_nobody", "stories");

        var outcomes = await Store.Feedback.WriteAsync([new(nobody, Some.Feedback("a")), new(acme, Some.Feedback("b"))], null, allOrNothing: false, Stop);

        outcomes[0].ShouldBeOfType<FeedbackWritten.NoCompany>();
        (await Ids(acme)).ShouldBe(["b"]);
        (await Ids(nobody)).ShouldBeEmpty();
        (await Head(nobody)).Sequence.ShouldBe(0);
    }

    [Fact]
    public async Task One_write_may_reach_several_projects()
    {
        var acme = await HasCompany("acme");
        var globex = await HasCompany("globex");
        FeedbackEntry[] entries = [
            new(Project(globex), Some.Feedback("g")), new(Project(acme, "b"), Some.Feedback("x")), new(Project(acme, "a"), Some.Feedback("x"))
        ];

        (await Store.Feedback.WriteAsync(entries, null, allOrNothing: true, Stop)).ShouldAllBe(outcome => outcome is FeedbackWritten.Kept);

        (await Store.Feedback.ProjectsAsync(acme.Id, Stop)).ShouldBe(
            [new FeedbackProject("a", 1, Some.Noon, Some.Noon), new FeedbackProject("b", 1, Some.Noon, Some.Noon)]);
        (await Ids(Project(globex))).ShouldBe(["g"]);
    }
}
