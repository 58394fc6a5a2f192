using Vindex.Storage.Evaluator;

namespace Vindex.Storage.Tests.Conformance;

public abstract class EvaluatorConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly byte[] s_file = [1, 2, 3];

    [Fact]
    public async Task A_session_goes_from_upload_to_its_end_and_keeps_its_results_in_the_order_of_the_file()
    {
        await HasSession("a", total: 3);
        var uploaded = (await Find("a")).ShouldNotBeNull();
        uploaded.ShouldBe(Session("a", 3));
        (await Lease()).ShouldBeNull();

        (await Store.Evaluator.StartAsync("a", "order", Some.Noon, Stop)).ShouldBeTrue();
        var leased = (await Lease()).ShouldNotBeNull();
        leased.File.ShouldBe(s_file);
        leased.RowsStored.ShouldBe(0);
        leased.Session.ShouldBe(uploaded with { State = EvaluatorState.Scoring, Order = "order", Taken = 1 });

        (await StoreRows("a", 3, 1)).ShouldBeTrue();
        (await StoreRows("a", 2, 1)).ShouldBeTrue();
        (await Store.Evaluator.CountAsync("a", Stop)).ShouldBe(3);
        await Store.Evaluator.EndAsync("a", "outcome", null, Stop);
        (await Find("a"))!.ShouldBe(uploaded with { State = EvaluatorState.Done, Order = "order", Outcome = "outcome", Taken = 1 });
        var rows = await Store.Evaluator.RowsAsync("a", Stop);
        rows.Select(row => (row.Row, (int)row.Result[0])).ShouldBe([(1, 1), (2, 2), (3, 3)]);
        (await Lease()).ShouldBeNull();
        (await StoreRows("a", 4)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_has_ended_is_started_again_without_its_results()
    {
        await HasSession("a", total: 2);
        await HasSession("b");
        (await Store.Evaluator.RestartAsync("a", "other", Some.Noon, Stop)).ShouldBeFalse();
        await Store.Evaluator.StartAsync("a", "order", Some.Noon, Stop);
        await Store.Evaluator.StartAsync("b", "order", Some.Noon, Stop);
        (await Store.Evaluator.RestartAsync("a", "other", Some.Noon, Stop)).ShouldBeFalse();
        await Lease();
        await Lease();
        await StoreRows("a", 1, 2);
        await StoreRows("b", 1);
        await Store.Evaluator.EndAsync("a", "outcome", null, Stop);
        await Store.Evaluator.EndAsync("b", null, "broken", Stop);

        (await Store.Evaluator.RestartAsync("a", "other", Some.Noon.AddHours(24), Stop)).ShouldBeFalse();
        (await Store.Evaluator.RestartAsync("a", "other", Some.Noon.AddMinutes(1), Stop)).ShouldBeTrue();
        (await Find("a")).ShouldBe(Session("a", 2) with { State = EvaluatorState.Scoring, Order = "other" });
        (await Store.Evaluator.CountAsync("a", Stop)).ShouldBe(0);
        (await Store.Evaluator.CountAsync("b", Stop)).ShouldBe(1);
        (await Lease(minute: 1))!.RowsStored.ShouldBe(0);
        (await Store.Evaluator.RestartAsync("b", "other", Some.Noon.AddMinutes(1), Stop)).ShouldBeTrue();
        (await Find("b"))!.Error.ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_start_a_session_one_does()
    {
        await HasSession("a");
        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.Evaluator.StartAsync("a", "order", Some.Noon, Stop)));
        started.Count(one => one).ShouldBe(1);
        (await Store.Evaluator.StartAsync("nobody", "order", Some.Noon, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_session_that_waits_longest_is_taken_first_and_one_that_is_taken_only_when_its_lease_is_over()
    {
        foreach (var id in (string[])["a", "b"]) await HasSession(id);
        await Store.Evaluator.StartAsync("b", "order", Some.Noon, Stop);
        await Store.Evaluator.StartAsync("a", "order", Some.Noon.AddSeconds(1), Stop);

        (await Lease())!.Session.Id.ShouldBe("b");
        (await Lease())!.Session.Id.ShouldBe("a");
        (await Lease()).ShouldBeNull();
        await StoreRows("b", 1);
        var again = (await Lease(minute: 1)).ShouldNotBeNull();
        (again.Session.Id, again.Session.Taken, again.RowsStored).ShouldBe(("b", 2, 1));
    }

    [Fact]
    public async Task What_a_dead_process_held_is_taken_back_and_what_is_given_back_does_not_count_as_taken()
    {
        await HasSession("a");
        await Store.Evaluator.StartAsync("a", "order", Some.Noon, Stop);
        await Lease();
        await Store.Evaluator.TakeBackAsync(Stop);
        (await Lease())!.Session.Taken.ShouldBe(2);
        await Store.Evaluator.ReleaseAsync("a", Stop);
        (await Lease())!.Session.Taken.ShouldBe(2);
    }

    [Fact]
    public async Task A_session_that_failed_says_why()
    {
        await HasSession("a");
        await Store.Evaluator.StartAsync("a", "order", Some.Noon, Stop);
        await Store.Evaluator.EndAsync("a", null, "broken", Stop);
        var failed = (await Find("a"))!;
        (failed.State, failed.Error).ShouldBe((EvaluatorState.Failed, "broken"));
    }

    [Fact]
    public async Task What_has_expired_is_gone_for_readers_at_once_and_for_good_when_it_is_forgotten()
    {
        for (var i = 0; i < 45; i++) await HasSession($"old{i}");
        await HasSession("new", minute: 1);
        await Store.Evaluator.StartAsync("old0", "order", Some.Noon, Stop);
        await StoreRows("old0", 1);
        var end = Some.Noon.AddHours(24);

        (await Store.Evaluator.FindAsync("old0", end.AddMilliseconds(-1), Stop)).ShouldNotBeNull();
        (await Store.Evaluator.FindAsync("old0", end, Stop)).ShouldBeNull();
        (await Store.Evaluator.FileAsync("old0", end, Stop)).ShouldBeNull();
        (await Store.Evaluator.StartAsync("old1", "order", end, Stop)).ShouldBeFalse();
        (await Store.Evaluator.LeaseAsync(end, end.AddMinutes(1), Stop)).ShouldBeNull();

        (await Store.Evaluator.ForgetAsync(end, Stop)).ShouldBe(45);
        (await Store.Evaluator.FindAsync("old0", Some.Noon, Stop)).ShouldBeNull();
        (await Store.Evaluator.RowsAsync("old0", Stop)).ShouldBeEmpty();
        (await Store.Evaluator.FileAsync("new", Some.Noon, Stop)).ShouldBe(s_file);
    }

    [Fact]
    public async Task Files_past_the_limit_for_all_together_are_refused_until_others_are_gone()
    {
        (await Store.Evaluator.AddAsync(Session("a"), s_file, 5, Stop)).ShouldBeTrue();
        (await Store.Evaluator.AddAsync(Session("b"), s_file, 5, Stop)).ShouldBeFalse();
        (await Find("b")).ShouldBeNull();
        await Store.Evaluator.ForgetAsync(Some.Noon.AddHours(24), Stop);
        (await Store.Evaluator.AddAsync(Session("b", minute: 1), s_file, 5, Stop)).ShouldBeTrue();
    }

    private static EvaluatorSession Session(string id, int total = 1, int minute = 0) =>
        new(id, "backlog.csv", "upload", total, Some.Noon.AddMinutes(minute), Some.Noon.AddMinutes(minute).AddHours(24));

    private async Task HasSession(string id, int total = 1, int minute = 0) =>
        (await Store.Evaluator.AddAsync(Session(id, total, minute), s_file, 1000, Stop)).ShouldBeTrue();

    private Task<EvaluatorSession?> Find(string id) => Store.Evaluator.FindAsync(id, Some.Noon, Stop);

    private Task<LeasedEvaluation?> Lease(int minute = 0) =>
        Store.Evaluator.LeaseAsync(Some.Noon.AddMinutes(minute), Some.Noon.AddMinutes(minute).AddSeconds(60), Stop);

    private Task<bool> StoreRows(string id, params int[] rows) =>
        Store.Evaluator.StoreAsync(id, [.. rows.Select(row => new EvaluatorRow(row, [(byte)row]))], Some.Noon.AddSeconds(60), Stop);
}
