using System.Net;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>What an attempt's end changes; kept in one transaction.</summary>
/// <param name="Next">The delivery as it is now.</param>
/// <param name="Attempt">The attempt to record.</param>
/// <param name="EndpointGone">True when the receiver answered 410, which disables its endpoint. Never for a request's own URL.</param>
internal sealed record DeliveryStep(Delivery Next, DeliveryAttempt Attempt, bool EndpointGone);

/// <summary>
/// The life of a delivery as pure functions: state and event in, next state out. Nothing here waits, sends or stores, so that thousands of lives can be simulated.
/// A function answers null when its event does not fit the state, which is how a dispatcher learns that it came too late.
/// </summary>
/// <param name="schedule">When to try again.</param>
internal sealed class DeliveryLife(RetrySchedule schedule)
{
    /// <summary>Takes a due delivery to attempt it; null when it is not pending or not yet due.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long the attempt may take at most; after that another dispatcher takes the delivery over.</param>
    public static Delivery? Begin(Delivery delivery, DateTimeOffset now, TimeSpan lease) =>
        delivery.Status == DeliveryStatus.Pending && delivery.DueAt <= now
            ? delivery with { Status = DeliveryStatus.Delivering, DueAt = null, LeaseUntil = now + lease }
            : null;

    /// <summary>
    /// Ends an attempt; null when the delivery is no longer being delivered. An answer counts even after the lease ran out, as long as nobody took the delivery over.
    /// </summary>
    /// <param name="delivery">The delivery, as <see cref="Begin"/> left it.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="random">Uniform in [0, 1), for the jitter.</param>
    public DeliveryStep? End(Delivery delivery, CallbackOutcome outcome, DateTimeOffset startedAt, DateTimeOffset now, double random)
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

        if (outcome is CallbackOutcome.Delivered)
            return new DeliveryStep(Finish(tried, DeliveryStatus.Delivered, now), attempt, EndpointGone: false);
        if (outcome is CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.Gone })
        {
            var end = tried.EndpointId is null ? DeliveryStatus.Failed : DeliveryStatus.Disabled;
            return new DeliveryStep(Finish(tried, end, now), attempt, EndpointGone: tried.EndpointId is not null);
        }

        var next = schedule.After(number, AskedWait(outcome), random) is { } wait
            ? tried with { Status = DeliveryStatus.Pending, DueAt = now + wait }
            : Finish(tried, DeliveryStatus.Failed, now);
        return new DeliveryStep(next, attempt, EndpointGone: false);
    }

    /// <summary>
    /// Takes back a delivery whose dispatcher died: due at once, and the attempt, of which nobody knows whether it arrived, does not count. Null when its lease
    /// still holds. This is why a receiver can get a callback twice, under the same id.
    /// </summary>
    public static Delivery? TakeBack(Delivery delivery, DateTimeOffset now) =>
        delivery.Status == DeliveryStatus.Delivering && delivery.LeaseUntil <= now
            ? delivery with { Status = DeliveryStatus.Pending, DueAt = now, LeaseUntil = null }
            : null;

    /// <summary>Ends a waiting delivery because its endpoint was disabled; null when it is not waiting. One under way ends by itself: see <see cref="DropIfDisabled"/>.</summary>
    public static Delivery? EndpointDisabled(Delivery delivery, DateTimeOffset now) =>
        delivery.Status == DeliveryStatus.Pending ? Finish(delivery, DeliveryStatus.Disabled, now) : null;

    /// <summary>To be applied after each step: what would wait for a disabled endpoint ends instead.</summary>
    public static Delivery DropIfDisabled(Delivery delivery, EndpointHealth endpoint, DateTimeOffset now) =>
        endpoint.IsDisabled ? EndpointDisabled(delivery, now) ?? delivery : delivery;

    /// <summary>Starts a finished delivery anew, with a fresh schedule, under the same id, to the URL that its endpoint has now; null when it is not finished.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="url">Where it goes.</param>
    /// <param name="now">The time; it is due at once.</param>
    public static Delivery? Replay(Delivery delivery, string url, DateTimeOffset now) =>
        delivery.IsFinished
            ? delivery with { Url = url, Status = DeliveryStatus.Pending, Run = delivery.Run + 1, Attempts = 0, DueAt = now, FinishedAt = null }
            : null;

    private static Delivery Finish(Delivery delivery, DeliveryStatus status, DateTimeOffset now) =>
        delivery with { Status = status, DueAt = null, LeaseUntil = null, FinishedAt = now };

    /// <summary>Only these two statuses speak of the time to come back (RFC 6585, RFC 9110); on others the header is not ours to follow.</summary>
    private static TimeSpan? AskedWait(CallbackOutcome outcome) =>
        outcome is CallbackOutcome.Rejected { StatusCode: 429 or 503 } rejected ? rejected.RetryAfter : null;
}
