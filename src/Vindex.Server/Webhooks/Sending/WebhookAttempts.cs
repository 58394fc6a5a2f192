using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Sending;
using Vindex.Server.Security;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Sending;

/// <summary>One attempt of a webhook: signs, sends, and keeps how it ended, as for callbacks.</summary>
internal sealed class WebhookAttempts(IWebhookStore store, AttemptSender sender, WebhookSeal seal, Audit audit, TimeProvider time)
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
        var request = new AttemptRequest(
            new CallbackMessage(delivery.Url, body, [.. signed, .. own.Select(header => KeyValuePair.Create(header.Name, header.Value))]),
            [.. signed, .. own.Select(header => KeyValuePair.Create(header.Name, Masked))],
            keys.SelectMany(key => SentCallback.FormsOf(key.Secret)).Concat(own.Select(header => header.Value).Where(value => value.Length >= ShortestHidden)));
        return await sender.SendAsync(request, "webhook", cancellationToken);
    }

    /// <summary>Stores how an attempt ended: delivery, attempt, webhook and audit entry in one transaction.</summary>
    public Task EndAsync(TakenWebhook taken, SentCallback? sent, DateTimeOffset startedAt) => store.EndAsync(
        taken.Delivery,
        // Without a key the master key is another one: nothing can be signed until the secret is rotated.
        sender.Decision(
            sent,
            startedAt,
            time.GetUtcNow(),
            "The webhook has no signing secret",
            (delivery, reason) => audit.Entry(
                Audit.System, "webhook.disabled", delivery.CompanyId, delivery.EndpointId, ("reason", reason), ("event_id", delivery.Id))),
        CancellationToken.None);
}
