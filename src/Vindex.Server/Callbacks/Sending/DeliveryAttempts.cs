using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Operations;
using Vindex.Server.Security;
using Vindex.Server.Security.Sealing;
using Vindex.Storage;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>One attempt: signs, sends, and keeps how it ended.</summary>
internal sealed class DeliveryAttempts(
    IStore store, CallbackClient client, DeliveryLife life, SecretSeal seal, Audit audit, Randomness randomness, TimeProvider time)
{
    /// <summary>Sends what was taken; null when there is no secret to sign it with.</summary>
    public async Task<CallbackOutcome?> SendAsync(TakenDelivery taken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secrets = taken.Secrets is null ? [] : seal.OpenLive(taken.Secrets, now);
        if (secrets.Count == 0) return null;
        var delivery = taken.Delivery;
        var headers = CallbackSignature.Headers(secrets, delivery.Id, delivery.JobId, now, taken.Body);
        using var activity = VindexTelemetry.Activities.StartActivity("callback");
        var outcome = await client.SendAsync(new CallbackMessage(delivery.Url, taken.Body, headers), cancellationToken);
        VindexTelemetry.CallbackAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        VindexTelemetry.CallbackDuration.Record(outcome.ResponseTime.TotalSeconds);
        return outcome;
    }

    /// <summary>Keeps an attempt: delivery, record, endpoint and audit entry in one transaction. False when somebody else has taken the delivery since.</summary>
    public Task<bool> EndAsync(TakenDelivery taken, CallbackOutcome? outcome, DateTimeOffset startedAt)
    {
        var now = time.GetUtcNow();
        var random = randomness.Fraction();
        return store.Deliveries.EndAsync(
            taken.Delivery.Id,
            taken.Delivery.Taken,
            (delivery, endpoint) => outcome is null ? GiveUp(delivery, endpoint, now) : Decide(delivery, endpoint, outcome, startedAt, now, random),
            CancellationToken.None);
    }

    private DeliveryChange? Decide(
        StoredDelivery delivery, EndpointState? endpoint, CallbackOutcome outcome, DateTimeOffset startedAt, DateTimeOffset now, double random)
    {
        if (life.End(delivery.FromStored(), endpoint?.FromStored(), outcome, startedAt, now, random) is not { } step) return null;
        var entry = step.EndpointDisabled
            ? audit.Entry(
                Audit.System, "endpoint.disabled", delivery.CompanyId, delivery.CustomerId, ("reason", step.Endpoint!.Reason.ToString()), ("delivery_id", delivery.Id))
            : null;
        return new DeliveryChange(step.Next.ToStored(delivery), step.Attempt.ToStored(), step.Endpoint?.ToStored(), entry);
    }

    // The installation is gone: nobody is left who could verify, or want, the callback.
    private static DeliveryChange GiveUp(StoredDelivery delivery, EndpointState? endpoint, DateTimeOffset now) =>
        new(
            delivery with { Status = StoredDeliveryStatus.Disabled, LeaseUntil = null, FinishedAt = now, LastError = "There is no secret to sign with" },
            null,
            endpoint,
            null);
}
