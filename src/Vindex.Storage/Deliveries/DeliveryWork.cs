using Vindex.Storage.Audit;
using Vindex.Storage.Installations;

namespace Vindex.Storage.Deliveries;

/// <summary>A delivery taken for an attempt.</summary>
/// <param name="Delivery">The delivery as it is now; its <see cref="Delivery.Taken"/> is the fencing token.</param>
/// <param name="Body">The JSON to send.</param>
/// <param name="Secrets">The secrets that sign it; null if the customer is no longer an installation.</param>
public sealed record TakenDelivery(Delivery Delivery, byte[] Body, SealedSecrets? Secrets);

/// <summary>The result of taking due deliveries.</summary>
/// <param name="Deliveries">The deliveries, now being delivered.</param>
/// <param name="NextDue">When the next waiting delivery is due, as far as known; null if none waits for a later time.</param>
public sealed record DeliveryTake(IReadOnlyList<TakenDelivery> Deliveries, DateTimeOffset? NextDue);

/// <summary>What the end of an attempt changes; stored in one transaction.</summary>
/// <param name="Next">The delivery after the attempt.</param>
/// <param name="Attempt">The attempt to record; null for none.</param>
/// <param name="Endpoint">The endpoint after the attempt; null for a request's own URL.</param>
/// <param name="Audit">The audit entry when the attempt disabled the endpoint; everything waiting for the endpoint then ends as disabled.</param>
public sealed record DeliveryChange(Delivery Next, DeliveryAttempt? Attempt, EndpointState? Endpoint, AuditEntry? Audit);

/// <summary>The result of ending an attempt.</summary>
/// <param name="Stored">False if the delivery was taken by another dispatcher in the meantime, or nothing was decided: nothing was changed.</param>
/// <param name="NewerWaits">Whether a newer callback of the same ticket to the same URL was waiting for this attempt to end and can be taken now.</param>
public readonly record struct AttemptEnd(bool Stored, bool NewerWaits);
