using Vindex.Storage.Annotations;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

public abstract class AnnotationQueueConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private const string Ada = "user:us_ada";
    private const string Bo = "user:us_bo";
    private const string Cy = "user:us_cy";
    private static readonly DateTimeOffset s_now = Some.Noon.AddDays(1);

    [Fact]
    public async Task A_queue_is_read_back_with_its_items_and_claims()
    {
        var acme = await HasCompany("acme");
        var queue = Queue(acme, reviewers: 2) with { Name = "Sprint \"12\"" };
        AnnotationClaim[] claims =
        [
            new(0, Ada, ClaimState.Done, null, s_now), new(0, Bo, ClaimState.Done, null, s_now), new(1, Ada, ClaimState.Claimed, s_now.AddMinutes(5), s_now),
            new(1, Bo, ClaimState.Skipped, null, s_now),
        ];
        (await Add(queue, ["a", "b", "c"])).ShouldBe(AnnotationAdded.Added);
        await Store.AnnotationQueues.AddClaimsAsync(queue.Project, queue.Id, [.. claims, new(3, Ada, ClaimState.Done, null, s_now)], Stop);
        await Store.AnnotationQueues.AddClaimsAsync(queue.Project, queue.Id, [new(0, Ada, ClaimState.Skipped, null, s_now)], Stop);
        await Store.AnnotationQueues.AddClaimsAsync(queue.Project with { Name = "tests" }, queue.Id, [new(2, Ada, ClaimState.Done, null, s_now)], Stop);

        (await Find(queue)).ShouldBe(new AnnotationProgress(queue, 3, 1, 2, 1, 1));
        (await Store.AnnotationQueues.FindAsync(queue.Project, queue.Id, s_now.AddMinutes(5), Stop))!.Claimed.ShouldBe(0);
        var items = (await Items(queue))!;
        items.Items.ShouldBe([new(0, "a"), new(1, "b"), new(2, "c")]);
        items.Claims.ShouldBe(claims);
        items.Total.ShouldBe(3);
        var some = (await Store.AnnotationQueues.ItemsAsync(queue.Project, queue.Id, 1, 1, Stop))!;
        some.Items.ShouldBe([new(1, "b")]);
        some.Claims.ShouldBe(claims[2..]);
        some.Total.ShouldBe(3);
        (await Add(queue with { Name = "Again" }, ["x"])).ShouldBe(AnnotationAdded.Known);
        (await Add(queue with { Id = Some.Id(), Project = new ProjectKey("co_nobody", "stories") }, ["x"])).ShouldBe(AnnotationAdded.CompanyGone);
        (await Find(queue))!.Queue.ShouldBe(queue);
    }

    [Fact]
    public async Task Queues_are_listed_newest_first_and_only_to_their_project()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        var old = await HasQueue(Queue(acme), "a");
        var young = await HasQueue(Queue(acme) with { CreatedAt = s_now }, "a", "b");
        var tests = await HasQueue(Queue(acme, project: "tests"), "a");
        var theirs = await HasQueue(Queue(other), "a");
        await Claim(young, Ada);

        (await Store.AnnotationQueues.ListAsync(old.Project, s_now, Stop)).ShouldBe(
            [new AnnotationProgress(young, 2, 0, 0, 0, 1), new AnnotationProgress(old, 1, 0, 0, 0, 0)]);
        (await Store.AnnotationQueues.OfCompanyAsync(acme.Id, Stop)).Select(queue => queue.Id).ShouldBe([old.Id, tests.Id, young.Id], ignoreOrder: true);
        foreach (var foreign in (AnnotationQueue[])[tests, theirs])
        {
            var seen = foreign with { Project = old.Project };
            (await Find(seen)).ShouldBeNull();
            (await Items(seen)).ShouldBeNull();
            (await Store.AnnotationQueues.ExistsAsync(old.Project, foreign.Id, Stop)).ShouldBeFalse();
            (await Claim(seen, Ada)).ShouldBeNull();
            (await End(seen, 0, Ada, ClaimState.Skipped)).ShouldBe(ClaimEnd.NotFound);
            (await Store.AnnotationQueues.DeleteAsync(old.Project, foreign.Id, Some.Audit(), Stop)).ShouldBeFalse();
            (await Store.AnnotationQueues.ExistsAsync(foreign.Project, foreign.Id, Stop)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_project_has_no_more_queues_than_it_may_have()
    {
        var acme = await HasCompany("acme");
        await HasQueue(Queue(acme), "a");

        (await Add(Queue(acme), ["a"], most: 1)).ShouldBe(AnnotationAdded.Full);
        (await Add(Queue(acme, project: "tests"), ["a"], most: 1)).ShouldBe(AnnotationAdded.Added);
    }

    [Fact]
    public async Task A_person_keeps_their_item_until_they_are_done_with_it()
    {
        var acme = await HasCompany("acme");
        var queue = await HasQueue(Queue(acme), "a", "b", "c");

        (await Claim(queue, Ada)).ShouldBe(new AnnotationItem(0, "a"));
        (await Claim(queue, Ada)).ShouldBe(new AnnotationItem(0, "a"));
        (await Claim(queue, Bo)).ShouldBe(new AnnotationItem(1, "b"));
        (await End(queue, 0, Ada, ClaimState.Done)).ShouldBe(ClaimEnd.Stored);
        (await End(queue, 0, Ada, ClaimState.Done)).ShouldBe(ClaimEnd.Stored);
        (await End(queue, 0, Ada, ClaimState.Skipped)).ShouldBe(ClaimEnd.AlreadyDone);
        (await Claim(queue, Ada)).ShouldBe(new AnnotationItem(2, "c"));
        (await End(queue, 2, Ada, ClaimState.Skipped)).ShouldBe(ClaimEnd.Stored);
        (await Claim(queue, Ada)).ShouldBeNull();
        (await Claim(queue, Cy)).ShouldBe(new AnnotationItem(2, "c"));
        (await Find(queue)).ShouldBe(new AnnotationProgress(queue, 3, 1, 1, 1, 2));
    }

    [Fact]
    public async Task An_item_has_a_place_for_each_reviewer_and_no_more()
    {
        var acme = await HasCompany("acme");
        var queue = await HasQueue(Queue(acme, reviewers: 2), "a");

        (await Claim(queue, Ada)).ShouldNotBeNull();
        (await Claim(queue, Bo)).ShouldNotBeNull();
        (await Claim(queue, Cy)).ShouldBeNull();
        (await End(queue, 0, Cy, ClaimState.Done)).ShouldBe(ClaimEnd.NotClaimed);
        await End(queue, 0, Ada, ClaimState.Done);
        (await Claim(queue, Cy)).ShouldBeNull();
        await End(queue, 0, Bo, ClaimState.Skipped);
        (await Claim(queue, Cy)).ShouldNotBeNull();
        await End(queue, 0, Cy, ClaimState.Done);
        (await Find(queue)).ShouldBe(new AnnotationProgress(queue, 1, 1, 2, 1, 0));
    }

    [Fact]
    public async Task A_claim_that_ran_out_counts_until_someone_else_has_the_place()
    {
        var acme = await HasCompany("acme");
        var queue = await HasQueue(Queue(acme), "a", "b");
        await Claim(queue, Ada);
        var later = s_now.AddMinutes(30);

        (await Claim(queue, Bo, at: later.AddMilliseconds(-1))).ShouldBe(new AnnotationItem(1, "b"));
        (await Claim(queue, Cy, at: later)).ShouldBe(new AnnotationItem(0, "a"));
        (await End(queue, 0, Ada, ClaimState.Done, at: later)).ShouldBe(ClaimEnd.Full);
        (await End(queue, 0, Ada, ClaimState.Done, at: later.AddMinutes(30))).ShouldBe(ClaimEnd.Stored);
        (await End(queue, 0, Cy, ClaimState.Done, at: later.AddMinutes(30))).ShouldBe(ClaimEnd.Full);
        (await Claim(queue, Cy, at: later.AddMinutes(30))).ShouldBe(new AnnotationItem(1, "b"));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_ended()
    {
        var acme = await HasCompany("acme");
        var queue = await HasQueue(Queue(acme), "a");

        (await End(queue, 1, Ada, ClaimState.Skipped)).ShouldBe(ClaimEnd.NotFound);
        (await End(queue, -1, Ada, ClaimState.Done)).ShouldBe(ClaimEnd.NotFound);
        (await End(queue with { Id = "none" }, 0, Ada, ClaimState.Done)).ShouldBe(ClaimEnd.NotFound);
        (await End(queue, 0, Ada, ClaimState.Skipped)).ShouldBe(ClaimEnd.Stored);
        (await End(queue, 0, Ada, ClaimState.Done)).ShouldBe(ClaimEnd.Stored);
    }

    [Fact]
    public async Task People_who_ask_at_the_same_time_share_the_places()
    {
        var acme = await HasCompany("acme");
        var queue = await HasQueue(Queue(acme, reviewers: 2), "a", "b", "c", "d", "e");

        var given = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Claim(queue, $"user:{i}")));

        given.Count(item => item is null).ShouldBe(2);
        for (var position = 0; position < 5; position++) given.Count(item => item?.Position == position).ShouldBe(2);
    }

    [Fact]
    public async Task Whatever_people_do_no_item_is_done_more_often_than_wanted()
    {
        var acme = await HasCompany("acme");
        var random = new Random(7);
        var queue = await HasQueue(Queue(acme, reviewers: 2), "a", "b", "c", "d");
        var held = new Dictionary<(int Position, string Reviewer), (ClaimState State, int Until)>();
        for (var minute = 0; minute < 120 / TDriver.Shortening; minute++)
        {
            var reviewer = $"user:{random.Next(4)}";
            int Taken(int position) => held.Count(one => one.Key.Position == position && one.Key.Reviewer != reviewer
                && (one.Value.State == ClaimState.Done || (one.Value.State == ClaimState.Claimed && one.Value.Until > minute)));
            bool IsOwn(int position) => held.TryGetValue((position, reviewer), out var own) && own.State == ClaimState.Claimed && own.Until > minute;
            var expected = Enumerable.Range(0, 4)
                .Where(position => IsOwn(position)
                    || (Taken(position) < 2 && !(held.TryGetValue((position, reviewer), out var own) && own.State != ClaimState.Claimed)))
                .OrderBy(position => IsOwn(position) ? 0 : 1).ThenBy(position => position).Select(position => (int?)position).FirstOrDefault();
            var at = s_now.AddMinutes(minute);

            var item = await Store.AnnotationQueues.ClaimAsync(queue.Project, queue.Id, reviewer, at, at.AddMinutes(6), Stop);
            (item?.Position).ShouldBe(expected);
            if (expected is { } claimed) held[(claimed, reviewer)] = (ClaimState.Claimed, minute + 6);
            if (held.Keys.Where(key => key.Reviewer == reviewer).ToList() is not { Count: > 0 } own || random.Next(4) > 0) continue;
            var position = own[random.Next(own.Count)].Position;
            var state = random.Next(5) == 0 ? ClaimState.Skipped : ClaimState.Done;
            var before = held[(position, reviewer)];
            var end = before.State == state ? ClaimEnd.Stored
                : before.State == ClaimState.Done ? ClaimEnd.AlreadyDone
                : state == ClaimState.Done && Taken(position) >= 2 ? ClaimEnd.Full
                : ClaimEnd.Stored;
            (await End(queue, position, reviewer, state, at)).ShouldBe(end);
            if (end == ClaimEnd.Stored) held[(position, reviewer)] = (state, 0);
        }

        var items = (await Items(queue))!;
        items.Claims.GroupBy(claim => claim.Position).ShouldAllBe(group => group.Count(claim => claim.State == ClaimState.Done) <= 2);
        items.Claims.Select(claim => (claim.Position, claim.Reviewer, claim.State)).ShouldBe(
            held.Select(one => (one.Key.Position, one.Key.Reviewer, one.Value.State)), ignoreOrder: true);
    }

    [Fact]
    public async Task A_queue_goes_with_its_items_its_project_or_its_company()
    {
        var acme = await HasCompany("acme");
        var (first, second) = (await HasQueue(Queue(acme), "a"), await HasQueue(Queue(acme), "a"));
        await Claim(first, Ada);
        await Claim(second, Ada);

        (await Store.AnnotationQueues.DeleteAsync(first.Project, first.Id, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.AnnotationQueues.DeleteAsync(first.Project, first.Id, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Find(first)).ShouldBeNull();
        (await Items(second))!.Claims.Count.ShouldBe(1);
        (await DeletesCompany(acme.Id, Some.Audit())).ShouldBeTrue();
        (await Store.AnnotationQueues.OfCompanyAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static AnnotationQueue Queue(Company company, int reviewers = 1, string project = "stories") =>
        new(Some.Id(), new ProjectKey(company.Id, project), "Queue", reviewers, "key:1", Some.Noon);

    private async Task<AnnotationQueue> HasQueue(AnnotationQueue queue, params string[] refs)
    {
        (await Add(queue, refs)).ShouldBe(AnnotationAdded.Added);
        return queue;
    }

    private Task<AnnotationAdded> Add(AnnotationQueue queue, string[] refs, int most = 100) =>
        Store.AnnotationQueues.AddAsync(queue, refs, most, Some.Audit(queue.Project.CompanyId), Stop);

    private Task<AnnotationProgress?> Find(AnnotationQueue queue) => Store.AnnotationQueues.FindAsync(queue.Project, queue.Id, s_now, Stop);

    private Task<AnnotationItems?> Items(AnnotationQueue queue) => Store.AnnotationQueues.ItemsAsync(queue.Project, queue.Id, 0, 100, Stop);

    private Task<AnnotationItem?> Claim(AnnotationQueue queue, string reviewer, DateTimeOffset? at = null) =>
        Store.AnnotationQueues.ClaimAsync(queue.Project, queue.Id, reviewer, at ?? s_now, (at ?? s_now).AddMinutes(30), Stop);

    private Task<ClaimEnd> End(AnnotationQueue queue, int position, string reviewer, ClaimState state, DateTimeOffset? at = null) =>
        Store.AnnotationQueues.EndAsync(queue.Project, queue.Id, new AnnotationClaim(position, reviewer, state, null, at ?? s_now), Stop);
}
