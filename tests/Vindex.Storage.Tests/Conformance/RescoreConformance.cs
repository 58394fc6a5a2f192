using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Runs that judge the latest tickets of a company again.</summary>
public abstract class RescoreConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly DateTimeOffset s_start = Some.Noon.AddHours(1);
    private static readonly LatestFilter s_latest = new(s_start);

    [Fact]
    public async Task The_latest_score_of_each_ticket_comes_oldest_first_and_no_other()
    {
        var acme = await HasCompany("acme", "acme_two");
        var other = await HasCompany("other");
        await HasTicket(acme, "A", minute: 0);
        var a = await HasTicket(acme, "A", minute: 5);
        var b = await HasTicket(acme, "B", minute: 3);
        var sameIdElsewhere = await HasTicket(acme, "A", minute: 4, customer: "acme_two");
        await HasTicket(other, "A", minute: 9);
        await HasTicket(acme, "C", minute: 60);

        (await Latest(Of(acme))).ShouldBe([b.Item.Id, sameIdElsewhere.Item.Id, a.Item.Id]);
        (await Latest(Of(acme, "acme_two"))).ShouldBe([sameIdElsewhere.Item.Id]);
        (await Store.Scores.CountLatestAsync(Of(acme), s_latest, Stop)).ShouldBe(3);
        (await Store.Scores.CountLatestAsync(ScoreAccess.All, s_latest, Stop)).ShouldBe(4);
        (await Store.Scores.CountLatestAsync(new ScoreAccess(acme.Id, []), s_latest, Stop)).ShouldBe(0);
        var after = new PagePosition(b.Item.CreatedAt.ToUnixTimeMilliseconds(), b.Item.Id);
        (await Store.Scores.LatestAsync(Of(acme), s_latest, after, 1, Stop)).ShouldBe([sameIdElsewhere]);

        var newestFirst = s_latest with { NewestFirst = true };
        (await Store.Scores.LatestAsync(Of(acme), newestFirst, null, 10, Stop)).Select(score => score.Item.Id)
            .ShouldBe([a.Item.Id, sameIdElsewhere.Item.Id, b.Item.Id]);
        after = new PagePosition(sameIdElsewhere.Item.CreatedAt.ToUnixTimeMilliseconds(), sameIdElsewhere.Item.Id);
        (await Store.Scores.LatestAsync(Of(acme), newestFirst, after, 10, Stop)).ShouldBe([b]);
    }

    [Fact]
    public async Task A_project_is_what_stands_before_the_hyphen_of_a_key()
    {
        var acme = await HasCompany("acme");
        var keys = (string[])["KOL-1", "kol-22", "KOLA-3", "KOL", "KO-4", "KOL.5", "XKOL-6"];
        for (var i = 0; i < keys.Length; i++)
        {
            await HasScore(Some.Score(acme.Id, acme.DefaultCustomerId, minute: i).Titled(keys[i], "A ticket"));
        }

        var filter = s_latest with { Project = "Kol" };
        (await Store.Scores.LatestAsync(Of(acme), filter, null, 10, Stop)).Select(score => score.Item.TicketKey).ShouldBe(["KOL-1", "kol-22"]);
        (await Store.Scores.CountLatestAsync(Of(acme), filter, Stop)).ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_keeps_scores_position_and_counters_together()
    {
        var acme = await HasCompany("acme");
        var first = await HasTicket(acme, "A", minute: 1, overall: 50);
        var second = await HasTicket(acme, "B", minute: 2, overall: 60);
        var third = await HasTicket(acme, "C", minute: 3, overall: 70);
        var run = await HasRun(acme, total: 3);
        var leased = (await LeaseRun()).ShouldNotBeNull();
        (leased.Id, leased.Taken).ShouldBe((run.Id, 1));
        (await LeaseRun()).ShouldBeNull();

        (await Next(run, 2)).ShouldBe([first.Item.Id, second.Item.Id]);
        var stored = await StoreBatch(leased, Again(first, 64), new RescoredTicket(second.Item, new RescoreOutcome.UpToDate()));
        stored!.Counts.ShouldBe(new RescoreCounts(1, 1, 1, 0, 110, 124));
        (await Next(run, 9)).ShouldBe([third.Item.Id]);
        stored = await StoreBatch(leased, new RescoredTicket(third.Item, new RescoreOutcome.Skipped("no profile")));
        stored!.Counts.ShouldBe(new RescoreCounts(1, 1, 1, 1, 110, 124));
        (await Next(run, 9)).ShouldBeEmpty();
        await Store.Rescores.EndAsync(run.Id, 1, null, s_start.AddMinutes(1), Stop);

        var done = await Store.Rescores.FindAsync(acme.Id, run.Id, Stop);
        (done!.State, done.FinishedAt, done.Counts.Seen).ShouldBe((RescoreState.Done, s_start.AddMinutes(1), 3));
        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).ShouldBe(new ScoreTotals(4, 50 + 60 + 70 + 64));
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_was_scored_or_deleted_in_the_meantime_is_left_alone()
    {
        var acme = await HasCompany("acme");
        var scored = await HasTicket(acme, "A", minute: 1);
        var deleted = await HasTicket(acme, "B", minute: 2);
        await HasRun(acme, total: 2);
        var leased = (await LeaseRun())!;
        await HasTicket(acme, "A", minute: 61);
        await Store.Scores.DeleteAsync(ScoreAccess.All, deleted.Item.Id, Some.Audit(), Stop);

        var stored = await StoreBatch(leased, Again(scored, 10), Again(deleted, 10));
        stored!.Counts.ShouldBe(RescoreCounts.None with { Skipped = 2 });
        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_callback_is_stored_with_its_score()
    {
        var acme = await HasInstallation("acme");
        var score = await HasScore(Some.Score(acme.CompanyId, acme.CustomerId, minute: 1).OfTicket("A"));
        await HasRun(acme.CompanyId, total: 1, callbacks: true);
        var leased = (await LeaseRun())!;
        leased.Callbacks.ShouldBeTrue();
        var delivery = Some.Delivery(acme.CustomerId);
        var again = Again(score, 64, delivery);
        await StoreBatch(leased, again);
        var stored = await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop);
        (stored!.Status, stored.TicketId, stored.ScoreId).ShouldBe((DeliveryStatus.Pending, "A", ((RescoreOutcome.Rescored)again.Outcome).Score.Item.Id));
    }

    [Fact]
    public async Task A_company_has_one_run_at_a_time_and_sees_its_own_only()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var first = await HasRun(acme);
        (await Start(Run(acme.Id))).ShouldBe(RescoreStart.AlreadyRunning);
        var elsewhere = await HasRun(other);
        (await Start(Run("co_nobody"))).ShouldBe(RescoreStart.CompanyGone);

        (await Store.Rescores.FindAsync(other.Id, first.Id, Stop)).ShouldBeNull();
        (await Store.Rescores.CancelAsync(other.Id, first.Id, s_start, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Rescores.CancelAsync(acme.Id, first.Id, s_start, Some.Audit(acme.Id, "rescore.cancelled"), Stop)).ShouldBeTrue();
        (await Store.Rescores.CancelAsync(acme.Id, first.Id, s_start, Some.Audit(), Stop)).ShouldBeFalse();
        var second = await HasRun(acme);
        (await Store.Rescores.ListAsync(acme.Id, 10, Stop)).Select(run => (run.Id, run.State))
            .ShouldBe([(second.Id, RescoreState.Running), (first.Id, RescoreState.Cancelled)]);
        (await Store.Rescores.ListAsync(other.Id, 10, Stop)).ShouldBe([elsewhere]);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.Count(entry => entry.Action == "rescore.cancelled").ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_lease_or_a_cancelled_run_stores_nothing()
    {
        var acme = await HasCompany("acme");
        var score = await HasTicket(acme, "A", minute: 1);
        var run = await HasRun(acme, total: 1);
        var dead = (await LeaseRun())!;
        var successor = (await LeaseRun(minute: 2)).ShouldNotBeNull();
        successor.Taken.ShouldBe(2);
        (await StoreBatch(dead, Again(score, 64))).ShouldBeNull();
        await Store.Rescores.EndAsync(run.Id, dead.Taken, "late", s_start, Stop);
        (await Store.Rescores.FindAsync(acme.Id, run.Id, Stop))!.State.ShouldBe(RescoreState.Running);

        await Store.Rescores.ReleaseAsync(run.Id, successor.Taken, Stop);
        (await LeaseRun(minute: 2))!.Taken.ShouldBe(3);
        await Store.Rescores.TakeBackAsync(Stop);
        var last = (await LeaseRun(minute: 2))!;
        last.Taken.ShouldBe(4);
        await Store.Rescores.CancelAsync(acme.Id, run.Id, s_start, Some.Audit(), Stop);
        (await StoreBatch(last, Again(score, 64))).ShouldBeNull();
        (await LeaseRun(minute: 9)).ShouldBeNull();
        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_go_with_their_company_and_a_failed_one_says_why()
    {
        var acme = await HasCompany("acme");
        var run = await HasRun(acme);
        await LeaseRun();
        await Store.Rescores.EndAsync(run.Id, 1, "broken", s_start, Stop);
        var failed = await Store.Rescores.FindAsync(acme.Id, run.Id, Stop);
        (failed!.State, failed.Error).ShouldBe((RescoreState.Failed, "broken"));
        await DeletesCompany(acme.Id, Some.Audit());
        (await Store.Rescores.FindAsync(acme.Id, run.Id, Stop)).ShouldBeNull();
    }

    private static Rescore Run(string companyId, long total = 0, bool callbacks = false) =>
        new(Some.Id(), companyId, null, "rubric-9", callbacks, "cli", s_start, total);

    private static RescoredTicket Again(StoredScore earlier, int overall, NewDelivery? delivery = null)
    {
        var item = earlier.Item with { Id = Some.Id(), OverallTenths = overall, CreatedAt = s_start.AddSeconds(5) };
        return new RescoredTicket(earlier.Item, new RescoreOutcome.Rescored(earlier with { Item = item, Model = "rubric-9" }, delivery));
    }

    private Task<StoredScore> HasTicket(Company company, string ticketId, int minute, int overall = 60, string? customer = null) =>
        HasScore(
            Some.Score(company.Id, customer ?? company.DefaultCustomerId, minute, overall).OfTicket(ticketId) with { Inputs = """{"cut":["Description"]}""" });

    private Task<Rescore> HasRun(Company company, long total = 0) => HasRun(company.Id, total);

    private async Task<Rescore> HasRun(string companyId, long total, bool callbacks = false)
    {
        var run = Run(companyId, total, callbacks);
        (await Start(run)).ShouldBe(RescoreStart.Started);
        return run;
    }

    private Task<RescoreStart> Start(Rescore run) => Store.Rescores.StartAsync(run, Some.Audit(), Stop);

    private Task<Rescore?> LeaseRun(int minute = 0) => Store.Rescores.LeaseAsync(s_start.AddMinutes(minute), s_start.AddMinutes(minute + 1), Stop);

    private Task<Rescore?> StoreBatch(Rescore run, params RescoredTicket[] tickets) =>
        Store.Rescores.StoreAsync(run.Id, run.Taken, tickets, s_start, s_start.AddMinutes(1), Stop);

    private async Task<IEnumerable<string>> Latest(ScoreAccess access) =>
        (await Store.Scores.LatestAsync(access, s_latest, null, 10, Stop)).Select(score => score.Item.Id);

    private async Task<IEnumerable<string>> Next(
        Rescore run, int count) => (await Store.Rescores.NextAsync(run.Id, count, Stop)).Select(score => score.Item.Id);
}
