using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Vindex.Storage.Nodes;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Processes that use the store: who is there, what they have leased, and what becomes of it when they go.</summary>
public abstract class NodeConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_node_is_listed_with_what_it_reports_and_has_leased()
    {
        var acme = await HasInstallation("acme");
        var node = Some.Node("n1");
        await Store.Nodes.JoinAsync(node, Some.Noon, Stop);
        await HasDelivery(acme, "A");
        await HasJob(acme, "B");
        await HasJob(acme, "C");
        await Lease(2);
        await TakeOneAsync();
        await HasSessionAsync();
        (await Store.Nodes.TakeDutyAsync("tidying", Some.Noon, Some.Noon.AddHours(1), Stop)).ShouldBeTrue();
        (await Store.Nodes.BeatAsync(new NodeReport("http://10.0.0.1:8080", 7), Some.Noon.AddSeconds(2), Stop)).ShouldBeTrue();

        var state = (await Store.Nodes.ListAsync(Stop)).ShouldHaveSingleItem();
        (state.Node, state.Report, state.SeenAt, state.Beat).ShouldBe((node, new NodeReport("http://10.0.0.1:8080", 7), Some.Noon.AddSeconds(2), 1));
        (state.Leases, state.Duties).ShouldBe((new NodeLeases(2, 1, 1), state.Duties));
        state.Duties.ShouldBe(["tidying"]);
        (await Store.Nodes.BeatsAsync(Stop)).ShouldBe(new Dictionary<string, long> { ["n1"] = 1 });
    }

    [Fact]
    public async Task What_a_node_leased_is_due_at_once_when_the_next_start_of_its_home_joins()
    {
        var acme = await HasInstallation("acme");
        await Store.Nodes.JoinAsync(Some.Node("n1"), Some.Noon, Stop);
        var delivery = await HasDelivery(acme, "A");
        var job = await HasJob(acme, "B");
        await Lease(1);
        await TakeOneAsync();
        await HasSessionAsync();

        await Store.Nodes.JoinAsync(Some.Node("n2"), Some.Noon.AddSeconds(1), Stop);

        (await Store.Nodes.ListAsync(Stop)).ShouldHaveSingleItem().Node.Id.ShouldBe("n2");
        var again = (await Lease(9, second: 1)).ShouldHaveSingleItem().Job;
        (again.Id, again.Taken, again.Attempts).ShouldBe((job.Id, 2, 0));
        (await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop))!.Status.ShouldBe(DeliveryStatus.Pending);
        (await Store.Evaluator.LeaseAsync(Some.Noon.AddSeconds(1), Some.Noon.AddMinutes(1), Stop)).ShouldNotBeNull().Session.Taken.ShouldBe(2);
        (await Store.Jobs.ReleaseAsync(job.Id, 1, Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        (await Store.Nodes.ListAsync(Stop))[0].Leases.ShouldBe(new NodeLeases(1, 0, 1));
    }

    [Fact]
    public async Task A_node_is_removed_only_if_it_has_not_reported_since()
    {
        await Store.Nodes.JoinAsync(Some.Node("n1"), Some.Noon, Stop);
        await Store.Nodes.BeatAsync(new NodeReport(null, null), Some.Noon, Stop);
        (await Store.Nodes.RemoveAsync("n1", 0, Some.Noon, Stop)).ShouldBeFalse();
        (await Store.Nodes.RemoveAsync("n1", 1, Some.Noon, Stop)).ShouldBeTrue();
        (await Store.Nodes.RemoveAsync("n1", 1, Some.Noon, Stop)).ShouldBeFalse();

        (await Store.Nodes.BeatAsync(new NodeReport(null, null), Some.Noon, Stop)).ShouldBeFalse("it counts as dead, and has to join again");
        await Store.Nodes.JoinAsync(Some.Node("n1"), Some.Noon, Stop);
        (await Store.Nodes.BeatAsync(new NodeReport(null, null), Some.Noon, Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_leaves_gives_back_what_it_has()
    {
        var acme = await HasInstallation("acme");
        await Store.Nodes.JoinAsync(Some.Node("n1"), Some.Noon, Stop);
        await HasJob(acme, "A");
        await Lease(1);
        await Store.Nodes.LeaveAsync(Some.Noon.AddSeconds(1), Stop);
        (await Store.Nodes.ListAsync(Stop)).ShouldBeEmpty();
        (await Lease(1, second: 1)).ShouldHaveSingleItem();
        await Store.Nodes.LeaveAsync(Some.Noon, Stop);
    }

    [Fact]
    public async Task Leases_of_a_process_that_has_not_joined_end_by_their_time()
    {
        var acme = await HasInstallation("acme");
        await HasJob(acme, "A");
        await Lease(1);
        await Store.Nodes.JoinAsync(Some.Node("n1"), Some.Noon, Stop);
        (await Lease(1, second: 1)).ShouldBeEmpty();
        (await Store.Jobs.TakeBackAsync(Some.Noon.AddSeconds(60), all: false, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_is_never_exceeded_and_what_has_ended_counts_no_more()
    {
        var end = Some.Noon.AddSeconds(60);
        (await TakeAsync(10, least: 4, most: 4)).Taken.ShouldBe(4);
        (await TakeAsync(10, least: 1, most: 5)).ShouldSatisfyAllConditions(
            take => take.Taken.ShouldBe(5), take => take.Uses.ShouldBe([new LimitUse(4, end)]));
        (await TakeAsync(10, least: 2, most: 5)).Taken.ShouldBe(0, "only one is left");
        (await TakeAsync(10, least: 1, most: 5)).Taken.ShouldBe(1);
        var refused = await TakeAsync(10, least: 1, most: 1);
        refused.Taken.ShouldBe(0);
        refused.Uses.ShouldBe([new LimitUse(4, end), new LimitUse(5, end), new LimitUse(1, end)], ignoreOrder: true);
        (await TakeAsync(10, least: 1, most: 1, limited: "other")).Taken.ShouldBe(1);

        (await TakeAsync(10, least: 10, most: 10, second: 60)).Taken.ShouldBe(10);
        (await Store.Limits.ForgetAsync(Some.Noon.AddSeconds(60), Stop)).ShouldBe(1);
        (await Store.Limits.ForgetAsync(Some.Noon.AddSeconds(120), Stop)).ShouldBe(1);
    }

    private Task<LimitTake> TakeAsync(long limit, long least, long most, int second = 0, string limited = "score key_1") =>
        Store.Limits.TakeAsync(limited, limit, least, most, Some.Noon.AddSeconds(second), Some.Noon.AddSeconds(second + 60), Stop);

    private async Task TakeOneAsync() =>
        (await Store.Deliveries.TakeAsync(new Dictionary<string, int>(), 8, 1, null, Some.Noon, Some.Noon.AddMinutes(1), Stop))
            .Deliveries.ShouldHaveSingleItem();

    private async Task HasSessionAsync()
    {
        var session = new Storage.Evaluator.EvaluatorSession("e1", "backlog.csv", "{}", 1, Some.Noon, Some.Noon.AddDays(1));
        (await Store.Evaluator.AddAsync(session, [1], 1000, Stop)).ShouldBeTrue();
        (await Store.Evaluator.StartAsync("e1", "order", Some.Noon, Stop)).ShouldBeTrue();
        (await Store.Evaluator.LeaseAsync(Some.Noon, Some.Noon.AddMinutes(1), Stop)).ShouldNotBeNull();
    }
}
