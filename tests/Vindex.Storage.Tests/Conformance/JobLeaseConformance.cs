using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Who gets which job, and for how long.</summary>
public abstract class JobLeaseConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task One_companys_many_tickets_do_not_delay_anothers_first()
    {
        var many = await HasInstallation("many");
        var few = await HasInstallation("few");
        for (var i = 0; i < 300; i++)
        {
            await HasJob(many, $"M-{i}");
        }

        await HasJob(few, "F-1", second: 1);
        await HasJob(few, "F-2", second: 1);
        var batch = await Lease(4, second: 2);
        batch.Select(leased => leased.Job.CompanyId).ShouldBe([few.CompanyId, many.CompanyId, few.CompanyId, many.CompanyId], ignoreOrder: true);

        var late = await HasInstallation("late");
        await HasJob(late, "L-1", second: 3);
        (await Lease(1, second: 4)).Single().Job.CompanyId.ShouldBe(late.CompanyId, "whoever was served longest ago comes first");
    }

    [Fact]
    public async Task Companies_that_wait_for_a_retry_or_for_a_ticket_under_way_leave_their_places_to_others()
    {
        for (var i = 0; i < 8; i++)
        {
            var waits = await HasInstallation($"waits-{i}");
            var job = await HasJob(waits, "T");
            (await Lease(1)).Single().Job.Id.ShouldBe(job.Id);
            if (i % 2 == 0)
            {
                await Store.Jobs.RetryAsync(job.Id, 1, "the model is down", Some.Noon.AddMinutes(30), Stop);
            }
            else
            {
                await HasJob(waits, "T", second: 1);
            }
        }

        var other = await HasInstallation("other");
        var first = await HasJob(other, "A", second: 2);
        (await Lease(1, second: 3)).Single().Job.Id.ShouldBe(first.Id);
        var second = await HasJob(other, "B", second: 4);
        (await Lease(8, second: 5)).Single().Job.Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Within_a_company_the_oldest_comes_first()
    {
        var acme = await HasInstallation("acme");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await HasJob(acme, $"T-{i}", second: i)).Id);
        }

        (await Lease(3, second: 9)).Concat(await Lease(9, second: 9)).Select(leased => leased.Job.Id).ShouldBe(ids);
    }

    [Fact]
    public async Task Two_jobs_of_one_ticket_are_never_leased_at_a_time()
    {
        var acme = await HasInstallation("acme");
        var first = await HasJob(acme, "A");
        await Lease(1);
        var second = await HasJob(acme, "A", second: 1);
        (await Lease(5, second: 2)).ShouldBeEmpty();
        await Store.Jobs.CompleteAsync(first.Id, 1, Some.Score(acme.CompanyId, acme.CustomerId).OfTicket("A"), null, Some.Noon, Stop);
        (await Lease(5, second: 3)).Single().Job.Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task A_dead_workers_job_is_taken_over_and_the_late_one_changes_nothing()
    {
        var acme = await HasInstallation("acme");
        var job = await HasJob(acme, "A");
        (await Lease(1)).Single().Job.Taken.ShouldBe(1);
        (await Store.Jobs.TakeBackAsync(Some.Noon.AddSeconds(59), all: false, Stop)).ShouldBe(0);
        (await Store.Jobs.TakeBackAsync(Some.Noon.AddSeconds(60), all: false, Stop)).ShouldBe(1);
        (await Lease(1, second: 60)).Single().Job.Taken.ShouldBe(2);

        var score = Some.Score(acme.CompanyId, acme.CustomerId).OfTicket("A");
        (await Store.Jobs.CompleteAsync(job.Id, 1, score, Some.Delivery(acme.CustomerId), Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        (await Store.Jobs.RetryAsync(job.Id, 1, "late", Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        (await Store.Jobs.FailAsync(job.Id, 1, "late", null, Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        (await Store.Jobs.ReleaseAsync(job.Id, 1, Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(0);

        (await Store.Jobs.CompleteAsync(job.Id, 2, score, null, Some.Noon, Stop)).ShouldBe(LeaseEnd.Stored);
        (await Store.Jobs.CompleteAsync(job.Id, 2, score with { Item = score.Item with { Id = Some.Id() } }, null, Some.Noon, Stop)).ShouldBe(
            LeaseEnd.LeaseLost);
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_renewed_lease_holds_and_a_lost_one_is_told()
    {
        var acme = await HasInstallation("acme");
        var job = await HasJob(acme, "A");
        await Lease(1);
        (await Store.Jobs.RenewAsync([(job.Id, 1), (job.Id, 7), ("nothing", 1)], Some.Noon.AddSeconds(100), Stop)).ShouldBe([job.Id, "nothing"]);
        (await Store.Jobs.TakeBackAsync(Some.Noon.AddSeconds(99), all: false, Stop)).ShouldBe(0);
        (await Store.Jobs.TakeBackAsync(Some.Noon, all: true, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_given_back_is_due_at_once_and_counts_no_failure()
    {
        var acme = await HasInstallation("acme");
        var job = await HasJob(acme, "A");
        await Lease(1);
        (await Store.Jobs.ReleaseAsync(job.Id, 1, Some.Noon.AddSeconds(1), Stop)).ShouldBe(LeaseEnd.Stored);
        var again = (await Lease(1, second: 1)).Single().Job;
        (again.Attempts, again.Taken, again.Error).ShouldBe((0, 2, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_would_queue_again_gives_way_to_a_newer_one_of_its_ticket(bool takenBack)
    {
        var acme = await HasInstallation("acme");
        var first = await HasJob(acme, "A");
        await Lease(1);
        var second = await HasJob(acme, "A", second: 1);
        if (takenBack)
        {
            await Store.Jobs.TakeBackAsync(Some.Noon.AddSeconds(99), all: false, Stop);
        }
        else
        {
            await Store.Jobs.RetryAsync(first.Id, 1, "failed", Some.Noon.AddSeconds(99), Stop);
        }

        var ended = await Store.Jobs.FindAsync(ScoreAccess.All, first.Id, Stop);
        (ended!.State, ended.SupersededBy).ShouldBe((JobState.Superseded, second.Id));
        (await Lease(5, second: 99)).Single().Job.Id.ShouldBe(second.Id);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_state_tells_what_waits_and_since_when()
    {
        var acme = await HasInstallation("acme");
        (await Store.Jobs.StateAsync(Some.Noon, Stop)).ShouldBe(new QueueState(0, null));
        await HasJob(acme, "A", second: 10);
        await HasJob(acme, "B", second: 20);
        (await Store.Jobs.StateAsync(Some.Noon.AddSeconds(30), Stop)).ShouldBe(new QueueState(2, Some.Noon.AddSeconds(10)));
        (await Store.Jobs.StateAsync(Some.Noon.AddSeconds(5), Stop)).ShouldBe(new QueueState(2, null));
        await Lease(1, second: 30);
        (await Store.Jobs.StateAsync(Some.Noon.AddSeconds(30), Stop)).ShouldBe(new QueueState(1, Some.Noon.AddSeconds(20)));
    }

    [Fact]
    public async Task Concurrent_workers_share_the_queue_without_overlap()
    {
        var acme = await HasInstallation("acme");
        for (var i = 0; i < 120; i++)
        {
            await HasJob(acme, $"T-{i}");
        }

        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Lease(20)));
        leases.SelectMany(lease => lease).Select(leased => leased.Job.Id).Distinct().Count().ShouldBe(120);
        leases.Sum(lease => lease.Count).ShouldBe(120);
    }
}
