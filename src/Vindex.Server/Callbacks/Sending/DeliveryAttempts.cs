using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Security;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>One attempt of a callback: signs, sends, and keeps how it ended.</summary>
internal sealed class DeliveryAttempts(IDeliveryStore store, AttemptSender sender, SecretSeal seal, Audit audit, TimeProvider time)
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
        var request = new AttemptRequest(new CallbackMessage(delivery.Url, taken.Body, headers), headers, secrets.SelectMany(SentCallback.FormsOf));
        return await sender.SendAsync(request, "callback", cancellationToken);
    }

    /// <summary>Stores how an attempt ended: delivery, attempt, endpoint and audit entry in one transaction.</summary>
    public Task<AttemptEnd> EndAsync(TakenDelivery taken, SentCallback? sent, DateTimeOffset startedAt)
    {
        var now = time.GetUtcNow();
        // Without a secret the installation was deleted: there is no one left who could verify the signature.
        var decision = sender.Decision(
            sent,
            startedAt,
            now,
            "The endpoint has no signing secret",
            (delivery, reason) => audit.Entry(
                Audit.System, "endpoint.disabled", delivery.CompanyId, delivery.CustomerId, ("reason", reason), ("delivery_id", delivery.Id)));
        return store.EndAsync(taken.Delivery.CompanyId, taken.Delivery.Id, taken.Delivery.Taken, decision, now, CancellationToken.None);
    }
}
