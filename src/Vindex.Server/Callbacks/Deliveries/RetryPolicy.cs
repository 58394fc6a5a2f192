using System.Net;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>The changes at the end of an attempt, stored in one transaction.</summary>
/// <param name="Next">The delivery after the attempt.</param>
/// <param name="Attempt">The attempt to record.</param>
/// <param name="Endpoint">The endpoint after the attempt; null for a request's own URL.</param>
/// <param name="EndpointDisabled">True when this attempt disabled the endpoint: an audit entry is due, and its waiting deliveries end.</param>
internal sealed record AttemptResult(Delivery Next, DeliveryAttempt Attempt, EndpointState? Endpoint, bool EndpointDisabled);

/// <summary>
/// Decides what follows an attempt: delivered, another attempt, or failed. A pure function like those of <see cref="DeliveryLifecycle"/>, which has all other
/// state transitions; it is here because it knows about HTTP responses.
/// </summary>
/// <param name="schedule">When to retry.</param>
/// <param name="disableAfter">How long every attempt may fail before the endpoint is disabled.</param>
internal sealed class RetryPolicy(RetrySchedule schedule, TimeSpan disableAfter)
{
    /// <summary>The policy set by the options.</summary>
    public static RetryPolicy From(CallbackOptions options) => new(RetrySchedule.From(options), options.DisableAfter);

    /// <summary>
    /// Ends an attempt; null when the delivery is not being delivered. An outcome counts even after the lease ran out, as long as no other dispatcher took the
    /// delivery over (see <see cref="Delivery.Taken"/>).
    /// </summary>
    /// <param name="delivery">The delivery, as <see cref="DeliveryLifecycle.Begin"/> left it.</param>
    /// <param name="endpoint">Its endpoint; null for a request's own URL.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="random">Uniform in [0, 1), for the jitter.</param>
    public AttemptResult? End(Delivery delivery, EndpointState? endpoint, CallbackOutcome outcome, DateTimeOffset startedAt, DateTimeOffset now, double random)
    {
        if (delivery.Status != DeliveryStatus.Delivering)
            return null;

        var responseTime = (int)Math.Clamp(outcome.ResponseTime.TotalMilliseconds, 0, int.MaxValue);
        var number = delivery.Attempts + 1;
        var attempt = new DeliveryAttempt(delivery.Run, number, startedAt, responseTime, outcome.Status, outcome.ResponseExcerpt, outcome.Error);
        var attempted = delivery with
        {
            Attempts = number,
            LeaseUntil = null,
            LastStatusCode = outcome.Status,
            LastResponseTimeMs = responseTime,
            LastError = outcome.Error,
        };
        var health = endpoint?.Observe(outcome, now, disableAfter);
        var disabledNow = health is { IsDisabled: true } && endpoint is not { IsDisabled: true };
        return new AttemptResult(Next(attempted, health, outcome, now, random), attempt, health, disabledNow);
    }

    private Delivery Next(Delivery attempted, EndpointState? health, CallbackOutcome outcome, DateTimeOffset now, double random)
    {
        if (outcome is CallbackOutcome.Delivered)
            return DeliveryLifecycle.Finish(attempted, DeliveryStatus.Delivered, now);
        if (outcome is CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.Gone })
            return DeliveryLifecycle.Finish(attempted, health is null ? DeliveryStatus.Failed : DeliveryStatus.Disabled, now);
        if (attempted.IsTest || schedule.After(attempted.Attempts, RequestedWait(outcome), random) is not { } wait)
            return DeliveryLifecycle.Finish(attempted, DeliveryStatus.Failed, now);
        return health is { IsDisabled: true }
            ? DeliveryLifecycle.Finish(attempted, DeliveryStatus.Disabled, now)
            : attempted with { Status = DeliveryStatus.Pending, DueAt = now + wait };
    }

    /// <summary>Only these two statuses define when to retry (RFC 6585, RFC 9110); for others, the header is ignored.</summary>
    private static TimeSpan? RequestedWait(CallbackOutcome outcome) =>
        outcome is CallbackOutcome.Rejected { StatusCode: 429 or 503 } rejected ? rejected.RetryAfter : null;
}
