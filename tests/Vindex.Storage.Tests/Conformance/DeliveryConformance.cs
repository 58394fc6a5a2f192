using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Taking deliveries and ending attempts.</summary>
public abstract class DeliveryConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly Dictionary<string, int> s_idle = [];

    [Fact]
    public async Task A_due_delivery_is_taken_once_with_body_and_secrets()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        var taken = (await Take(9)).Deliveries.Single();
        (taken.Delivery.Id, taken.Delivery.Status, taken.Delivery.Taken, taken.Delivery.LeaseUntil)
            .ShouldBe((delivery.Id, DeliveryStatus.Delivering, 1, Some.Noon.AddSeconds(60)));
        taken.Body.ShouldBe(delivery.Body);
        taken.Secrets!.Current.ShouldBe(acme.Secrets.Current);
        (await Take(9)).Deliveries.ShouldBeEmpty();
        (await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop)).ShouldBe(taken.Delivery);
    }

    [Fact]
    public async Task Each_lane_gets_no_more_than_its_share_and_none_starves()
    {
        var acme = await HasInstallation("acme");
        var other = await HasInstallation("other");
        for (var i = 0; i < 6; i++)
        {
            await HasDelivery(acme, $"A-{i}");
        }

        await HasDelivery(other, "B");
        await HasDelivery(acme, "C", ownUrl: "https://own.example.com/x");
        var first = await Store.Deliveries.TakeAsync(
            new Dictionary<string, int> { [acme.CustomerId] = 1 }, 3, 99, null, Some.Noon, Some.Noon.AddSeconds(60), Stop);
        first.Deliveries.CountBy(taken => taken.Delivery.Lane).ToDictionary()
            .ShouldBe(new Dictionary<string, int> { [acme.CustomerId] = 2, [other.CustomerId] = 1, ["url:own.example.com"] = 1 }, ignoreOrder: true);
        (await Store.Deliveries.TakeAsync(
            new Dictionary<string, int> { [acme.CustomerId] = 3 }, 3, 99, null, Some.Noon, Some.Noon.AddSeconds(60), Stop)).Deliveries.ShouldBeEmpty();
        (await Take(1)).Deliveries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_lanes_come_in_turn_when_there_is_room_for_few()
    {
        var installations = new List<Installation>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            installations.Add(await HasInstallation(name));
            await HasDelivery(installations[^1], "1");
            await HasDelivery(installations[^1], "2");
        }

        var lanes = new List<string>();
        string? last = null;
        for (var i = 0; i < 6; i++)
        {
            var taken = (await Store.Deliveries.TakeAsync(s_idle, 1, 1, last, Some.Noon, Some.Noon.AddSeconds(60), Stop)).Deliveries.Single();
            lanes.Add(last = taken.Delivery.Lane);
        }

        lanes.ShouldBe([.. installations.Select(installation => installation.CustomerId), .. installations.Select(installation => installation.CustomerId)]);
    }

    [Fact]
    public async Task What_is_due_later_waits_and_tells_when()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        await Take(1);
        (await End(
            delivery.Id,
            1,
            row => row with { Status = DeliveryStatus.Pending, DueAt = Some.Noon.AddSeconds(5), LeaseUntil = null, Attempts = 1 })).ShouldBeTrue();
        var none = await Take(9);
        (none.Deliveries.Count, none.NextDue).ShouldBe((0, Some.Noon.AddSeconds(5)));
        (await Take(9, second: 5)).Deliveries.Single().Delivery.Taken.ShouldBe(2);
    }

    [Fact]
    public async Task An_attempts_end_keeps_delivery_attempt_endpoint_and_audit_together()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        var waiting = await HasDelivery(acme, "B");
        await Take(1);
        var attempt = new DeliveryAttempt(1, 1, Some.Noon, 42, 410, "gone", "The receiver returned 410")
        {
            Url = "https://hooks.example.com/vindex",
            RequestHeaders = "webhook-id: 1\nwebhook-signature: v1,x",
            ResponseHeaders = "Server: test",
        };
        var off = new EndpointState(Some.Noon, Some.Noon.AddSeconds(1), DisabledReason.Gone);
        (await Store.Deliveries.EndAsync(
            acme.CompanyId,
            delivery.Id,
            1,
            (row, endpoint) =>
            {
                endpoint.ShouldBe(EndpointState.Clean);
                var next = row with
                {
                    Status = DeliveryStatus.Disabled,
                    LeaseUntil = null,
                    FinishedAt = Some.Noon.AddSeconds(1),
                    Attempts = 1,
                    LastStatusCode = 410
                };
                return new DeliveryChange(next, attempt, off, Some.Audit(acme.CompanyId, "endpoint.disabled"));
            },
            Some.Noon,
            Stop)).Stored.ShouldBeTrue();

        (await Store.Deliveries.AttemptsAsync(delivery.Id, Stop)).ShouldBe([attempt]);
        (await Store.Installations.FindByCustomerAsync(acme.CompanyId, acme.CustomerId, Stop))!.Endpoint.ShouldBe(off);
        (await Store.Deliveries.FindAsync(ScoreAccess.All, waiting.Id, Stop))!.Status.ShouldBe(DeliveryStatus.Disabled);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.CompanyId }, null, 9, Stop)).Items.ShouldContain(entry => entry.Action == "endpoint.disabled");
    }

    [Fact]
    public async Task A_dispatcher_that_is_late_changes_nothing()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        await Take(1);
        (await Store.Deliveries.TakeBackAsync(Some.Noon.AddSeconds(59), all: false, Stop)).ShouldBe(0);
        (await Store.Deliveries.TakeBackAsync(Some.Noon.AddSeconds(60), all: false, Stop)).ShouldBe(1);
        (await End(delivery.Id, 1, row => row with { Status = DeliveryStatus.Delivered })).ShouldBeFalse();
        (await Take(1, second: 60)).Deliveries.Single().Delivery.Taken.ShouldBe(2);
        (await End(delivery.Id, 1, row => row with { Status = DeliveryStatus.Delivered })).ShouldBeFalse();
        (await End(delivery.Id, 2, _ => null)).ShouldBeFalse();
        (await Store.Deliveries.AttemptsAsync(delivery.Id, Stop)).ShouldBeEmpty();
        (await End(delivery.Id, 2, row => row with { Status = DeliveryStatus.Delivered, LeaseUntil = null })).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_under_way_to_a_disabled_endpoint_ends_when_its_dispatcher_died()
    {
        var acme = await HasInstallation("acme");
        var delivery = await HasDelivery(acme, "A");
        await Take(1);
        var off = new EndpointState(null, Some.Noon, DisabledReason.Manual);
        await Change(acme, present => present, off);
        (await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop))!.Status.ShouldBe(DeliveryStatus.Delivering);
        (await Store.Deliveries.TakeBackAsync(Some.Noon.AddSeconds(9), all: true, Stop)).ShouldBe(1);
        (await Store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, Stop))!.Status.ShouldBe(DeliveryStatus.Disabled);
    }

    [Fact]
    public async Task Without_an_installation_there_are_no_secrets_and_the_endpoint_counts_as_disabled()
    {
        var acme = await HasInstallation("acme");
        var own = await HasDelivery(acme, "A", ownUrl: "https://own.example.com/x");
        var delivery = await HasDelivery(acme, "B");
        (await Take(9)).Deliveries.Count.ShouldBe(2);
        await Store.Installations.DeleteAsync(acme.CompanyId, acme.CustomerId, Some.Noon, Some.Audit(), Stop);
        (await Store.Deliveries.EndAsync(
            acme.CompanyId, delivery.Id, 1, (_, endpoint) =>
                endpoint is { IsDisabled: true } ? null : throw new InvalidOperationException(), Some.Noon, Stop)).Stored.ShouldBeFalse();
        await Store.Deliveries.TakeBackAsync(Some.Noon, all: true, Stop);
        var taken = (await Take(9)).Deliveries.Single();
        (taken.Delivery.Id, taken.Secrets).ShouldBe((own.Id, null));
    }

    [Fact]
    public async Task A_test_is_sent_like_a_callback_and_goes_with_its_customers_data_or_when_it_is_old()
    {
        var acme = await HasInstallation("acme");
        var scored = await HasDelivery(acme, "A");
        await HasJob(acme, "B");
        var lease = (await Lease(1)).Single();
        var failed = Some.Delivery(acme.CustomerId);
        (await Store.Jobs.FailAsync(lease.Job.Id, lease.Job.Taken, "broken", failed, Some.Noon, Stop)).ShouldBe(LeaseEnd.Stored);
        var test = await HasTest(acme, second: 1);

        var row = (await Store.Deliveries.FindAsync(ScoreAccess.All, test.Id, Stop)).ShouldNotBeNull();
        (row.IsTest, row.ScoreId, row.Status).ShouldBe((true, null, DeliveryStatus.Pending));
        (await Store.Deliveries.FindAsync(ScoreAccess.All, scored.Id, Stop))!.IsTest.ShouldBeFalse();
        (await Take(9, second: 1)).Deliveries.Select(taken => taken.Delivery.Id).ShouldContain(test.Id);
        (await Store.Deliveries.BodyAsync(test.Id, Stop)).ShouldBe([1, 2]);
        (await Store.Deliveries.BodyAsync("unknown", Stop)).ShouldBeNull();
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.CompanyId }, null, 9, Stop)).Items.ShouldContain(entry => entry.Action == "delivery.tested");
        var tickets = await Store.Deliveries.TicketsAsync([scored.Id, failed.Id, test.Id, "unknown"], Stop);
        tickets.Keys.ShouldBe([scored.Id, failed.Id, test.Id], ignoreOrder: true);
        var job = Some.Job(acme, "B");
        tickets[failed.Id].ShouldBe(new DeliveryTicket(job.TicketKey, job.Title));
        tickets[scored.Id].Title.ShouldNotBeNull();
        tickets[test.Id].ShouldBe(new DeliveryTicket(row.TicketId, null));

        (await Store.Deliveries.ForgetTestsAsync(Some.Noon.AddSeconds(1), Stop)).ShouldBe(0);
        (await Store.Deliveries.ForgetTestsAsync(Some.Noon.AddSeconds(2), Stop)).ShouldBe(1);
        (await Store.Deliveries.FindAsync(ScoreAccess.All, test.Id, Stop)).ShouldBeNull();
        (await Store.Deliveries.FindAsync(ScoreAccess.All, failed.Id, Stop)).ShouldNotBeNull();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private async Task<NewDelivery> HasTest(Installation installation, int second)
    {
        var test = new NewDelivery($"test{second}", installation.CustomerId, "https://hooks.example.com/vindex", [1, 2]);
        var subject = new DeliverySubject(installation.CompanyId, installation.CustomerId, test.Id, test.Id, null, IsTest: true);
        var audit = Some.Audit(installation.CompanyId, "delivery.tested");
        await Store.Deliveries.AddTestAsync(test, subject, Some.Noon.AddSeconds(second), audit, Stop);
        return test;
    }

    private Task<DeliveryTake> Take(int count, int second = 0) =>
        Store.Deliveries.TakeAsync(s_idle, 99, count, null, Some.Noon.AddSeconds(second), Some.Noon.AddSeconds(second + 60), Stop);

    private async Task<bool> End(string id, int taken, Func<Delivery, Delivery?> next) =>
        (await Store.Deliveries.EndAsync(
            (await Store.Deliveries.FindAsync(ScoreAccess.All, id, Stop))!.CompanyId,
            id,
            taken,
            (row, endpoint) => next(row) is { } changed ? new DeliveryChange(changed, null, endpoint, null) : null,
            Some.Noon,
            Stop)).Stored;
}
