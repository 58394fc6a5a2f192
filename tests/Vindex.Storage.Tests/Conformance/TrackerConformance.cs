using Vindex.Storage.Companies;
using Vindex.Storage.Scores;
using Vindex.Storage.Trackers;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Connections to trackers, and reading from them.</summary>
public abstract class TrackerConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly DateTimeOffset s_now = Some.Noon.AddHours(2);

    [Fact]
    public async Task Connections_and_projects_are_kept_as_they_are_and_go_with_their_company()
    {
        var acme = await HasCompany("acme", "acme_two");
        var other = await HasCompany("other");
        var connection = await HasConnection(acme);
        (await Store.Trackers.FindAsync(acme.Id, connection.Id, Stop)).ShouldBeEquivalentTo(connection);
        (await Store.Trackers.FindAsync(connection.Id, Stop)).ShouldBeEquivalentTo(connection);
        (await Store.Trackers.FindAsync(other.Id, connection.Id, Stop)).ShouldBeNull();
        (await Store.Trackers.ListAsync(other.Id, Stop)).ShouldBeEmpty();

        var project = await HasProject(connection, acme.DefaultCustomerId);
        (await Store.Trackers.ProjectsAsync(connection.Id, Stop)).ShouldBe([project]);
        (await Store.Trackers.AddProjectAsync(project with { Id = Some.Id() }, Some.Audit(), Stop)).ShouldBe(ProjectAdded.Taken);
        var twice = project with { Id = Some.Id(), CustomerId = "acme_two" };
        (await Store.Trackers.AddProjectAsync(twice, Some.Audit(), Stop)).ShouldBe(ProjectAdded.Taken);
        var foreign = project with { Id = Some.Id(), ProjectId = "p-9", CustomerId = other.DefaultCustomerId };
        (await Store.Trackers.AddProjectAsync(foreign, Some.Audit(), Stop)).ShouldBe(ProjectAdded.NotFound);

        var changed = connection with { Name = "Other name", IsPaused = true };
        (await Store.Trackers.UpdateAsync(changed, s_now, Some.Audit(), Stop))!.Version.ShouldBe(2);
        (await Store.Trackers.UpdateAsync(changed, s_now, Some.Audit(), Stop)).ShouldBeNull();
        (await Store.Trackers.DeleteAsync(other.Id, connection.Id, Some.Audit(), Stop)).ShouldBeFalse();
        await DeletesCompany(acme.Id, Some.Audit());
        (await Store.Trackers.FindAsync(connection.Id, Stop)).ShouldBeNull();
        (await Store.Trackers.ProjectsAsync(connection.Id, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_is_scored_once_whoever_scored_it()
    {
        var acme = await HasCompany("acme");
        var (lease, project) = await HasLease(acme);
        await HasScore(Scored(acme, "T-2", "hash-2").Score);

        (await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "hash-1")), Step("2", "T-2", Scored(acme, "T-2", "hash-2")))).ShouldBe(new StoredSteps(1, 1));
        (await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "hash-1"), minute: 5))).ShouldBe(new StoredSteps(0, 1));
        (await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Unchanged("hash-1")))).ShouldBe(new StoredSteps(0, 1));
        (await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "hash-new"), minute: 6))).ShouldBe(new StoredSteps(1, 0));

        // A state from before the known one.
        (await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "hash-1"), minute: 1))).ShouldBe(new StoredSteps(0, 1));
        (await Store.Scores.TotalsAsync(new ScoreAccess(acme.Id, null), null, Stop)).Count.ShouldBe(3);
        var known = await Store.TrackerWork.KnownAsync(project.Id, ["1", "2", "3"], Stop);
        (known.Count, known["1"].ContentHash, known["2"].ContentHash).ShouldBe((2, "hash-new", "hash-2"));
        (await Store.TrackerWork.LatestHashesAsync(acme.DefaultCustomerId, ["T-1", "T-2", "T-3"], Stop))
            .OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).ShouldBe([("T-1", "hash-new"), ("T-2", "hash-2")]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Position_and_issues_are_stored_together_and_the_end_of_a_full_pass_finds_what_is_gone()
    {
        var acme = await HasCompany("acme");
        var (lease, project) = await HasLease(acme);
        project = project with { Position = project.Position with { Pass = 1, StartedAt = s_now, Cursor = "page-2", Mark = s_now, Total = 2 } };
        await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "a")), Step("2", "T-2", new TicketStepResult.Skipped("no type")));
        (await Store.Trackers.ProjectsAsync(lease.Connection.Id, Stop)).ShouldBe([project]);
        (await Store.Trackers.CountsAsync(lease.Connection.Id, Stop)).ShouldBe([new TrackedCounts(project.Id, 2, 1, 1, 0, 0, 0)]);

        project = project with { Position = project.Position with { Pass = 2 } };
        var end = await Store.TrackerWork.StoreAsync(
            lease, project, [Step("2", "T-2", Scored(acme, "T-2", "b"), minute: 3)], endsFullPass: true, s_now, Stop);
        end.ShouldBe(new StoredSteps(1, 0));
        (await Store.Trackers.CountsAsync(lease.Connection.Id, Stop)).ShouldBe([new TrackedCounts(project.Id, 1, 1, 0, 1, 0, 0)]);
        await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "a"), minute: 4));
        (await Store.Trackers.CountsAsync(lease.Connection.Id, Stop)).ShouldBe([new TrackedCounts(project.Id, 2, 2, 0, 0, 0, 0)]);
    }

    [Fact]
    public async Task A_lost_lease_a_pause_or_a_change_by_a_person_stores_nothing()
    {
        var acme = await HasCompany("acme");
        var (dead, project) = await HasLease(acme);
        (await Lease()).ShouldBeNull();
        var successor = (await Lease(minute: 5)).ShouldNotBeNull();
        var step = Step("1", "T-1", Scored(acme, "T-1", "a"));
        (await Stored(dead, project, step)).ShouldBeNull();
        (await Store.TrackerWork.RenewAsync([dead, successor], s_now.AddMinutes(9), Stop)).ShouldBe([dead.Connection.Id]);

        await Store.Trackers.WakeAsync(acme.Id, dead.Connection.Id, full: true, s_now, Some.Audit(), Stop);
        (await Stored(successor, project, step)).ShouldBeNull();
        project = (await Store.Trackers.ProjectsAsync(dead.Connection.Id, Stop))[0];
        (await Stored(successor, project, step)).ShouldBe(new StoredSteps(1, 0));

        await Store.Trackers.UpdateAsync(successor.Connection with { IsPaused = true }, s_now, Some.Audit(), Stop);
        (await Stored(successor, project, Step("2", "T-2", Scored(acme, "T-2", "a")))).ShouldBeNull();
        (await Lease(minute: 30)).ShouldBeNull();
        (await Store.Scores.TotalsAsync(new ScoreAccess(acme.Id, null), null, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_is_waited_for_and_forgotten_when_a_person_asks()
    {
        var acme = await HasCompany("acme");
        var (lease, _) = await HasLease(acme);
        var failure = new TrackerOutage("limited", "Too many requests.", s_now, s_now.AddMinutes(3), 1);
        await Store.TrackerWork.ReleaseAsync(lease, failure, Stop);
        (await Store.Trackers.FindAsync(lease.Connection.Id, Stop))!.Failure.ShouldBe(failure);
        (await Lease(minute: 2)).ShouldBeNull();
        var again = (await Lease(minute: 3)).ShouldNotBeNull();
        await Store.TrackerWork.ReleaseAsync(again, failure with { Count = 2, RetryAt = s_now.AddDays(1) }, Stop);
        await Store.Trackers.WakeAsync(acme.Id, lease.Connection.Id, full: false, s_now, Some.Audit(), Stop);
        (await Lease(minute: 4))!.Connection.Failure.ShouldBeNull();
        await Store.TrackerWork.TakeBackAsync(Stop);
        (await Lease(minute: 4)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_change_is_noted_until_that_version_of_it_is_answered()
    {
        var acme = await HasCompany("acme", "acme_two");
        var (lease, project) = await HasLease(acme);
        var second = await HasProject(lease.Connection, "acme_two", "p-2");
        await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "a")));

        // The issue is in p-2 by now, and was seen in p-1.
        (await Store.Trackers.NoteChangeAsync(lease.Connection.Id, "p-2", "1", s_now, Stop)).ShouldBe(2);
        (await Store.Trackers.NoteChangeAsync(lease.Connection.Id, "p-9", "7", s_now, Stop)).ShouldBe(0);
        var changes = await Store.TrackerWork.ChangesAsync(lease.Connection.Id, 10, Stop);
        changes.Select(change => change.ProjectId).ShouldBe([project.Id, second.Id], ignoreOrder: true);

        var own = changes.Single(change => change.ProjectId == project.Id);
        await Store.Trackers.NoteChangeAsync(lease.Connection.Id, "p-1", "1", s_now, Stop);
        await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Gone()) with { Answers = own });
        (await Store.TrackerWork.ChangesAsync(lease.Connection.Id, 10, Stop)).Count.ShouldBe(2);
        (await Store.Trackers.CountsAsync(lease.Connection.Id, Stop)).Single(counts => counts.ProjectId == project.Id).Gone.ShouldBe(1);
        await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Listed()) with { Answers = own with { Version = 2 } });
        (await Store.TrackerWork.ChangesAsync(lease.Connection.Id, 10, Stop)).Select(change => change.ProjectId).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task Results_become_due_when_writing_is_on_and_once_for_each_score()
    {
        var acme = await HasCompany("acme");
        var (lease, project) = await HasLease(acme);
        await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "a")), Step("2", "T-2", new TicketStepResult.Skipped("no type")));
        (await Writes(lease)).ShouldBeEmpty();
        (await Store.Trackers.UpdateProjectAsync(project with { WriteBack = WriteBack.Comment }, s_now, null, Stop)).ShouldBeTrue();
        var due = (await Writes(lease)).Single();
        (due.Ticket.IssueId, due.IsBegun, due.CommentId).ShouldBe(("1", false, null));

        (await Store.TrackerWork.BeginWriteAsync(lease, project.Id, "1", Stop)).ShouldBeTrue();
        (await Writes(lease)).Single().IsBegun.ShouldBeTrue();
        await Store.TrackerWork.EndWriteAsync(WriteEnd.Of(due) with { CommentId = "c-1" }, Stop);
        (await Writes(lease)).ShouldBeEmpty();
        await Store.Trackers.UpdateProjectAsync(project with { WriteBack = WriteBack.Comment }, s_now, null, Stop);
        (await Writes(lease)).ShouldBeEmpty();

        project = (await Store.Trackers.ProjectsAsync(lease.Connection.Id, Stop))[0];
        await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "b"), minute: 2));
        due = (await Writes(lease)).Single();
        due.CommentId.ShouldBe("c-1");
        await Store.TrackerWork.EndWriteAsync(WriteEnd.Of(due) with { Error = "Denied.", RetryAt = s_now.AddMinutes(20) }, Stop);
        (await Writes(lease)).ShouldBeEmpty();
        (await Writes(lease, minute: 20)).Single().Tries.ShouldBe(1);
        await Store.TrackerWork.PostponeWritesAsync(project.Id, s_now.AddMinutes(40), Stop);
        (await Writes(lease, minute: 30)).ShouldBeEmpty();
        await Store.Trackers.UpdateProjectAsync(project with { WriteBack = WriteBack.None }, s_now, null, Stop);
        (await Writes(lease, minute: 60)).ShouldBeEmpty();
        (await Store.Trackers.WritableAsync(project.Id, 10, Stop)).Select(ticket => ticket.IssueId).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_result_that_was_to_be_written_when_its_issue_went_is_due_when_it_is_back()
    {
        var acme = await HasCompany("acme");
        var (lease, project) = await HasLease(acme);
        await Store.Trackers.UpdateProjectAsync(project with { WriteBack = WriteBack.Comment }, s_now, null, Stop);
        project = (await Store.Trackers.ProjectsAsync(lease.Connection.Id, Stop))[0];
        await Stored(lease, project, Step("1", "T-1", Scored(acme, "T-1", "a")));
        await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Gone()));
        (await Writes(lease)).ShouldBeEmpty();

        await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Unchanged("a"), minute: 1));
        var due = (await Writes(lease)).ShouldHaveSingleItem();
        await Store.TrackerWork.EndWriteAsync(WriteEnd.Of(due) with { CommentId = "c-1" }, Stop);

        // Written already, so that its return is nothing to write about.
        await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Gone()));
        await Stored(lease, project, Step("1", "T-1", new TicketStepResult.Unchanged("a"), minute: 2));
        (await Writes(lease)).ShouldBeEmpty();
    }

    private static TicketStep Step(string issue, string ticket, TicketStepResult result, int minute = 0) =>
        new(issue, ticket, ticket, s_now.AddMinutes(minute), result);

    private static TicketStepResult.Scored Scored(Company company, string ticket, string hash) =>
        new(Some.Score(company.Id, company.DefaultCustomerId, minute: 1).OfTicket(ticket) with { ContentHash = hash });

    private async Task<TrackerConnection> HasConnection(Company company)
    {
        var connection = new TrackerConnection(
            Some.Id(), company.Id, "github", "Our GitHub", "https://api.github.com", [1, 2], "token", "7", "bot", [3, 4], Some.Noon);
        (await Store.Trackers.AddAsync(connection, Some.Audit(), Stop)).ShouldBeTrue();
        return connection;
    }

    private async Task<TrackedProject> HasProject(TrackerConnection connection, string customer, string id = "p-1")
    {
        var project = new TrackedProject(Some.Id(), connection.Id, connection.CompanyId, customer, id, "acme/shop", "Shop", "{}", Some.Noon) { DueAt = Some.Noon };
        (await Store.Trackers.AddProjectAsync(project, Some.Audit(), Stop)).ShouldBe(ProjectAdded.Added);
        return project;
    }

    private async Task<(TrackerLease Lease, TrackedProject Project)> HasLease(Company company)
    {
        var connection = await HasConnection(company);
        var project = await HasProject(connection, company.DefaultCustomerId);
        return ((await Lease()).ShouldNotBeNull(), project);
    }

    private Task<TrackerLease?> Lease(int minute = 0) => Store.TrackerWork.LeaseAsync(s_now.AddMinutes(minute), s_now.AddMinutes(minute + 1), Stop);

    private Task<StoredSteps?> Stored(TrackerLease lease, TrackedProject project, params TicketStep[] steps) =>
        Store.TrackerWork.StoreAsync(lease, project, steps, endsFullPass: false, s_now, Stop);

    private Task<IReadOnlyList<DueWrite>> Writes(TrackerLease lease, int minute = 0) =>
        Store.TrackerWork.WritesAsync(lease.Connection.Id, s_now.AddMinutes(minute), 10, Stop);
}
