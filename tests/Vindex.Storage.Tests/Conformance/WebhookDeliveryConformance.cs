using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>The outbox of webhooks: leases, ends of attempts, replays.</summary>
public abstract class WebhookDeliveryConformance<TDriver> : WebhookWorld<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task What_is_taken_is_not_taken_again_until_its_lease_ends_and_an_old_lease_changes_nothing()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        await HasScore(acme);
        var lost = (await Take(at: Late)).ShouldHaveSingleItem();
        (lost.Delivery.Status, lost.Delivery.Taken, lost.Webhook.Id).ShouldBe((DeliveryStatus.Delivering, 1, webhook.Id));
        (await Take(at: Late)).ShouldBeEmpty();
        (await Store.Webhooks.TakeBackAsync(Late.AddSeconds(59), all: false, Stop)).ShouldBe(0);
        (await Store.Webhooks.TakeBackAsync(Late.AddSeconds(60), all: false, Stop)).ShouldBe(1);

        var again = (await Take(at: Late.AddSeconds(60))).ShouldHaveSingleItem();
        (again.Delivery.Id, again.Delivery.Taken, again.Delivery.Attempts).ShouldBe((lost.Delivery.Id, 2, 0));
        (await Store.Webhooks.EndAsync(lost.Delivery, Ends(DeliveryStatus.Failed), Stop)).ShouldBeFalse();
        (await Store.Webhooks.EndAsync(again.Delivery, Ends(DeliveryStatus.Delivered), Stop)).ShouldBeTrue();
        (await Store.Webhooks.TakeBackAsync(Late, all: true, Stop)).ShouldBe(0);
        (await Deliveries(webhook)).ShouldHaveSingleItem().Delivery.Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Webhooks_take_turns_and_each_has_a_limit()
    {
        var acme = await HasCompany("acme");
        var (one, two) = (await HasHook(Hook(acme.Id)), await HasHook(Hook(acme.Id)));
        for (var minute = 0; minute < 4; minute++) await HasScore(acme, minute);
        var busy = new Dictionary<string, int> { [one.Id] = 1 };
        var take = await Store.Webhooks.TakeAsync(busy, 3, 100, null, Late, Late.AddMinutes(1), Stop);
        var counts = take.Deliveries.CountBy(taken => taken.Webhook.Id).ToDictionary();
        counts.ShouldBe(new Dictionary<string, int> { [one.Id] = 2, [two.Id] = 3 }, ignoreOrder: true);
        (await Take(count: 1)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_retry_waits_for_its_time_and_every_attempt_is_kept()
    {
        var acme = await HasCompany("acme");
        await HasHook(Hook(acme.Id));
        await HasScore(acme);
        var taken = (await Take(at: Late)).Single();
        var attempt = new DeliveryAttempt(1, 1, Late, 12, 500, "broken", "The receiver returned 500")
        {
            Url = taken.Delivery.Url,
            RequestHeaders = "webhook-id: 1",
            ResponseHeaders = "Server: x",
        };
        (await Store.Webhooks.EndAsync(
            taken.Delivery,
            (delivery, endpoint) => new DeliveryChange(
                delivery with { Status = DeliveryStatus.Pending, Attempts = 1, LeaseUntil = null, DueAt = Late.AddMinutes(5) }, attempt,
                endpoint! with { FailingSince = Late }, null),
            Stop)).ShouldBeTrue();

        var next = await Store.Webhooks.TakeAsync(new Dictionary<string, int>(), 9, 9, null, Late, Late.AddMinutes(1), Stop);
        (next.Deliveries.Count, next.NextDue).ShouldBe((0, Late.AddMinutes(5)));
        (await Store.Webhooks.AttemptsAsync(taken.Delivery, Stop)).ShouldBe([attempt]);
        (await Store.Webhooks.FindAsync(acme.Id, taken.Webhook.Id, Stop)).ShouldNotBeNull().Endpoint.FailingSince.ShouldBe(Late);
        (await Take(at: Late.AddMinutes(5))).ShouldHaveSingleItem().Webhook.Endpoint.FailingSince.ShouldBe(Late);
    }

    [Fact]
    public async Task An_attempt_that_disables_the_webhook_ends_what_waits_for_it_and_no_other()
    {
        var acme = await HasCompany("acme");
        var (gone, other) = (await HasHook(Hook(acme.Id)), await HasHook(Hook(acme.Id)));
        await HasScore(acme, minute: 1);
        await HasScore(acme, minute: 2);
        var taken = (await Store.Webhooks.TakeAsync(new Dictionary<string, int>(), 1, 9, null, Late, Late.AddMinutes(1), Stop)).Deliveries
            .Single(one => one.Webhook.Id == gone.Id);
        var off = new EndpointState(Late, Late, DisabledReason.Gone);
        (await Store.Webhooks.EndAsync(
            taken.Delivery,
            (delivery, _) => new DeliveryChange(
                DeliveryLifecycle.Finish(delivery, DeliveryStatus.Disabled, Late), null, off, Some.Audit(acme.Id, "webhook.disabled")),
            Stop)).ShouldBeTrue();
        await Store.Webhooks.TakeBackAsync(Late, all: true, Stop);

        (await Store.Webhooks.FindAsync(acme.Id, gone.Id, Stop)).ShouldNotBeNull().Endpoint.ShouldBe(off);
        (await Deliveries(gone)).ShouldAllBe(one => one.Delivery.Status == DeliveryStatus.Disabled);
        (await Deliveries(other)).ShouldAllBe(one => one.Delivery.Status == DeliveryStatus.Pending);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 9, Stop)).Items.ShouldContain(entry => entry.Action == "webhook.disabled");
        (await Store.Webhooks.ReplayAsync(acme.Id, gone.Id, taken.Delivery.Id, Late, Some.Audit(acme.Id), Stop)).ShouldBe(Replayed.Refused);
    }

    [Fact]
    public async Task Finished_deliveries_can_be_replayed_one_by_one_or_since_a_time()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        for (var minute = 0; minute < 4; minute++) await HasScore(acme, minute);
        var taken = await Take(at: Late);
        foreach (var (one, at) in taken.Select((one, at) => (one, at)))
            await Store.Webhooks.EndAsync(one.Delivery, Ends(at % 2 == 0 ? DeliveryStatus.Failed : DeliveryStatus.Delivered), Stop);
        var first = taken[0].Delivery.Id;
        (await Store.Webhooks.ReplayAsync("co_none", webhook.Id, first, Late, Some.Audit(), Stop)).ShouldBe(Replayed.NotFound);
        (await Store.Webhooks.ReplayAsync(acme.Id, webhook.Id, first, Late, Some.Audit(acme.Id), Stop)).ShouldBe(Replayed.Due);
        (await Store.Webhooks.ReplayAsync(acme.Id, webhook.Id, first, Late, Some.Audit(acme.Id), Stop)).ShouldBe(Replayed.Refused);
        var again = (await Take(at: Late)).ShouldHaveSingleItem();
        (again.Delivery.Id, again.Delivery.Run, again.Delivery.Attempts).ShouldBe((first, 2, 0));

        async Task<long> Since(int minute, DeliveryStatus? status)
        {
            var since = Some.Noon.AddMinutes(minute);
            var preview = await Store.Webhooks.PreviewReplayAsync(acme.Id, webhook.Id, since, status, Stop);
            (await Store.Webhooks.PreviewReplayAsync("co_none", webhook.Id, since, status, Stop)).Count.ShouldBe(0);
            var replayed = await Store.Webhooks.ReplaySinceAsync(acme.Id, webhook.Id, since, status, Late, Some.Audit(acme.Id), Stop);
            preview.Count.ShouldBe(replayed);
            return replayed;
        }
        (await Since(2, DeliveryStatus.Failed)).ShouldBe(1);
        (await Since(1, null)).ShouldBe(2);
        (await Since(5, null)).ShouldBe(0);
        (await Store.Webhooks.DeliveriesAsync(acme.Id, webhook.Id, DeliveryStatus.Pending, null, 9, Stop)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_preview_counts_by_type_what_a_replay_would_send()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        for (var minute = 0; minute < 3; minute++) await HasScore(acme, minute);
        await Store.Webhooks.PublishAsync(Alert(acme), Stop);
        (await Preview()).Count.ShouldBe(0, "everything is still to be sent");
        foreach (var taken in await Take()) await Store.Webhooks.EndAsync(taken.Delivery, Ends(DeliveryStatus.Failed), Stop);

        var preview = await Preview();
        preview.Types.ShouldBe([(EventSubject.ScoreCreated, 3), (EventSubject.AlertFired, 1)]);
        (preview.Oldest, preview.Newest).ShouldBe((Some.Noon, Some.Noon.AddMinutes(2)));
        (await Preview(DeliveryStatus.Delivered)).ShouldSatisfyAllConditions(none => none.Count.ShouldBe(0), none => none.Oldest.ShouldBeNull());
        (await Store.Webhooks.UpdateAsync(
            new WebhookUpdate(webhook, EndpointState.Clean.DisableManually(Late)), Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Preview()).Count.ShouldBe(0, "nothing is sent to a webhook that is disabled");

        Task<WebhookReplayPreview> Preview(DeliveryStatus? status = null) =>
            Store.Webhooks.PreviewReplayAsync(acme.Id, webhook.Id, Some.Noon, status, Stop);
    }

    [Fact]
    public async Task The_list_is_newest_first_in_pages_and_one_delivery_has_its_body()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        for (var minute = 0; minute < 5; minute++) await HasScore(acme, minute);
        var page = await Store.Webhooks.DeliveriesAsync(acme.Id, webhook.Id, null, null, 3, Stop);
        var rest = await Store.Webhooks.DeliveriesAsync(acme.Id, webhook.Id, null, page.Next, 3, Stop);
        page.Items.Concat(rest.Items).Select(one => one.Delivery.CreatedAt.Minute).ShouldBe([4, 3, 2, 1, 0]);
        rest.Next.ShouldBeNull();

        var id = page.Items[0].Delivery.Id;
        var (delivery, body) = (await Store.Webhooks.DeliveryAsync(acme.Id, webhook.Id, id, Stop)).ShouldNotBeNull();
        (delivery.Type, delivery.Delivery.Url).ShouldBe((EventSubject.ScoreCreated, webhook.Url));
        body.ShouldBe("score KEY-4"u8.ToArray());
        (await Store.Webhooks.DeliveryAsync("co_none", webhook.Id, id, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_test_goes_to_its_webhook_alone_whatever_that_selects()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id) with { Selection = new WebhookSelection(["alert.fired"]) });
        await HasHook(Hook(acme.Id));
        var test = SomeEvents.Event(acme.Id, new EventSubject(EventSubject.Test), Some.Noon, "test");
        (await Store.Webhooks.AddTestAsync("none", test, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Webhooks.AddTestAsync(webhook.Id, test, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        var taken = (await Take()).ShouldHaveSingleItem();
        (taken.Webhook.Id, taken.Delivery.IsTest, taken.Delivery.Id).ShouldBe((webhook.Id, true, test.Id));
    }
}
