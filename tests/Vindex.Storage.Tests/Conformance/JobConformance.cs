using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>What becomes of a job.</summary>
public abstract class JobConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_job_is_leased_with_its_ticket_and_ends_with_score_and_delivery_in_one_go()
    {
        var acme = await HasInstallation("acme");
        var job = await HasJob(acme, "A");
        (await Store.Jobs.FindAsync(ScoreAccess.All, job.Id, Stop))!.State.ShouldBe(JobState.Queued);

        var leased = (await Lease(5)).Single();
        (leased.Job.Id, leased.Job.State, leased.Job.Taken, leased.Job.Title).ShouldBe((job.Id, JobState.Running, 1, job.Title));
        leased.Payload.ShouldBe(job.Payload);
        (await Lease(5)).ShouldBeEmpty();

        var score = Some.Score(acme.CompanyId, acme.CustomerId).OfTicket("A");
        var delivery = Some.Delivery(acme.CustomerId);
        (await Store.Jobs.CompleteAsync(job.Id, 1, score, delivery, Some.Noon.AddSeconds(3), Stop)).ShouldBe(LeaseEnd.Stored);
        var done = await Store.Jobs.FindAsync(ScoreAccess.All, job.Id, Stop);
        (done!.State, done.ScoreId, done.FinishedAt).ShouldBe((JobState.Done, score.Item.Id, Some.Noon.AddSeconds(3)));
        (await Store.Scores.FindAsync(ScoreAccess.All, score.Item.Id, Stop)).ShouldBe(score);
        var due = await Store.Deliveries.OfJobAsync(job.Id, Stop);
        (due!.Id, due.ScoreId, due.Status, due.DueAt, due.Lane).ShouldBe(
            (delivery.Id, score.Item.Id, DeliveryStatus.Pending, Some.Noon.AddSeconds(3), acme.CustomerId));
        (await Store.Deliveries.LatestAsync(score.Item.Id, Stop)).ShouldBe(due);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newer_event_ends_the_queued_job_of_its_ticket_and_no_other()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        var first = await HasJob(acme, "A");
        var neighbour = await HasJob(acme, "B");
        var stranger = await HasJob(other, "A");
        var second = Some.Job(acme, "A", second: 9);
        (await Store.Jobs.EnqueueAsync(second, Stop)).ShouldBe(new Enqueued(true, first.Id));

        var ended = await Store.Jobs.FindAsync(ScoreAccess.All, first.Id, Stop);
        (ended!.State, ended.SupersededBy, ended.FinishedAt).ShouldBe((JobState.Superseded, second.Id, Some.Noon.AddSeconds(9)));
        (await Lease(9, second: 10)).Select(leased => leased.Job.Id).ShouldBe([neighbour.Id, stranger.Id, second.Id], ignoreOrder: true);
        (await Store.Jobs.StateAsync(Some.Noon.AddSeconds(10), Stop)).Waiting.ShouldBe(0);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unchanged_ticket_shares_its_score_with_a_delivery_of_its_own()
    {
        var acme = await HasInstallation("acme");
        var score = await HasScore(Some.Score(acme.CompanyId, acme.CustomerId).OfTicket("A") with { ContentHash = "same" });
        (await Store.Scores.UnchangedAsync(acme.CustomerId, "A", "same", Stop)).ShouldBe(score);
        (await Store.Scores.UnchangedAsync(acme.CustomerId, "A", "other", Stop)).ShouldBeNull();
        (await Store.Scores.UnchangedAsync(acme.CustomerId, "B", "same", Stop)).ShouldBeNull();

        var job = await HasJob(acme, "A");
        await Lease(1);
        (await Store.Jobs.ShareAsync(job.Id, 1, "gone", null, Some.Noon, Stop)).ShouldBe(LeaseEnd.ScoreGone);
        var delivery = Some.Delivery(null, "https://own.example.com:8443/x");
        (await Store.Jobs.ShareAsync(job.Id, 1, score.Item.Id, delivery, Some.Noon, Stop)).ShouldBe(LeaseEnd.Stored);
        (await Store.Jobs.FindAsync(ScoreAccess.All, job.Id, Stop))!.ScoreId.ShouldBe(score.Item.Id);
        (await Store.Deliveries.LatestAsync(score.Item.Id, Stop))!.Lane.ShouldBe("url:own.example.com:8443");
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);

        await HasScore(Some.Score(acme.CompanyId, acme.CustomerId, minute: 5).OfTicket("A") with { ContentHash = "edited" });
        (await Store.Scores.UnchangedAsync(acme.CustomerId, "A", "same", Stop)).ShouldBeNull("only the latest score counts");
    }

    [Fact]
    public async Task A_job_that_failed_for_good_tells_of_it_without_a_score()
    {
        var acme = await HasInstallation("acme");
        var job = await HasJob(acme, "A");
        await Lease(1);
        (await Store.Jobs.RetryAsync(job.Id, 1, "no answer", Some.Noon.AddSeconds(30), Stop)).ShouldBe(LeaseEnd.Stored);
        (await Lease(1, second: 29)).ShouldBeEmpty();
        var again = (await Lease(1, second: 30)).Single();
        (again.Job.Attempts, again.Job.Taken, again.Job.Error).ShouldBe((1, 2, "no answer"));
        again.Payload.ShouldBe(job.Payload);

        var delivery = Some.Delivery(acme.CustomerId);
        (await Store.Jobs.FailAsync(job.Id, 2, "no answer at all", delivery, Some.Noon.AddSeconds(31), Stop)).ShouldBe(LeaseEnd.Stored);
        var failed = await Store.Jobs.FindAsync(ScoreAccess.All, job.Id, Stop);
        (failed!.State, failed.Error, failed.ScoreId).ShouldBe((JobState.Failed, "no answer at all", null));
        (await Store.Deliveries.OfJobAsync(job.Id, Stop))!.ScoreId.ShouldBeNull();

        (await Store.Jobs.ForgetAsync(Some.Noon.AddSeconds(31), Stop)).ShouldBe(0);
        (await Store.Jobs.ForgetAsync(Some.Noon.AddSeconds(32), Stop)).ShouldBe(1);
        (await Store.Jobs.FindAsync(ScoreAccess.All, job.Id, Stop)).ShouldBeNull();
        (await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Deleting_a_score_takes_its_job_and_its_deliveries_along()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        var stored = await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop);
        (await Store.Scores.DeleteAsync(ScoreAccess.All, stored!.ScoreId!, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop)).ShouldBeNull();
        (await Store.Jobs.FindAsync(ScoreAccess.All, stored.JobId, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Deleting_a_company_leaves_nothing_of_its_queue()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        await HasDelivery(acme, "A");
        var leased = await HasJob(acme, "B");
        (await Lease(1)).Single().Job.Id.ShouldBe(leased.Id);
        await HasJob(acme, "C");
        var kept = await HasJob(other, "A");
        (await DeletesCompany(acme.CompanyId, Some.Audit())).ShouldBeTrue();

        (await Store.Jobs.CompleteAsync(leased.Id, 1, Some.Score(acme.CompanyId, acme.CustomerId), null, Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        (await Store.Deliveries.ListAsync(ScoreAccess.All, DeliveryFilter.None, null, 10, Stop)).Items.ShouldBeEmpty();
        (await Store.Jobs.StateAsync(Some.Noon, Stop)).ShouldBe(new QueueState(1, Some.Noon));
        (await Lease(5)).Single().Job.Id.ShouldBe(kept.Id);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_is_seen_by_its_company_and_by_keys_of_its_customer_only()
    {
        var acme = await HasInstallation("acme");
        await HasInstallation("other");
        var job = await HasJob(acme, "A");
        (await Store.Jobs.FindAsync(new ScoreAccess(acme.CompanyId, null), job.Id, Stop)).ShouldNotBeNull();
        (await Store.Jobs.FindAsync(new ScoreAccess(acme.CompanyId, [acme.CustomerId]), job.Id, Stop)).ShouldNotBeNull();
        (await Store.Jobs.FindAsync(new ScoreAccess(acme.CompanyId, ["another"]), job.Id, Stop)).ShouldBeNull();
        (await Store.Jobs.FindAsync(new ScoreAccess(acme.CompanyId, []), job.Id, Stop)).ShouldBeNull();
        (await Store.Jobs.FindAsync(new ScoreAccess("co_other", null), job.Id, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_delivery_to_a_disabled_endpoint_is_kept_for_a_replay()
    {
        var acme = await HasInstallation("acme");
        var off = new EndpointState(null, Some.Noon, DisabledReason.Gone);
        await Change(acme, present => present, off);
        var delivery = await HasDelivery(acme, "A", second: 4);
        var stored = await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop);
        (stored!.Status, stored.DueAt, stored.FinishedAt).ShouldBe((DeliveryStatus.Disabled, null, Some.Noon.AddSeconds(4)));
        (await HasDelivery(acme, "B", ownUrl: "https://own.example.com/")).EndpointId.ShouldBeNull();
    }
}
