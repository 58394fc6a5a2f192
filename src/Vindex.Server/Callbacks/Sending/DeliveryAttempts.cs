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
    /// <summary>Marks a test of an endpoint, beside the member <c>test</c> of its body.</summary>
    private static readonly KeyValuePair<string, string> s_testHeader = new("X-Vindex-Test", "true");

    /// <summary>Sends what was taken; null when there is no secret to sign it with.</summary>
    public async Task<SentCallback?> SendAsync(TakenDelivery taken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secrets = taken.Secrets is null ? [] : seal.OpenLive(taken.Secrets, now);
        if (secrets.Count == 0) return null;
        var delivery = taken.Delivery;
        var headers = CallbackSignature.Headers(secrets, delivery.Id, delivery.JobId, now, taken.Body);
        if (delivery.IsTest) headers = [.. headers, s_testHeader];
        using var activity = VindexTelemetry.Activities.StartActivity("callback");
        var outcome = await client.SendAsync(new CallbackMessage(delivery.Url, taken.Body, headers), cancellationToken);
        VindexTelemetry.CallbackAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        VindexTelemetry.CallbackDuration.Record(outcome.ResponseTime.TotalSeconds);
        return new SentCallback(CallbackClient.OwnHeaders.Concat(headers), secrets.SelectMany(SentCallback.FormsOf), outcome);
    }

    /// <summary>Stores how an attempt ended: delivery, attempt, endpoint and audit entry in one transaction.</summary>
    public Task<AttemptEnd> EndAsync(TakenDelivery taken, SentCallback? sent, DateTimeOffset startedAt)
    {
        var now = time.GetUtcNow();
        var random = randomness.Fraction();
        return store.EndAsync(taken.Delivery.CompanyId, taken.Delivery.Id, taken.Delivery.Taken, Decide, now, CancellationToken.None);

        DeliveryChange? Decide(Delivery delivery, EndpointState? endpoint) => sent is null
            ? GiveUp(delivery, endpoint, now)
            : policy.End(delivery, endpoint, sent.Outcome, startedAt, now, random) is { } result ? Change(delivery, result, sent) : null;
    }

    private DeliveryChange Change(Delivery delivery, AttemptResult result, SentCallback sent)
    {
        var entry = result.EndpointDisabled
            ? audit.Entry(
                Audit.System, "endpoint.disabled", delivery.CompanyId, delivery.CustomerId, ("reason", result.Endpoint!.Reason.ToString()),
                ("delivery_id", delivery.Id))
            : null;
        return new DeliveryChange(result.Next, sent.Record(result.Attempt, delivery.Url), result.Endpoint, entry);
    }

    // The installation was deleted: there is no secret left to sign with, and no one who could verify the signature.
    private static DeliveryChange GiveUp(Delivery delivery, EndpointState? endpoint, DateTimeOffset now) =>
        new(DeliveryLifecycle.Finish(delivery, DeliveryStatus.Disabled, now) with { LastError = "The endpoint has no signing secret" }, null, endpoint, null);
}
