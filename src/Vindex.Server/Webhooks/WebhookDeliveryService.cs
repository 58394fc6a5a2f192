using System.Text.Json;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Webhooks.Events;
using Vindex.Server.Webhooks.Sending;
using Vindex.Storage;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>A delivery with its attempts, oldest first, and the body that each of them sent.</summary>
internal sealed record WebhookDeliveryDetail(WebhookDelivery Listed, IReadOnlyList<DeliveryAttempt> Attempts, byte[] Body);

/// <summary>What is sent to the webhooks of the caller's company, and what those that are polled have.</summary>
internal sealed class WebhookDeliveryService(IWebhookStore store, WebhookSignal signal, Audit audit, TimeProvider time)
{
    /// <summary>Why a delivery cannot be replayed.</summary>
    public const string NotReplayable = "Only a finished delivery of a webhook that is enabled can be sent again.";

    /// <summary>A page of a webhook's deliveries, newest first.</summary>
    public async Task<Outcome<ListPage<WebhookDelivery>>> ListAsync(
        Caller caller, string id, DeliveryStatus? status, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        if (await SentAsync(caller, id, cancellationToken) is { } refused) return refused;
        return await store.DeliveriesAsync(caller.OwnCompany, id, status, after, limit, cancellationToken);
    }

    /// <summary>One delivery.</summary>
    public async Task<Outcome<WebhookDeliveryDetail>> FindAsync(Caller caller, string id, string eventId, CancellationToken cancellationToken)
    {
        if (await SentAsync(caller, id, cancellationToken) is { } refused) return refused;
        if (await store.DeliveryAsync(caller.OwnCompany, id, eventId, cancellationToken) is not { } found) return new Refusal.NotFound();
        return new WebhookDeliveryDetail(found.Delivery, await store.AttemptsAsync(found.Delivery.Delivery, cancellationToken), found.Body);
    }

    /// <summary>Sends a test, signed and checked like any event, once.</summary>
    public async Task<Outcome<WebhookDelivery>> TestAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await SentAsync(caller, id, cancellationToken) is { } refused) return refused;
        if (await store.FindAsync(caller.OwnCompany, id, cancellationToken) is { Endpoint.IsDisabled: true })
            return new Refusal.Conflict("webhook_disabled", "This webhook is disabled. Enable it first.");
        var data = JsonSerializer.SerializeToUtf8Bytes(new TestData(id, "This is a test from Vindex."), WebhookJson.Shared.TestData);
        var test = EventPayloads.Create(caller.OwnCompany, new EventSubject(EventSubject.Test), time.GetUtcNow(), data);
        var entry = audit.Entry(caller, "webhook.tested", caller.OwnCompany, id, ("event_id", test.Id));
        if (!await store.AddTestAsync(id, test, entry, cancellationToken)) return new Refusal.NotFound();
        return await FoundAsync(caller, id, test.Id, cancellationToken);
    }

    /// <summary>Sends an event again, with a fresh schedule, under the same id.</summary>
    public async Task<Outcome<WebhookDelivery>> ReplayAsync(Caller caller, string id, string eventId, CancellationToken cancellationToken)
    {
        if (await SentAsync(caller, id, cancellationToken) is { } refused) return refused;
        var entry = audit.Entry(caller, "webhook.replayed", caller.OwnCompany, id, ("event_id", eventId));
        switch (await store.ReplayAsync(caller.OwnCompany, id, eventId, time.GetUtcNow(), entry, cancellationToken))
        {
            case Replayed.NotFound: return new Refusal.NotFound();
            case Replayed.Refused: return new Refusal.Conflict("not_replayable", NotReplayable);
        }

        signal.Announce();
        return await FoundAsync(caller, id, eventId, cancellationToken);
    }

    /// <summary>Sends events again that happened since an instant; returns how many.</summary>
    public async Task<Outcome<long>> ReplaySinceAsync(Caller caller, string id, Input<WebhookReplayBody> input, CancellationToken cancellationToken)
    {
        if (await SentAsync(caller, id, cancellationToken) is { } refused) return refused;
        var (request, errors) = input;
        if (errors.Any) return new Refusal.Invalid(errors);
        var entry = audit.Entry(
            caller, "webhook.replayed", caller.OwnCompany, id, ("since", Instants.Format(request.Since)), ("status", request.Status));
        var replayed = await store.ReplaySinceAsync(
            caller.OwnCompany, id, request.Since, DeliveryStatusNames.Read(request.Status), time.GetUtcNow(), entry, cancellationToken);
        signal.Announce();
        return replayed;
    }

    /// <summary>What sending events again that happened since an instant would do now.</summary>
    public async Task<Outcome<WebhookReplayPreview>> PreviewReplayAsync(
        Caller caller, string id, DateTimeOffset since, DeliveryStatus? status, CancellationToken cancellationToken)
    {
        if (await SentAsync(caller, id, cancellationToken) is { } refused) return refused;
        return await store.PreviewReplayAsync(caller.OwnCompany, id, since, status, cancellationToken);
    }

    /// <summary>Events of a webhook that is polled, after a number.</summary>
    public async Task<Outcome<PolledEvents>> PollAsync(Caller caller, string id, long after, int limit, CancellationToken cancellationToken)
    {
        if (WebhookService.Beyond(caller) is { } refused) return refused;
        if (await store.FindAsync(caller.OwnCompany, id, cancellationToken) is not { } webhook) return new Refusal.NotFound();
        if (webhook.Kind != WebhookKind.Poll) return new Refusal.Conflict("not_polled", "Events of this webhook are sent to its URL; it cannot be polled.");
        if (webhook.Selection.Passes(new EventSubject(EventSubject.FeedbackCreated)) && !caller.Scopes.Contains(Scopes.FeedbackRead))
        {
            return new Refusal.Forbidden(
                "scope_missing", $"This webhook gets {EventSubject.FeedbackCreated}, which requires the scope {Scopes.FeedbackRead}.");
        }

        return await store.PollAsync(caller.OwnCompany, id, after, limit, cancellationToken);
    }

    private async Task<Outcome<WebhookDelivery>> FoundAsync(Caller caller, string id, string eventId, CancellationToken cancellationToken) =>
        await store.DeliveryAsync(caller.OwnCompany, id, eventId, cancellationToken) is { } found ? found.Delivery : new Refusal.NotFound();

    private async Task<Refusal?> SentAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (WebhookService.Beyond(caller) is { } refused) return refused;
        return await store.FindAsync(caller.OwnCompany, id, cancellationToken) switch
        {
            null => new Refusal.NotFound(),
            { Kind: WebhookKind.Poll } => WebhookService.NotSent(),
            _ => null,
        };
    }
}
