using System.Net;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>What an attempt's end changes; kept in one transaction.</summary>
/// <param name="Next">The delivery as it is now.</param>
/// <param name="Attempt">The attempt to record.</param>
/// <param name="Endpoint">The endpoint's health as it is now; null for a request's own URL.</param>
/// <param name="EndpointDisabled">True when this attempt disabled the endpoint: an audit entry is due, and its waiting deliveries end.</param>
internal sealed record DeliveryStep(Delivery Next, DeliveryAttempt Attempt, EndpointHealth? Endpoint, bool EndpointDisabled);

/// <summary>
/// The life of a delivery as pure functions: state and event in, next state out. Nothing here waits, sends or stores, so that thousands of lives can be simulated.
/// A function answers null when its event does not fit the state, which is how a dispatcher learns that it came too late. An endpoint is null throughout for
/// a request's own <c>webhook.url</c>, which has no health and cannot be disabled.
/// </summary>
/// <param name="schedule">When to try again.</param>
/// <param name="disableAfter">How long an endpoint may have nothing but failures.</param>
internal sealed class DeliveryLife(RetrySchedule schedule, TimeSpan disableAfter)
{
    /// <summary>The lives that the options ask for.</summary>
    public static DeliveryLife From(CallbackOptions options) => new(RetrySchedule.From(options), options.DisableAfter);

    /// <summary>Takes a due delivery to attempt it; null when it is not pending, not yet due, or its endpoint is disabled.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long the attempt may take at most; after that another dispatcher takes the delivery over.</param>
    public static Delivery? Begin(Delivery delivery, EndpointHealth? endpoint, DateTimeOffset now, TimeSpan lease) =>
        delivery.Status == DeliveryStatus.Pending && delivery.DueAt <= now && endpoint is not { IsDisabled: true }
            ? delivery with { Status = DeliveryStatus.Delivering, Taken = delivery.Taken + 1, DueAt = null, LeaseUntil = now + lease }
            : null;

    /// <summary>
    /// Ends an attempt; null when the delivery is no longer being delivered. An answer counts even after the lease ran out, as long as nobody took the delivery
    /// over (see <see cref="Delivery.Taken"/>).
    /// </summary>
    /// <param name="delivery">The delivery, as <see cref="Begin"/> left it.</param>
    /// <param name="endpoint">Its endpoint, as it is now.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="random">Uniform in [0, 1), for the jitter.</param>
    public DeliveryStep? End(Delivery delivery, EndpointHealth? endpoint, CallbackOutcome outcome, DateTimeOffset startedAt, DateTimeOffset now, double random)
    {
        if (delivery.Status != DeliveryStatus.Delivering)
            return null;

        var responseTime = (int)Math.Clamp(outcome.ResponseTime.TotalMilliseconds, 0, int.MaxValue);
        var number = delivery.Attempts + 1;
        var attempt = new DeliveryAttempt(delivery.Id, delivery.Run, number, startedAt, responseTime, outcome.Status, outcome.ResponseExcerpt, outcome.Error);
        var tried = delivery with
        {
            Attempts = number,
            LeaseUntil = null,
            LastStatusCode = outcome.Status,
            LastResponseTimeMs = responseTime,
            LastError = outcome.Error,
        };
        var health = endpoint?.Observe(outcome, now, disableAfter);
        var disabledNow = health is { IsDisabled: true } && endpoint is not { IsDisabled: true };
        return new DeliveryStep(Next(tried, health, outcome, now, random), attempt, health, disabledNow);
    }

    /// <summary>
    /// Takes back a delivery whose dispatcher died: due at once, and the attempt, of which nobody knows whether it arrived, does not count. Null when its lease
    /// still holds. This is why a receiver can get a callback twice, under the same id.
    /// </summary>
    public static Delivery? TakeBack(Delivery delivery, EndpointHealth? endpoint, DateTimeOffset now)
    {
        if (delivery.Status != DeliveryStatus.Delivering || delivery.LeaseUntil > now)
            return null;
        var waiting = delivery with { Status = DeliveryStatus.Pending, DueAt = now, LeaseUntil = null };
        return endpoint is { IsDisabled: true } ? Finish(waiting, DeliveryStatus.Disabled, now) : waiting;
    }

    /// <summary>
    /// Ends a waiting delivery because its endpoint is disabled; null when it is not waiting. Done for all that wait when the endpoint is disabled, and for one that
    /// is found due later (a score may be written at the same moment). One that is under way ends with its attempt: delivered if that succeeds, else disabled.
    /// </summary>
    public static Delivery? EndpointDisabled(Delivery delivery, DateTimeOffset now) =>
        delivery.Status == DeliveryStatus.Pending ? Finish(delivery, DeliveryStatus.Disabled, now) : null;

    /// <summary>
    /// Starts a finished delivery anew, with a fresh schedule, under the same id; null when it is not finished, or its endpoint is disabled.
    /// </summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="url">Where it goes: the URL that the endpoint has now.</param>
    /// <param name="now">The time; it is due at once.</param>
    public static Delivery? Replay(Delivery delivery, EndpointHealth? endpoint, string url, DateTimeOffset now) =>
        delivery.IsFinished && endpoint is not { IsDisabled: true }
            ? delivery with { Url = url, Status = DeliveryStatus.Pending, Run = delivery.Run + 1, Attempts = 0, DueAt = now, FinishedAt = null }
            : null;

    private Delivery Next(Delivery tried, EndpointHealth? health, CallbackOutcome outcome, DateTimeOffset now, double random)
    {
        if (outcome is CallbackOutcome.Delivered)
            return Finish(tried, DeliveryStatus.Delivered, now);
        if (outcome is CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.Gone })
            return Finish(tried, health is null ? DeliveryStatus.Failed : DeliveryStatus.Disabled, now);
        if (schedule.After(tried.Attempts, AskedWait(outcome), random) is not { } wait)
            return Finish(tried, DeliveryStatus.Failed, now);
        return health is { IsDisabled: true }
            ? Finish(tried, DeliveryStatus.Disabled, now)
            : tried with { Status = DeliveryStatus.Pending, DueAt = now + wait };
    }

    private static Delivery Finish(Delivery delivery, DeliveryStatus status, DateTimeOffset now) =>
        delivery with { Status = status, DueAt = null, LeaseUntil = null, FinishedAt = now };

    /// <summary>Only these two statuses speak of the time to come back (RFC 6585, RFC 9110); on others the header is not ours to follow.</summary>
    private static TimeSpan? AskedWait(CallbackOutcome outcome) =>
        outcome is CallbackOutcome.Rejected { StatusCode: 429 or 503 } rejected ? rejected.RetryAfter : null;
}
