using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>One attempt: signs, sends, and keeps how it ended.</summary>
internal sealed class DeliveryAttempts(
    IDeliveryStore store, CallbackClient client, RetryPolicy policy, SecretSeal seal, Audit audit, Randomness randomness, TimeProvider time)
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

    /// <summary>Stores how an attempt ended: delivery, attempt, endpoint and audit entry in one transaction.</summary>
    public Task<AttemptEnd> EndAsync(TakenDelivery taken, CallbackOutcome? outcome, DateTimeOffset startedAt)
    {
        var now = time.GetUtcNow();
        var random = randomness.Fraction();
        return store.EndAsync(taken.Delivery.Id, taken.Delivery.Taken, Decide, now, CancellationToken.None);

        DeliveryChange? Decide(Delivery delivery, EndpointState? endpoint) => outcome is null
            ? GiveUp(delivery, endpoint, now)
            : policy.End(delivery, endpoint, outcome, startedAt, now, random) is { } result ? Change(delivery, result) : null;
    }

    private DeliveryChange Change(Delivery delivery, AttemptResult result)
    {
        var entry = result.EndpointDisabled
            ? audit.Entry(
                Audit.System, "endpoint.disabled", delivery.CompanyId, delivery.CustomerId, ("reason", result.Endpoint!.Reason.ToString()),
                ("delivery_id", delivery.Id))
            : null;
        return new DeliveryChange(result.Next, result.Attempt, result.Endpoint, entry);
    }

    // The installation was deleted: there is no secret left to sign with, and no one who could verify the signature.
    private static DeliveryChange GiveUp(Delivery delivery, EndpointState? endpoint, DateTimeOffset now) =>
        new(DeliveryLifecycle.Finish(delivery, DeliveryStatus.Disabled, now) with { LastError = "The endpoint has no signing secret" }, null, endpoint, null);
}
