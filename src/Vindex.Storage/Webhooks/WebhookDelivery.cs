using Vindex.Storage.Deliveries;

namespace Vindex.Storage.Webhooks;

/// <summary>The obligation to send an event to a webhook.</summary>
/// <param name="Delivery">
/// Its state. <see cref="Delivery.Id"/> is the event's id, <see cref="Delivery.EndpointId"/> the webhook's; there is neither a ticket nor a job.
/// </param>
/// <param name="Type">The type of the event.</param>
public sealed record WebhookDelivery(Delivery Delivery, string Type);

/// <summary>A delivery taken for an attempt.</summary>
/// <param name="Delivery">The delivery as it is now; its <see cref="Delivery.Taken"/> is the fencing token.</param>
/// <param name="Webhook">Where it goes.</param>
/// <param name="Body">The JSON to send.</param>
public sealed record TakenWebhook(Delivery Delivery, Webhook Webhook, byte[] Body);

/// <summary>The result of taking due deliveries.</summary>
/// <param name="Deliveries">The deliveries, now being delivered.</param>
/// <param name="NextDue">When the next waiting delivery is due, as far as known; null if none waits for a later time.</param>
public sealed record WebhookTake(IReadOnlyList<TakenWebhook> Deliveries, DateTimeOffset? NextDue);

/// <summary>What sending events again would do.</summary>
/// <param name="Types">How many of each type would be sent, most first.</param>
/// <param name="Oldest">When the oldest happened; null if there are none.</param>
/// <param name="Newest">When the newest happened.</param>
public sealed record WebhookReplayPreview(IReadOnlyList<(string Type, long Count)> Types, DateTimeOffset? Oldest, DateTimeOffset? Newest)
{
    /// <summary>How many events would be sent.</summary>
    public long Count => Types.Sum(type => type.Count);
}

/// <summary>An event of a webhook that is polled.</summary>
/// <param name="No">Its number; later events have higher ones.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">The JSON.</param>
public sealed record PolledEvent(long No, string Id, byte[] Body);

/// <summary>Events of a webhook that is polled.</summary>
/// <param name="Events">In the order in which they were stored.</param>
/// <param name="HasMore">Whether there are more.</param>
public sealed record PolledEvents(IReadOnlyList<PolledEvent> Events, bool HasMore);
