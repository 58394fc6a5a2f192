using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>What an attempt sends.</summary>
/// <param name="Message">The request.</param>
/// <param name="Headers">Its headers as they are kept.</param>
/// <param name="Hidden">Texts that are not kept where the receiver repeats them.</param>
internal sealed record AttemptRequest(
    CallbackMessage Message, IEnumerable<KeyValuePair<string, string>> Headers, IEnumerable<string> Hidden);

/// <summary>Sends the attempts of callbacks and webhooks, measures them, and decides what follows.</summary>
internal sealed class AttemptSender(CallbackClient client, RetryPolicy policy, Randomness randomness)
{
    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="activity">The name of its span.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SentCallback> SendAsync(AttemptRequest request, string activity, CancellationToken cancellationToken)
    {
        using var span = VindexTelemetry.Activities.StartActivity(activity);
        var outcome = await client.SendAsync(request.Message, cancellationToken);
        VindexTelemetry.CallbackAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        VindexTelemetry.CallbackDuration.Record(outcome.ResponseTime.TotalSeconds);
        return new SentCallback(CallbackClient.OwnHeaders.Concat(request.Headers), request.Hidden, outcome);
    }

    /// <summary>What follows an attempt, for the store, which may ask more than once.</summary>
    /// <param name="sent">The attempt; null if there was nothing to sign it with.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="now">The time.</param>
    /// <param name="notSent">The error of a delivery that cannot be signed.</param>
    /// <param name="disabled">The audit entry of an endpoint that is disabled by this, with the reason.</param>
    public DecideAttempt Decision(
        SentCallback? sent, DateTimeOffset startedAt, DateTimeOffset now, string notSent, Func<Delivery, string, AuditEntry> disabled)
    {
        var random = randomness.Fraction();
        return (delivery, endpoint) => sent is null
            ? GiveUp(delivery, endpoint)
            : policy.End(delivery, endpoint, sent.Outcome, startedAt, now, random) is { } result ? Change(delivery, result, sent) : null;

        DeliveryChange GiveUp(Delivery delivery, EndpointState? endpoint) =>
            new(DeliveryLifecycle.Finish(delivery, DeliveryStatus.Disabled, now) with { LastError = notSent }, null, endpoint, null);

        DeliveryChange Change(Delivery delivery, AttemptResult result, SentCallback made) => new(
            result.Next,
            made.Record(result.Attempt, delivery.Url),
            result.Endpoint,
            result.EndpointDisabled ? disabled(delivery, result.Endpoint!.Reason.ToString()!) : null);
    }
}
