namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>Where a delivery stands. On the wire and in the store the names in lower case.</summary>
internal enum DeliveryStatus
{
    /// <summary>Waits for <see cref="Delivery.DueAt"/>.</summary>
    Pending,

    /// <summary>An attempt is under way, by whoever holds the lease.</summary>
    Delivering,

    /// <summary>A receiver answered 2xx. Final.</summary>
    Delivered,

    /// <summary>Every attempt failed, or the receiver of a request's own URL answered 410. Final until replayed.</summary>
    Failed,

    /// <summary>Its endpoint was disabled before it was delivered. Final until replayed.</summary>
    Disabled,
}

/// <summary>A callback that is owed: the row of the outbox, without body and secrets.</summary>
/// <param name="Id">Also the <c>webhook-id</c>: the same for every attempt and every replay.</param>
/// <param name="JobId">The job whose result it carries.</param>
/// <param name="EndpointId">The installation (customer id) whose endpoint it goes to; null when it goes to a request's own <c>webhook.url</c>.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Run">1 for the first schedule, one more for each replay.</param>
/// <param name="Attempts">Attempts recorded in this run.</param>
/// <param name="Taken">
/// How often it was taken for an attempt. A fencing token: a step is kept only while the stored number is that of the one who made the attempt, so that a
/// dispatcher that was slow enough to lose its lease changes nothing.
/// </param>
/// <param name="DueAt">When the next attempt is due; null unless pending.</param>
/// <param name="LeaseUntil">Until when the one that delivers it has the right to; null unless delivering.</param>
/// <param name="FinishedAt">When it came to its end; null until then.</param>
/// <param name="LastStatusCode">The status of the latest answer; null when none came.</param>
/// <param name="LastResponseTimeMs">How long the latest attempt took, in milliseconds; null before the first.</param>
/// <param name="LastError">What went wrong with the latest attempt; null when nothing did.</param>
internal sealed record Delivery(
    string Id,
    string JobId,
    string? EndpointId,
    string Url,
    DateTimeOffset CreatedAt,
    DeliveryStatus Status,
    int Run,
    int Attempts,
    int Taken,
    DateTimeOffset? DueAt,
    DateTimeOffset? LeaseUntil,
    DateTimeOffset? FinishedAt,
    int? LastStatusCode,
    int? LastResponseTimeMs,
    string? LastError)
{
    /// <summary>Whether nothing more happens to it by itself.</summary>
    public bool IsFinished => Status is DeliveryStatus.Delivered or DeliveryStatus.Failed or DeliveryStatus.Disabled;

    /// <summary>Attempts after the first one, in this run.</summary>
    public int RetryCount => Math.Max(0, Attempts - 1);

    /// <summary>A new delivery, due at once.</summary>
    public static Delivery Create(string id, string jobId, string? endpointId, string url, DateTimeOffset now) =>
        new(id, jobId, endpointId, url, now, DeliveryStatus.Pending, 1, 0, 0, now, null, null, null, null, null);
}

/// <summary>One attempt, as it is kept.</summary>
/// <param name="DeliveryId">Whose attempt.</param>
/// <param name="Run">In which run of the delivery, from 1.</param>
/// <param name="Number">Which of that run, from 1. (<paramref name="DeliveryId"/>, <paramref name="Run"/>, number) is unique.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="ResponseTimeMs">How long it took to the answer's status, or to its end; milliseconds.</param>
/// <param name="StatusCode">The answer's status; null when none came.</param>
/// <param name="ResponseExcerpt">The beginning of the answer; null when none came.</param>
/// <param name="Error">What went wrong; null when delivered.</param>
internal sealed record DeliveryAttempt(
    string DeliveryId, int Run, int Number, DateTimeOffset StartedAt, int ResponseTimeMs, int? StatusCode, string? ResponseExcerpt, string? Error);
