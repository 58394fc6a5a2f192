using Vindex.Storage.Audit;
using Vindex.Storage.Installations;

namespace Vindex.Storage.Deliveries;

/// <summary>Where a delivery stands.</summary>
public enum StoredDeliveryStatus
{
    /// <summary>Waits for its time.</summary>
    Pending,

    /// <summary>An attempt is under way.</summary>
    Delivering,

    /// <summary>A receiver answered 2xx.</summary>
    Delivered,

    /// <summary>Every attempt failed.</summary>
    Failed,

    /// <summary>Its endpoint was disabled before it was delivered.</summary>
    Disabled,
}

/// <summary>A delivery to store with what it is about; due at once, or disabled when its endpoint is.</summary>
/// <param name="Id">Its id, also the <c>webhook-id</c>.</param>
/// <param name="EndpointId">The installation (customer id) whose endpoint it goes to; null when it goes to a request's own URL.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Body">The JSON, the same for every attempt.</param>
public sealed record NewDelivery(string Id, string? EndpointId, string Url, byte[] Body)
{
    /// <summary>What shares one limit: an endpoint's id, or the host and port of a request's own URL.</summary>
    public string Lane => EndpointId ?? "url:" + new Uri(Url).Authority;
}

/// <summary>A callback that is owed or was sent, without its body.</summary>
/// <param name="Id">Its id, also the <c>webhook-id</c>.</param>
/// <param name="CompanyId">Whose it is.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="JobId">The job whose result it carries.</param>
/// <param name="ScoreId">The score that it tells of; null for a failed job.</param>
/// <param name="EndpointId">The installation whose endpoint it goes to; null for a request's own URL.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Lane">See <see cref="NewDelivery.Lane"/>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Run">1 for the first schedule, one more for each replay.</param>
/// <param name="Attempts">Attempts recorded in this run.</param>
/// <param name="Taken">How often it was taken for an attempt: the fencing token.</param>
/// <param name="DueAt">When the next attempt is due; null unless pending.</param>
/// <param name="LeaseUntil">Until when the one that delivers it has the right to; null unless delivering.</param>
/// <param name="FinishedAt">When it came to its end; null until then.</param>
/// <param name="LastStatusCode">The status of the latest answer; null when none came.</param>
/// <param name="LastResponseTimeMs">How long the latest attempt took, in milliseconds; null before the first.</param>
/// <param name="LastError">What went wrong with the latest attempt; null when nothing did.</param>
public sealed record StoredDelivery(
    string Id,
    string CompanyId,
    string CustomerId,
    string JobId,
    string? ScoreId,
    string? EndpointId,
    string Url,
    string Lane,
    DateTimeOffset CreatedAt,
    StoredDeliveryStatus Status,
    int Run,
    int Attempts,
    int Taken,
    DateTimeOffset? DueAt,
    DateTimeOffset? LeaseUntil,
    DateTimeOffset? FinishedAt,
    int? LastStatusCode,
    int? LastResponseTimeMs,
    string? LastError);

/// <summary>One attempt, as it is kept.</summary>
/// <param name="Run">In which run of the delivery, from 1.</param>
/// <param name="Number">Which of that run, from 1.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="ResponseTimeMs">How long it took to the answer's status, or to its end; milliseconds.</param>
/// <param name="StatusCode">The answer's status; null when none came.</param>
/// <param name="ResponseExcerpt">The beginning of the answer; null when none came.</param>
/// <param name="Error">What went wrong; null when delivered.</param>
public sealed record StoredAttempt(int Run, int Number, DateTimeOffset StartedAt, int ResponseTimeMs, int? StatusCode, string? ResponseExcerpt, string? Error);

/// <summary>A delivery taken for an attempt.</summary>
/// <param name="Delivery">The delivery as it is now; its <see cref="StoredDelivery.Taken"/> is the fencing token.</param>
/// <param name="Body">The JSON to send.</param>
/// <param name="Secrets">The secrets that sign it; null when the customer is no installation any more.</param>
public sealed record TakenDelivery(StoredDelivery Delivery, byte[] Body, SealedSecrets? Secrets);

/// <summary>What a dispatcher got.</summary>
/// <param name="Deliveries">The deliveries, now being delivered.</param>
/// <param name="NextDue">When the next waiting delivery is due, as far as known; null when none waits for a later time.</param>
public sealed record DeliveryTake(IReadOnlyList<TakenDelivery> Deliveries, DateTimeOffset? NextDue);

/// <summary>What an attempt's end changes; kept in one transaction.</summary>
/// <param name="Next">The delivery as it is now.</param>
/// <param name="Attempt">The attempt to record; null for none.</param>
/// <param name="Endpoint">The endpoint as it is now; null for a request's own URL.</param>
/// <param name="Audit">Given when this disabled the endpoint: the entry to keep; what waits for the endpoint ends as disabled.</param>
public sealed record DeliveryChange(StoredDelivery Next, StoredAttempt? Attempt, EndpointState? Endpoint, AuditEntry? Audit);
