using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Sending;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Sending;

/// <summary>One attempt: signs, sends, and keeps how it ended, as for callbacks.</summary>
internal sealed class WebhookAttempts(
    IWebhookStore store, CallbackClient client, RetryPolicy policy, WebhookSeal seal, Audit audit, Randomness randomness, TimeProvider time)
{
    private const string Masked = "***";

    /// <summary>Shorter values of headers are no credentials, and hiding them would garble the response.</summary>
    private const int ShortestHidden = 6;

    /// <summary>Sends what was taken; null when there is no key to sign it with.</summary>
    public async Task<SentCallback?> SendAsync(TakenWebhook taken, CancellationToken cancellationToken)
    {
        var (delivery, webhook, body) = taken;
        var now = time.GetUtcNow();
        var keys = seal.OpenLive(webhook.Secrets, now);
        if (keys.Count == 0) return null;
        var signed = WebhookSignature.Headers(keys, webhook.Signing, delivery.Id, now, body);
        var own = seal.OpenHeaders(webhook.Headers);
        using var activity = VindexTelemetry.Activities.StartActivity("webhook");
        var message = new CallbackMessage(delivery.Url, body, [.. signed, .. own.Select(header => KeyValuePair.Create(header.Name, header.Value))]);
        var outcome = await client.SendAsync(message, cancellationToken);
        VindexTelemetry.CallbackAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        VindexTelemetry.CallbackDuration.Record(outcome.ResponseTime.TotalSeconds);
        return new SentCallback(
            [.. CallbackClient.OwnHeaders, .. signed, .. own.Select(header => KeyValuePair.Create(header.Name, Masked))],
            keys.SelectMany(key => SentCallback.FormsOf(key.Secret)).Concat(own.Select(header => header.Value).Where(value => value.Length >= ShortestHidden)),
            outcome);
    }

    /// <summary>Stores how an attempt ended: delivery, attempt, webhook and audit entry in one transaction.</summary>
    public Task EndAsync(TakenWebhook taken, SentCallback? sent, DateTimeOffset startedAt)
    {
        var now = time.GetUtcNow();
        var random = randomness.Fraction();
        return store.EndAsync(taken.Delivery, Decide, CancellationToken.None);

        DeliveryChange? Decide(Delivery delivery, EndpointState? endpoint) => sent is null
            ? GiveUp(delivery, endpoint, now)
            : policy.End(delivery, endpoint, sent.Outcome, startedAt, now, random) is { } result ? Change(delivery, result, sent) : null;
    }

    private DeliveryChange Change(Delivery delivery, AttemptResult result, SentCallback sent)
    {
        var entry = result.EndpointDisabled
            ? audit.Entry(
                Audit.System, "webhook.disabled", delivery.CompanyId, delivery.EndpointId, ("reason", result.Endpoint!.Reason.ToString()),
                ("event_id", delivery.Id))
            : null;
        return new DeliveryChange(result.Next, sent.Record(result.Attempt, delivery.Url), result.Endpoint, entry);
    }

    // The master key is another one: nothing can be signed until the secret is rotated.
    private static DeliveryChange GiveUp(Delivery delivery, EndpointState? endpoint, DateTimeOffset now) =>
        new(DeliveryLifecycle.Finish(delivery, DeliveryStatus.Disabled, now) with { LastError = "The webhook has no signing secret" }, null, endpoint, null);
}
