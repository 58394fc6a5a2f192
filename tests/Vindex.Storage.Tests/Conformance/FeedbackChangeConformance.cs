using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Every change of a project has a number, in the order of commits, and whoever follows them arrives at the live rows.</summary>
public abstract class FeedbackChangeConformance<TDriver> : FeedbackConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task Changes_are_numbered_from_one_in_the_order_of_writing()
    {
        var project = Project(await HasCompany("acme"));
        (await Head(project)).Sequence.ShouldBe(0);
        await Write(project, Some.Feedback("a", 1, "t", "m", "{\"a\":1}"), Some.Feedback("b", 0));
        await Write(project, Some.Feedback("a", 9, payload: "{\"a\":2}"));
        await Store.Feedback.PurgeAsync(project, ["b"], Stop);

        (await Head(project)).Sequence.ShouldBe(5);
        // What is not live any more is left out; that it went is told.
        (await Changes(project)).Select(Describe).ShouldBe(["3 removes 1", "4 t=wandb.note.1 60000 {\"a\":2}", "5 removes 2"]);
        (await Changes(project, 3)).Select(Describe).ShouldBe(["4 t=wandb.note.1 60000 {\"a\":2}", "5 removes 2"]);
        (await Changes(project, 5)).ShouldBeEmpty();
        (await Changes(project with { Name = "other" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_heads_of_all_projects_are_those_of_each()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        var projects = new[] { Project(acme), Project(acme) with { Name = "second" }, Project(other) };
        foreach (var project in projects) await Write(project, Some.Feedback("a"));
        await Write(projects[1], Some.Feedback("b"));

        var heads = await Store.Feedback.HeadsAsync(Stop);
        heads.Keys.ShouldBe(projects, ignoreOrder: true);
        foreach (var project in projects) heads[project].ShouldBe(await Head(project));
        await Store.Companies.BeginDeletionAsync(other.Id, _ => Some.Audit(other.Id), Stop);
        (await Store.Feedback.HeadsAsync(Stop)).Keys.ShouldBe(projects[..2], ignoreOrder: true);
    }

    [Fact]
    public async Task A_write_that_is_refused_takes_no_number()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, Some.Feedback("a"));
        await Store.Feedback.WriteAsync(
            [new(project, Some.Feedback("b")), new(project, Some.Feedback("s", type: FeedbackRow.ScoreType))], ["a"], allOrNothing: true, Stop);
        await Store.Feedback.PurgeAsync(project, ["x"], Stop);

        (await Head(project)).Sequence.ShouldBe(1);
        (await Ids(project)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Whoever_reads_while_many_write_misses_nothing_that_was_acknowledged()
    {
        var project = Project(await HasCompany("acme"));
        var acknowledged = 0L;
        var copy = new FeedbackCopy();
        using var done = new CancellationTokenSource();
        var reading = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    var before = Interlocked.Read(ref acknowledged);
                    var head = await Head(project);
                    await copy.CatchUpAsync(Store.Feedback, project, Stop);
                    copy.Sequence.ShouldBeGreaterThanOrEqualTo(head.Sequence);
                    copy.Inserted.ShouldBeGreaterThanOrEqualTo(before);
                }
            },
            Stop);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    // Half of the ids are another writer's too.
                    await Write(project, Some.Feedback($"{writer}-{i}", i), Some.Feedback($"shared-{i}", i));
                    Interlocked.Increment(ref acknowledged);
                    if (i % 8 == 7)
                    {
                        await Store.Feedback.PurgeAsync(project, [$"{writer}-{i - 3}", $"shared-{i}"], Stop);
                    }
                }
            },
            Stop)));
        await done.CancelAsync();
        await reading;

        await copy.CatchUpAsync(Store.Feedback, project, Stop);
        copy.Live.ShouldBe(await FeedbackCopy.LiveRowsAsync(Store.Feedback, project, Stop));
        (await Store.Feedback.CountAsync(project, Stop)).ShouldBe(copy.Live.Count);
        (await Head(project)).Sequence.ShouldBe(copy.Sequence);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_catch_up_is_one_state_although_rows_move_meanwhile()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, [.. Enumerable.Range(0, 15_000).Select(i => Some.Feedback($"{i:D5}", i % 7))]);

        var copy = new FeedbackCopy();
        var chunks = 0;
        await foreach (var chunk in Store.Feedback.ChangesAfterAsync(project, 0, Stop))
        {
            copy.Apply(chunk);
            if (chunks++ == 0)
            {
                // One that was read, one that was not, both replaced; one of each purged.
                await Write(project, Some.Feedback("00010"), Some.Feedback("14990"));
                await Store.Feedback.PurgeAsync(project, ["00011", "14991"], Stop);
            }
        }

        chunks.ShouldBeGreaterThan(2);
        copy.Live.Count.ShouldBe(14_998);
        copy.Live.ShouldBe(await FeedbackCopy.LiveRowsAsync(Store.Feedback, project, Stop));
    }

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(100, 19_900)]
    [InlineData(5000, 14_999)]
    public async Task Missing_numbers_are_passed_over(int first, int count)
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, [.. Enumerable.Range(0, 20_000).Select(i => Some.Feedback($"{i:D5}", i % 7))]);
        foreach (var ids in Enumerable.Range(first, count).Select(i => $"{i:D5}").Chunk(5000)) await Store.Feedback.PurgeAsync(project, ids, Stop);
        await Store.Feedback.ForgetRemovalsAsync(TimeProvider.System.GetUtcNow().AddHours(1), Stop);
        await Write(project, Some.Feedback("last", 1));

        var changes = await Changes(project);

        changes.Select(change => change.Sequence).ShouldBe([.. Enumerable.Range(1, 20_000).Where(n => n <= first || n > first + count), 20_001 + count]);
        changes.ShouldAllBe(change => !change.IsRemoval);
    }

    [Fact]
    public async Task Live_rows_of_ranges_come_once_each()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, [.. Enumerable.Range(0, 9000).Select(i => Some.Feedback($"{i:D5}", i))]);
        await Store.Feedback.PurgeAsync(project, ["00005"], Stop);
        long At(int minute) => Some.Noon.AddMinutes(minute).ToUnixTimeMilliseconds();

        var some = await Live(project, (At(4), At(7)), (At(6), At(9)), (At(20), At(21)), (At(30), At(30)), (At(50), At(40)));
        some.Select(change => change.CreatedAtMs).Order().ShouldBe([At(4), At(6), At(7), At(8), At(20)]);
        some.ShouldAllBe(change => !change.IsRemoval);

        (await Live(project, (long.MinValue, At(100)), (At(100), long.MaxValue))).Count.ShouldBe(8999);
        (await Live(project)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Removals_are_forgotten_after_a_time_and_the_head_says_so()
    {
        var project = Project(await HasCompany("acme"));
        await Write(project, Some.Feedback("a"), Some.Feedback("b"), Some.Feedback("c"));
        await Store.Feedback.PurgeAsync(project, ["a", "b"], Stop);

        (await Store.Feedback.ForgetRemovalsAsync(TimeProvider.System.GetUtcNow().AddHours(-1), Stop)).ShouldBe(0);
        (await Head(project)).CompleteSince.ShouldBe(0);

        (await Store.Feedback.ForgetRemovalsAsync(TimeProvider.System.GetUtcNow().AddHours(1), Stop)).ShouldBe(2);
        (await Head(project)).CompleteSince.ShouldBe(5);
        (await Head(project)).Sequence.ShouldBe(5);
        (await Changes(project)).Select(change => change.Sequence).ShouldBe([3]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private async Task<List<FeedbackChange>> Live(ProjectKey project, params (long From, long Before)[] ranges) =>
        await Store.Feedback.LiveRowsAsync(project, ranges, Stop).SelectMany(chunk => chunk).ToListAsync(Stop);

    private static string Describe(FeedbackChange change) => change.IsRemoval
        ? $"{change.Sequence} removes {change.RowSequence}"
        : $"{change.Sequence} t={change.FeedbackType} {change.CreatedAtMs - Some.Noon.ToUnixTimeMilliseconds()} {System.Text.Encoding.UTF8.GetString(change.Payload.Span)}";
}
