using Vindex.Storage.Annotations;
using Vindex.Storage.Audit;
using Vindex.Storage.Deletions;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Deletions slice by slice: what goes, what stays, and exact counts over changing holders.</summary>
public abstract class DeletionConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly DateTimeOffset s_now = Some.Noon.AddHours(1);

    [Fact]
    public async Task Jobs_and_deliveries_of_one_customer_go_and_the_queue_still_counts_right()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        var queued = await HasJob(acme, "A");
        var failed = await HasJob(acme, "B");
        var strangers = await HasJob(other, "A");
        await FailAsync(failed.Id, Some.Delivery(acme.CustomerId));

        var lease = await StartAsync(acme.CompanyId, DeletionKind.Customer, acme.CustomerId);
        (await Store.Deletions.JobsAsync(lease, null, Stop)).ShouldBe(new DeletionSlice.Deleted(null));
        (await Store.Deletions.DeliveriesAsync(lease, null, Stop)).ShouldBe(new DeletionSlice.Deleted(null));

        (await Store.Jobs.FindAsync(ScoreAccess.All, queued.Id, Stop)).ShouldBeNull();
        (await Store.Jobs.FindAsync(ScoreAccess.All, failed.Id, Stop)).ShouldBeNull();
        (await Store.Jobs.FindAsync(ScoreAccess.All, strangers.Id, Stop)).ShouldNotBeNull();
        (await FindAsync(lease)).Deleted.ShouldBe(new DeletedRows(Jobs: 2, Deliveries: 1));
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Scores_take_their_feedback_jobs_and_deliveries_along()
    {
        var acme = await HasInstallation("acme");
        var job = await HasJob(acme, "A");
        await Store.Jobs.LeaseAsync(1, s_now, s_now.AddMinutes(1), Stop);
        var score = Some.Score(acme.CompanyId, acme.CustomerId).OfTicket("A");
        await Store.Jobs.CompleteAsync(job.Id, 1, score, Some.Delivery(acme.CustomerId), s_now, Stop);
        var other = await HasCompany("other");
        var kept = await HasScore(other);

        var lease = await StartAsync(acme.CompanyId, DeletionKind.Scores, "{}");
        await Store.Deletions.ScoresAsync(lease, [score.Item.Id, kept.Item.Id, "unknown"], Stop);

        (await FindAsync(lease)).Deleted.ShouldBe(new DeletedRows(1, 1, 1, 1));
        (await Store.Scores.FindAsync(ScoreAccess.All, kept.Item.Id, Stop)).ShouldNotBeNull();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_project_goes_in_slices_and_rows_that_came_later_stay()
    {
        var acme = await HasCompany("acme");
        var project = new ProjectKey(acme.Id, "stories");
        await WriteAsync(project, Enumerable.Range(0, 1200).Select(i => Some.Feedback($"f{i}", minute: i)));
        var lease = await StartAsync(acme.Id, DeletionKind.Project, "stories");
        await WriteAsync(project, [Some.Feedback("later", minute: -5), Some.Feedback("f1100", minute: 3)]);

        (await EndAsync(lease)).ShouldBe(new DeletedRows(Feedback: 1199));

        (await Store.Feedback.CountAsync(project, Stop)).ShouldBe(2);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();

        var head = await Store.Feedback.HeadAsync(project, Stop);
        (await EndAsync(await StartAsync(acme.Id, DeletionKind.Project, "stories"))).ShouldBe(new DeletedRows(Feedback: 2));
        (await Store.Feedback.ProjectsAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Store.Feedback.HeadAsync(project, Stop)).Incarnation.ShouldNotBe(head.Incarnation);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Annotation_specs_and_queues_go_with_their_project()
    {
        var acme = await HasCompany("acme");
        foreach (var name in (string[])["stories", "tests"])
        {
            var project = new ProjectKey(acme.Id, name);
            await WriteAsync(project, [Some.Feedback("f")]);
            await Store.AnnotationSpecs.AddAsync(new AnnotationSpec(project, "tone", "v1", "{}", null, "key:1", s_now), 10, Some.Audit(), Stop);
            var queue = new AnnotationQueue(Some.Id(), project, "Queue", 1, "key:1", s_now);
            await Store.AnnotationQueues.AddAsync(queue, ["a"], 10, Some.Audit(), Stop);
            await Store.AnnotationQueues.AddClaimsAsync(project, queue.Id, [new(0, "key:1", ClaimState.Done, null, s_now)], Stop);
        }

        await EndAsync(await StartAsync(acme.Id, DeletionKind.Project, "stories"));

        (await Store.AnnotationSpecs.OfCompanyAsync(acme.Id, Stop)).ShouldHaveSingleItem().Project.Name.ShouldBe("tests");
        (await Store.AnnotationQueues.OfCompanyAsync(acme.Id, Stop)).ShouldHaveSingleItem().Project.Name.ShouldBe("tests");
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_latest_holder_deletes_and_the_counts_are_exact()
    {
        var acme = await HasCompany("acme");
        var project = new ProjectKey(acme.Id, "stories");
        await WriteAsync(project, Enumerable.Range(0, 700).Select(i => Some.Feedback($"f{i}", minute: i)));
        var first = await StartAsync(acme.Id, DeletionKind.Project, "stories");
        await Store.Deletions.ProjectAsync(first, null, Stop);
        (await Store.Deletions.LeaseAsync(s_now, s_now.AddMinutes(1), Stop)).ShouldBeNull();

        await Store.Deletions.TakeBackAsync(Stop);
        var second = new DeletionLease((await Store.Deletions.LeaseAsync(s_now, s_now.AddMinutes(1), Stop))!, s_now.AddMinutes(1));
        (await Store.Deletions.ProjectAsync(first, null, Stop)).ShouldBeOfType<DeletionSlice.Lost>();
        (await Store.Deletions.EndAsync(first.Deletion, DeletionState.Failed, s_now, _ => Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await EndAsync(second)).ShouldBe(new DeletedRows(Feedback: 700));

        var ended = await FindAsync(second);
        (ended.State, ended.FinishedAt).ShouldBe((DeletionState.Done, s_now));
        (await Store.Deletions.LeaseAsync(s_now, s_now, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_starts_for_what_does_not_exist_and_other_companies_see_nothing()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await WriteAsync(new ProjectKey(other.Id, "stories"), [Some.Feedback("f")]);
        (await Store.Deletions.StartAsync(New(acme.Id, DeletionKind.Project, "stories"), Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Deletions.StartAsync(New("co_gone", DeletionKind.Scores, "{}"), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldNotContain(entry => entry.Action == "test.deletion");

        var lease = await StartAsync(other.Id, DeletionKind.Project, "stories");
        (await Store.Deletions.FindAsync(acme.Id, lease.Deletion.Id, Stop)).ShouldBeNull();
        await DeletesCompany(other.Id, Some.Audit(other.Id));
        (await Store.Deletions.ProjectAsync(lease, null, Stop)).ShouldBeOfType<DeletionSlice.Lost>();
    }

    private static Deletion New(string companyId, DeletionKind kind, string target) => new(Some.Id(), companyId, kind, target, "user:u", Some.Noon);

    private async Task<DeletionLease> StartAsync(string companyId, DeletionKind kind, string target)
    {
        (await Store.Deletions.StartAsync(New(companyId, kind, target), Some.Audit(companyId, "test.deletion"), Stop)).ShouldBeTrue();
        return new DeletionLease((await Store.Deletions.LeaseAsync(s_now, s_now.AddMinutes(1), Stop))!, s_now.AddMinutes(1));
    }

    /// <summary>Deletes a project to its end; returns the report.</summary>
    private async Task<DeletedRows> EndAsync(DeletionLease lease)
    {
        PagePosition? after = null;
        do
        {
            after = (await Store.Deletions.ProjectAsync(lease, after, Stop)).ShouldBeOfType<DeletionSlice.Deleted>().Next;
        }
        while (after is not null);
        DeletedRows? report = null;
        (await Store.Deletions.EndAsync(
            lease.Deletion,
            DeletionState.Done,
            s_now,
            rows =>
            {
                report = rows;
                return Some.Audit(lease.Deletion.CompanyId);
            },
            Stop)).ShouldBeTrue();
        return report!;
    }

    private async Task<Deletion> FindAsync(DeletionLease lease) => (await Store.Deletions.FindAsync(lease.Deletion.CompanyId, lease.Deletion.Id, Stop))!;

    private async Task WriteAsync(ProjectKey project, IEnumerable<FeedbackRow> rows) =>
        await Store.Feedback.WriteAsync([.. rows.Select(row => new FeedbackEntry(project, row))], null, allOrNothing: true, Stop);

    private async Task FailAsync(string jobId, Deliveries.NewDelivery delivery)
    {
        var leased = (await Store.Jobs.LeaseAsync(10, Some.Noon.AddSeconds(1), s_now, Stop)).Jobs.Single(job => job.Job.Id == jobId);
        await Store.Jobs.FailAsync(jobId, leased.Job.Taken, "no judge", delivery, s_now, Stop);
        await Store.Jobs.TakeBackAsync(s_now, all: true, Stop);
    }
}
