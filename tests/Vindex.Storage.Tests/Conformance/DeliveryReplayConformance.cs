using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Lists of deliveries, and replays.</summary>
public abstract class DeliveryReplayConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly DateTimeOffset s_later = Some.Noon.AddSeconds(100);

    [Fact]
    public async Task Lists_are_newest_first_by_cursor_and_narrowed_by_status_and_customer()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, (await HasDelivery(acme, $"A-{i}", second: i)).Id);
        }

        await HasDelivery(other, "B");
        await EndAll(9, DeliveryStatus.Failed, row => row.Id == ids[2] || row.Id == ids[5]);
        var access = new ScoreAccess(acme.CompanyId, null);
        (await Walk(access, DeliveryFilter.None)).ShouldBe(ids);
        (await Walk(access, new DeliveryFilter { Status = DeliveryStatus.Failed })).ShouldBe([ids[2], ids[5]]);
        (await Walk(access, new DeliveryFilter { Status = DeliveryStatus.Delivered })).Count.ShouldBe(5);
        (await Walk(access, new DeliveryFilter { CustomerId = "another" })).ShouldBeEmpty();
        (await Walk(new ScoreAccess(acme.CompanyId, []), DeliveryFilter.None)).ShouldBeEmpty();
        (await Walk(new ScoreAccess(acme.CompanyId, ["another"]), DeliveryFilter.None)).ShouldBeEmpty();
        (await Walk(access, new DeliveryFilter { Since = Some.Noon.AddSeconds(2), Before = Some.Noon.AddSeconds(4) })).ShouldBe([ids[3], ids[4]]);
    }

    [Fact]
    public async Task What_is_not_delivered_is_counted_by_status_for_whoever_may_see_it()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        await HasDelivery(acme, "A-0");
        await HasDelivery(acme, "A-1");
        await HasDelivery(other, "B-0");
        await EndAll(9, DeliveryStatus.Failed, _ => true);
        await HasDelivery(acme, "A-2");
        await HasDelivery(acme, "A-3");
        await EndAll(9, DeliveryStatus.Failed, _ => false);
        await HasDelivery(acme, "A-4");

        (await Store.Deliveries.CountUndeliveredAsync(new ScoreAccess(acme.CompanyId, null), Stop))
            .ShouldBe(new Dictionary<DeliveryStatus, long> { [DeliveryStatus.Failed] = 2, [DeliveryStatus.Pending] = 1 }, ignoreOrder: true);
        (await Store.Deliveries.CountUndeliveredAsync(new ScoreAccess(acme.CompanyId, ["another"]), Stop)).ShouldBeEmpty();
        (await Store.Deliveries.CountUndeliveredAsync(new ScoreAccess(acme.CompanyId, []), Stop)).ShouldBeEmpty();
        (await Store.Deliveries.CountUndeliveredAsync(ScoreAccess.All, Stop))[DeliveryStatus.Failed].ShouldBe(3);
    }

    [Fact]
    public async Task A_replay_asks_with_the_endpoint_as_it_is_now()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        var access = new ScoreAccess(acme.CompanyId, null);
        await EndAll(1, DeliveryStatus.Failed);
        await Change(acme, present => present with { CallbackUrl = "https://new.example.com/" });

        (await Store.Deliveries.ReplayAsync(new ScoreAccess("co_nobody", null), delivery.Id, s_later, Some.Audit(), Stop)).ShouldBe(Replayed.NotFound);
        (await Store.Deliveries.ReplayAsync(access, delivery.Id, s_later, Some.Audit(acme.CompanyId, "delivery.replayed"), Stop)).ShouldBe(Replayed.Due);
        (await Store.Deliveries.ReplayAsync(access, delivery.Id, s_later, Some.Audit(), Stop)).ShouldBe(Replayed.Refused);
        var row = await Store.Deliveries.FindAsync(access, delivery.Id, Stop);
        (row!.Url, row.Status, row.Run, row.DueAt).ShouldBe(("https://new.example.com/", DeliveryStatus.Pending, 2, Some.Noon.AddSeconds(100)));
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.CompanyId }, null, 9, Stop)).Items.ShouldContain(entry => entry.Action == "delivery.replayed");
    }

    [Fact]
    public async Task A_range_is_replayed_whole_whatever_its_size()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        for (var i = 0; i < 450; i++)
        {
            await HasDelivery(acme, $"A-{i}", second: i / 100);
        }

        await HasDelivery(other, "B");
        await EndAll(999, DeliveryStatus.Failed);
        var filter = new DeliveryFilter { Status = DeliveryStatus.Failed, Since = Some.Noon, Before = Some.Noon.AddSeconds(4) };
        (await Store.Deliveries.ReplayAsync(
            new ScoreAccess(acme.CompanyId, null), filter, s_later, Some.Audit(acme.CompanyId, "deliveries.replayed"), Stop)).ShouldBe(400);
        (await Walk(new ScoreAccess(acme.CompanyId, null), new DeliveryFilter { Status = DeliveryStatus.Pending })).Count.ShouldBe(400);
        (await Walk(new ScoreAccess(other.CompanyId, null), new DeliveryFilter { Status = DeliveryStatus.Failed })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_preview_says_what_a_replay_does_then()
    {
        var acme = await HasInstallation("acme");
        var deleted = await HasInstallation("deleted");
        for (var i = 0; i < 6; i++) await HasDelivery(acme, $"A-{i}", second: i);
        await HasDelivery(acme, "A-own", second: 3, ownUrl: "https://own.example.com/1");
        await HasDelivery(acme, "A-own", second: 7, ownUrl: "https://own.example.com/2");
        await HasDelivery(deleted, "B");
        await EndAll(99, DeliveryStatus.Failed);
        await HasDelivery(acme, "A-waiting", second: 8);
        var access = new ScoreAccess(acme.CompanyId, null);
        await Change(acme, present => present with { CallbackUrl = "https://new.example.com/" });

        var preview = await Store.Deliveries.PreviewAsync(access, DeliveryFilter.None, 2, Stop);
        (preview.Count, preview.Kept, preview.TargetCount).ShouldBe((8, 1, 3));
        (preview.Oldest, preview.Newest).ShouldBe((Some.Noon, Some.Noon.AddSeconds(7)));
        preview.Targets.ShouldBe([("https://new.example.com/", 6L), ("https://own.example.com/1", 1L)]);
        var some = new DeliveryFilter { Since = Some.Noon.AddSeconds(2), Before = Some.Noon.AddSeconds(4) };
        (await Store.Deliveries.PreviewAsync(access, some, 9, Stop)).Count.ShouldBe(3);
        (await Store.Deliveries.PreviewAsync(access, new DeliveryFilter { Ids = [] }, 9, Stop)).Count.ShouldBe(0);
        (await Store.Deliveries.PreviewAsync(new ScoreAccess(acme.CompanyId, []), some, 9, Stop)).Count.ShouldBe(0);

        await Store.Installations.DeleteAsync(deleted.CompanyId, deleted.CustomerId, s_later, Some.Audit(), Stop);
        (await Store.Deliveries.PreviewAsync(new ScoreAccess(deleted.CompanyId, null), DeliveryFilter.None, 9, Stop)).ShouldSatisfyAllConditions(
            gone => (gone.Count, gone.Kept, gone.Oldest).ShouldBe((0, 1, null)));
        foreach (var filter in new[] { some, DeliveryFilter.None })
        {
            var expected = (await Store.Deliveries.PreviewAsync(access, filter, 9, Stop)).Count;
            (await Store.Deliveries.ReplayAsync(access, filter, s_later, Some.Audit(), Stop)).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_range_is_not_replayed_when_its_audit_entry_cannot_be_kept()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        await EndAll(1, DeliveryStatus.Failed);
        var access = new ScoreAccess(acme.CompanyId, null);
        var taken = Some.Audit(acme.CompanyId);
        await Store.Audit.AddAsync(taken, Stop);
        await Should.ThrowAsync<StoreUnavailableException>(() =>
            Store.Deliveries.ReplayAsync(access, new DeliveryFilter { Status = DeliveryStatus.Failed }, s_later, taken, Stop));
        (await Store.Deliveries.FindAsync(access, delivery.Id, Stop))!.Status.ShouldBe(DeliveryStatus.Failed);
    }

    private async Task EndAll(int count, DeliveryStatus status, Func<Delivery, bool>? only = null)
    {
        var take = await Store.Deliveries.TakeAsync(
            new Dictionary<string, int>(), count, count, null, Some.Noon.AddSeconds(50), Some.Noon.AddSeconds(99), Stop);
        foreach (var taken in take.Deliveries)
        {
            var end = only is null || only(taken.Delivery) ? status : DeliveryStatus.Delivered;
            await Store.Deliveries.EndAsync(
                taken.Delivery.CompanyId,
                taken.Delivery.Id,
                taken.Delivery.Taken,
                (row, endpoint) =>
                    new DeliveryChange(row with { Status = end, LeaseUntil = null, FinishedAt = Some.Noon.AddSeconds(60) }, null, endpoint, null),
                Some.Noon.AddSeconds(60),
                Stop);
        }
    }

    private async Task<List<string>> Walk(ScoreAccess access, DeliveryFilter filter)
    {
        var ids = new List<string>();
        PagePosition? after = null;
        do
        {
            var page = await Store.Deliveries.ListAsync(access, filter, after, 3, Stop);
            ids.AddRange(page.Items.Select(delivery => delivery.Id));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }
}
