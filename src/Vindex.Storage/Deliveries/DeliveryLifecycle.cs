using Vindex.Storage.Installations;

namespace Vindex.Storage.Deliveries;

/// <summary>
/// The life of a delivery as pure functions: state and event in, next state out. Nothing here waits, sends or stores; the store calls these functions
/// inside its transactions, and simulations call them by the million. A function answers null if its event does not fit the state. An endpoint is null
/// throughout for a request's own <c>webhook.url</c>, which has no health and cannot be disabled.
/// <para>
/// Order: callbacks of one ticket to one URL are sent in the order in which they were created, one attempt at a time. A callback waits while an older one
/// is under way or has not had its first attempt. An older one that failed and would wait for a retry ends as superseded as soon as there is a newer one:
/// its news is out of date, and retrying it later would overwrite the newer score at the receiver. Replays are exempt from both rules.
/// </para>
/// </summary>
public static class DeliveryLifecycle
{
    /// <summary>A new delivery: due at once, or disabled from the start when its endpoint is.</summary>
    public static Delivery Create(NewDelivery delivery, DeliverySubject subject, EndpointState? endpoint, DateTimeOffset now)
    {
        var created = new Delivery
        {
            Id = delivery.Id,
            CompanyId = subject.CompanyId,
            CustomerId = subject.CustomerId,
            TicketId = subject.TicketId,
            JobId = subject.JobId,
            ScoreId = subject.ScoreId,
            IsTest = subject.IsTest,
            EndpointId = delivery.EndpointId,
            Url = delivery.Url,
            Lane = delivery.Lane,
            CreatedAt = now,
            DueAt = now,
        };
        return endpoint is { IsDisabled: true } ? Finish(created, DeliveryStatus.Disabled, now) : created;
    }

    /// <summary>Takes a due delivery for an attempt; null if it is not pending, not yet due, or its endpoint is disabled.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends: after that, another dispatcher takes the delivery over.</param>
    public static Delivery? Begin(Delivery delivery, EndpointState? endpoint, DateTimeOffset now, DateTimeOffset until) =>
        delivery.Status == DeliveryStatus.Pending && delivery.DueAt <= now && endpoint is not { IsDisabled: true }
            ? delivery with { Status = DeliveryStatus.Delivering, Taken = delivery.Taken + 1, DueAt = null, LeaseUntil = until }
            : null;

    /// <summary>Whether a pending delivery has to wait for another one of the same ticket and URL.</summary>
    public static bool MustWaitFor(Delivery delivery, Delivery other) =>
        IsOlder(other, delivery) && (other.Status == DeliveryStatus.Delivering || other is { Status: DeliveryStatus.Pending, Attempts: 0 });

    /// <summary>
    /// Ends a delivery that waits for a retry because a newer callback of the same ticket and URL exists; null if the two do not concern each other, the
    /// older one has not been attempted yet, or the newer one will not be sent.
    /// </summary>
    public static Delivery? Supersede(Delivery delivery, Delivery newer, DateTimeOffset now) =>
        delivery is { Status: DeliveryStatus.Pending, Attempts: > 0 } && !newer.IsFinished && IsOlder(delivery, newer)
            ? Finish(delivery, DeliveryStatus.Superseded, now) with { SupersededBy = newer.Id }
            : null;

    /// <summary>A delivery that would wait for a retry: superseded instead when there is a newer one of its ticket and URL.</summary>
    /// <param name="next">The delivery as it would be.</param>
    /// <param name="siblings">The unfinished deliveries of its ticket and URL, oldest first.</param>
    /// <param name="now">The time.</param>
    public static Delivery OrSuperseded(Delivery next, IReadOnlyList<Delivery> siblings, DateTimeOffset now)
    {
        foreach (var newer in siblings.Reverse())
        {
            if (Supersede(next, newer, now) is { } superseded)
            {
                return superseded;
            }
        }

        return next;
    }

    /// <summary>
    /// Releases a delivery whose dispatcher died: due at once, and the attempt does not count because its outcome is unknown. Null if its lease is still valid.
    /// This is why a receiver can get a callback twice, under the same id.
    /// </summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="now">The time.</param>
    /// <param name="holderIsDead">True if the dispatcher is known to be dead, whatever the lease says.</param>
    public static Delivery? TakeBack(Delivery delivery, EndpointState? endpoint, DateTimeOffset now, bool holderIsDead = false)
    {
        if (delivery.Status != DeliveryStatus.Delivering || (delivery.LeaseUntil > now && !holderIsDead))
        {
            return null;
        }

        var waiting = delivery with { Status = DeliveryStatus.Pending, DueAt = now, LeaseUntil = null };
        return endpoint is { IsDisabled: true } ? Finish(waiting, DeliveryStatus.Disabled, now) : waiting;
    }

    /// <summary>
    /// Ends a waiting delivery because its endpoint was disabled; null if it is not waiting. One that is under way ends with its attempt: delivered if that
    /// succeeds, otherwise disabled.
    /// </summary>
    public static Delivery? EndpointDisabled(Delivery delivery, DateTimeOffset now) =>
        delivery.Status == DeliveryStatus.Pending ? Finish(delivery, DeliveryStatus.Disabled, now) : null;

    /// <summary>
    /// Starts a finished delivery again, with a fresh schedule, under the same id; null if it is not finished, or its endpoint is disabled or has no URL.
    /// </summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="endpointUrl">The URL the endpoint has now; not used for a request's own URL, which stays what it was.</param>
    /// <param name="now">The time; the delivery is due at once.</param>
    public static Delivery? Replay(Delivery delivery, EndpointState? endpoint, string? endpointUrl, DateTimeOffset now) =>
        delivery.IsFinished && endpoint is not { IsDisabled: true } && (delivery.EndpointId is null ? delivery.Url : endpointUrl) is { } url
            ? delivery with
            {
                Url = url,
                Status = DeliveryStatus.Pending,
                Run = delivery.Run + 1,
                Attempts = 0,
                DueAt = now,
                FinishedAt = null,
                SupersededBy = null
            }
            : null;

    /// <summary>The delivery in a final status.</summary>
    public static Delivery Finish(Delivery delivery, DeliveryStatus status, DateTimeOffset now) =>
        delivery with { Status = status, DueAt = null, LeaseUntil = null, FinishedAt = now };

    private static bool IsOlder(Delivery older, Delivery newer) =>
        older.Run == 1
        && newer.Run == 1
        && older.Sequence < newer.Sequence
        && older.TicketId == newer.TicketId
        && older.CustomerId == newer.CustomerId
        && older.Url == newer.Url;
}
