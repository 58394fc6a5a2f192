using System.Text;
using System.Text.Json;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Feedback;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Webhooks, and which events they get.</summary>
public abstract class WebhookConformance<TDriver> : WebhookWorld<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_company_has_its_own_webhooks_up_to_a_number()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var full = Hook(acme.Id) with
        {
            Description = "Chat",
            Headers = [1, 2],
            Signing = WebhookSigning.Both,
            Selection = new WebhookSelection(["score.created"], ["a", "b"], ["stories"], ["wandb.note.1"]),
            Secrets = new SealedSecrets([1], [2], Some.Noon.AddHours(1)),
        };
        (await Store.Webhooks.AddAsync(full, 2, Some.Audit(acme.Id), Stop)).ShouldBe(WebhookAdded.Added);
        var polled = Hook(acme.Id, WebhookKind.Poll) with { CreatedAt = Some.Noon.AddMinutes(1) };
        (await Store.Webhooks.AddAsync(polled, 2, Some.Audit(acme.Id), Stop)).ShouldBe(WebhookAdded.Added);
        (await Store.Webhooks.AddAsync(Hook(acme.Id), 2, Some.Audit(acme.Id), Stop)).ShouldBe(WebhookAdded.TooMany);
        (await Store.Webhooks.AddAsync(Hook("co_none"), 2, Some.Audit(), Stop)).ShouldBe(WebhookAdded.NoCompany);

        (await Store.Webhooks.ListAsync(acme.Id, Stop)).Select(webhook => webhook.Id).ShouldBe([full.Id, polled.Id]);
        (await Store.Webhooks.ListAsync(other.Id, Stop)).ShouldBeEmpty();
        (await Store.Webhooks.FindAsync(other.Id, full.Id, Stop)).ShouldBeNull();
        Shown(await Store.Webhooks.FindAsync(acme.Id, full.Id, Stop)).ShouldBe(Shown(full));
        Shown(await Store.Webhooks.FindAsync(acme.Id, polled.Id, Stop)).ShouldBe(Shown(polled));
        (await Store.Webhooks.DeleteAsync(other.Id, full.Id, Some.Audit(other.Id), Stop)).ShouldBeFalse();
        (await Store.Webhooks.DeleteAsync(acme.Id, full.Id, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Webhooks.ListAsync(acme.Id, Stop)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_needs_the_version_that_is_stored_and_disabling_ends_what_waits()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        await HasScore(acme);
        var changed = webhook with { Url = "https://hooks.example.com/new", Selection = new WebhookSelection(["alert.fired"]) };
        (await Store.Webhooks.UpdateAsync(new WebhookUpdate(changed with { CompanyId = "co_none" }), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Webhooks.UpdateAsync(
            new WebhookUpdate(changed, EndpointState.Clean.DisableManually(Some.Noon)), Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Webhooks.UpdateAsync(new WebhookUpdate(changed), Some.Audit(acme.Id), Stop)).ShouldBeFalse();

        var stored = (await Store.Webhooks.FindAsync(acme.Id, webhook.Id, Stop)).ShouldNotBeNull();
        (stored.Url, stored.Version, stored.Endpoint.IsDisabled).ShouldBe((changed.Url, 2, true));
        (await Deliveries(webhook)).ShouldHaveSingleItem().Delivery.Status.ShouldBe(DeliveryStatus.Disabled);
        (await Take()).ShouldBeEmpty();

        // What happens while it is disabled can be replayed later.
        await Store.Webhooks.PublishAsync(Alert(acme), Stop);
        (await Deliveries(webhook)).Select(one => one.Delivery.Status).ShouldBe([DeliveryStatus.Disabled, DeliveryStatus.Disabled]);
    }

    [Fact]
    public async Task The_event_of_a_score_goes_to_the_webhooks_that_select_it()
    {
        var acme = await HasCompany("acme", "shop");
        var all = await HasHook(Hook(acme.Id));
        var shop = await HasHook(Hook(acme.Id) with { Selection = new WebhookSelection([EventSubject.ScoreCreated], ["shop"]) });
        await HasHook(Hook(acme.Id) with { Selection = new WebhookSelection([EventSubject.FeedbackCreated]) });
        await HasHook(Hook((await HasCompany("other")).Id));
        await HasScore(acme, minute: 1);
        await HasScore(acme, minute: 2, customer: "shop");

        var taken = await Take();
        taken.Select(one => (one.Webhook.Id, Encoding.UTF8.GetString(one.Body))).ShouldBe(
            [(all.Id, "score KEY-1"), (all.Id, "score KEY-2"), (shop.Id, "score KEY-2")], ignoreOrder: true);
        // The same event has the same id everywhere.
        taken.Where(one => Encoding.UTF8.GetString(one.Body) == "score KEY-2").Select(one => one.Delivery.Id).Distinct().ShouldHaveSingleItem();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_score_that_is_not_stored_leaves_no_event()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        (await Store.Scores.AddAsync(Some.Score(acme.Id, "another"), null, Stop)).ShouldBeFalse();
        var project = new ProjectKey(acme.Id, "stories");
        await Store.Feedback.WriteAsync(
            [new FeedbackEntry(project, Some.Feedback()), new FeedbackEntry(project, Some.Feedback(type: FeedbackRow.ScoreType))],
            null,
            allOrNothing: true,
            Stop);
        (await Deliveries(webhook)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deliveries_to_be_sent_are_announced_when_they_are_durable()
    {
        var announced = 0;
        Store.Webhooks.OnDue(() => Interlocked.Increment(ref announced));
        var installation = await HasInstallation("acme");
        var acme = (await Store.Companies.FindAsync(installation.CompanyId, Stop)).ShouldNotBeNull();
        var polling = await HasCompany("polling");
        await HasHook(Hook(polling.Id, WebhookKind.Poll));
        var disabled = await HasCompany("disabled");
        var webhook = await HasHook(Hook(disabled.Id));
        (await Store.Webhooks.UpdateAsync(
            new WebhookUpdate(webhook, EndpointState.Clean.DisableManually(Some.Noon)), Some.Audit(disabled.Id), Stop)).ShouldBeTrue();
        foreach (var company in (Company[])[acme, polling, disabled]) await HasScore(company);
        announced.ShouldBe(0);

        await HasHook(Hook(acme.Id));
        (await Store.Scores.AddAsync(Some.Score(acme.Id, "another"), null, Stop)).ShouldBeFalse();
        announced.ShouldBe(0);
        await HasScore(acme);
        announced.ShouldBe(1);
        var project = new ProjectKey(acme.Id, "stories");
        await Store.Feedback.WriteAsync([new(project, Some.Feedback("one")), new(project, Some.Feedback("two"))], null, allOrNothing: false, Stop);
        announced.ShouldBe(2, "once for all rows of a write");
        await HasJob(installation, "T-1");
        var leased = (await Lease(1)).Single();
        announced.ShouldBe(2);
        await Store.Jobs.FailAsync(leased.Job.Id, leased.Job.Taken, "no text", null, Some.Noon, Stop);
        announced.ShouldBe(3);
        await Store.Webhooks.PublishAsync(Alert(acme), Stop);
        announced.ShouldBe(4);
    }

    [Fact]
    public async Task A_job_that_fails_and_a_job_that_ends_with_a_score_are_reported()
    {
        var installation = await HasInstallation("acme");
        await HasHook(Hook(installation.CompanyId));
        await HasJob(installation, "T-1");
        var lost = (await Lease(1)).Single();
        (await Store.Jobs.FailAsync(lost.Job.Id, lost.Job.Taken, "no text", null, Some.Noon, Stop)).ShouldBe(LeaseEnd.Stored);
        (await Store.Jobs.FailAsync(lost.Job.Id, lost.Job.Taken, "again", null, Some.Noon, Stop)).ShouldBe(LeaseEnd.LeaseLost);
        await HasDelivery(installation, "T-2", second: 1);

        (await Take()).Select(one => Encoding.UTF8.GetString(one.Body)).ShouldBe(["failed KEY-T-1: no text", "score KEY-0"]);
    }

    [Fact]
    public async Task Feedback_is_reported_by_project_and_type_also_when_many_rows_are_written()
    {
        var acme = await HasCompany("acme");
        var all = await HasHook(Hook(acme.Id, WebhookKind.Poll));
        var some = await HasHook(Hook(acme.Id, WebhookKind.Poll) with { Selection = new WebhookSelection(Projects: ["stories"], FeedbackTypes: ["a.b"]) });
        var project = new ProjectKey(acme.Id, "stories");
        FeedbackEntry[] rows =
        [
            new(project, Some.Feedback("one", type: "a.b")),
            new(project, Some.Feedback("two", type: "c.d")),
            new(new ProjectKey(acme.Id, "bugs"), Some.Feedback("three", type: "a.b")),
        ];
        await Store.Feedback.WriteAsync(rows, null, allOrNothing: false, Stop);
        (await Polled(all)).ShouldBe(["feedback acme/stories one", "feedback acme/stories two", "feedback acme/bugs three"]);
        (await Polled(some)).ShouldBe(["feedback acme/stories one"]);
        var many = Enumerable.Range(0, 150).Select(at => new FeedbackEntry(project, Some.Feedback($"many-{at}", type: "a.b"))).ToList();
        await Store.Feedback.WriteAsync(many, null, allOrNothing: false, Stop);
        (await Polled(some)).Skip(1).ShouldBe(many.Select(entry => $"feedback acme/stories {entry.Row.Id}"));
    }

    [Fact]
    public async Task A_receiver_that_polls_gets_every_event_in_order_and_the_same_ones_for_the_same_place()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id, WebhookKind.Poll));
        for (var minute = 0; minute < 5; minute++) await HasScore(acme, minute);
        var first = await Store.Webhooks.PollAsync(acme.Id, webhook.Id, 0, 3, Stop);
        Bodies(first).ShouldBe(["score KEY-0", "score KEY-1", "score KEY-2"]);
        first.HasMore.ShouldBeTrue();
        Bodies(await Store.Webhooks.PollAsync(acme.Id, webhook.Id, 0, 3, Stop)).ShouldBe(Bodies(first));
        var rest = await Store.Webhooks.PollAsync(acme.Id, webhook.Id, first.Events[^1].No, 3, Stop);
        Bodies(rest).ShouldBe(["score KEY-3", "score KEY-4"]);
        rest.HasMore.ShouldBeFalse();

        // An event goes with its score, and its number is never used again: the receiver misses nothing.
        var last = rest.Events[^1].No;
        var newest = await HasScore(acme, minute: 6);
        (await Store.Webhooks.PollAsync(acme.Id, webhook.Id, last, 3, Stop)).Events.ShouldHaveSingleItem();
        var seen = (await Store.Webhooks.PollAsync(acme.Id, webhook.Id, last, 3, Stop)).Events[0].No;
        await Store.Scores.DeleteAsync(Of(acme), newest.Item.Id, Some.Audit(acme.Id), Stop);
        await HasScore(acme, minute: 7);
        Bodies(await Store.Webhooks.PollAsync(acme.Id, webhook.Id, seen, 3, Stop)).ShouldBe(["score KEY-7"]);
        (await Store.Webhooks.PollAsync("co_none", webhook.Id, 0, 3, Stop)).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_events_are_forgotten_unless_they_are_to_be_sent_yet()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        await HasScore(acme, minute: 1);
        await HasScore(acme, minute: 2);
        var sent = (await Take())[0];
        (await Store.Webhooks.EndAsync(sent.Delivery, Ends(DeliveryStatus.Delivered), Stop)).ShouldBeTrue();
        (await Store.Webhooks.ForgetAsync(Some.Noon, Stop)).ShouldBe(0);
        (await Store.Webhooks.ForgetAsync(Late, Stop)).ShouldBe(1);
        (await Deliveries(webhook)).ShouldHaveSingleItem().Delivery.Id.ShouldNotBe(sent.Delivery.Id);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_webhook_or_company()
    {
        var acme = await HasCompany("acme");
        var webhook = await HasHook(Hook(acme.Id));
        await HasScore(acme);
        await Store.Webhooks.PublishAsync(Alert(acme), Stop);
        await Store.Webhooks.DeleteAsync(acme.Id, webhook.Id, Some.Audit(acme.Id), Stop);
        (await Take()).ShouldBeEmpty();
        (await Store.Webhooks.PublishAsync(Alert(acme), Stop)).ShouldBe(0);
        (await Store.Webhooks.ForgetAsync(Late, Stop)).ShouldBe(2);

        await HasHook(Hook(acme.Id));
        await HasScore(acme, minute: 1);
        await Store.Webhooks.PublishAsync(Alert(acme), Stop);
        (await DeletesCompany(acme.Id, Some.Audit(acme.Id))).ShouldBeTrue();
        (await Store.Webhooks.ForgetAsync(Late, Stop)).ShouldBe(0);
        (await Take()).ShouldBeEmpty();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    // Records compare their lists by reference, so this compares what they hold.
    private static string Shown(Webhook? webhook) => JsonSerializer.Serialize(webhook);

    private static string[] Bodies(PolledEvents polled) => [.. polled.Events.Select(one => Encoding.UTF8.GetString(one.Body))];

    private async Task<string[]> Polled(Webhook webhook) => Bodies(await Store.Webhooks.PollAsync(webhook.CompanyId, webhook.Id, 0, 1000, Stop));
}
