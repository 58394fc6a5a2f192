namespace Vindex.Storage.Deliveries;

/// <summary>Where a delivery is in its life. Stored and sent by name, never by number.</summary>
public enum DeliveryStatus
{
    /// <summary>Waiting for <see cref="Delivery.DueAt"/>.</summary>
    Pending,

    /// <summary>An attempt is under way, by the holder of the lease.</summary>
    Delivering,

    /// <summary>A receiver answered 2xx. Final.</summary>
    Delivered,

    /// <summary>Every attempt failed, or the receiver of a request's own URL answered 410. Final until replayed.</summary>
    Failed,

    /// <summary>Its endpoint was disabled before it could be delivered. Final until replayed.</summary>
    Disabled,

    /// <summary>A newer callback of the same ticket to the same URL was due before it could be delivered. Final until replayed; not a failure.</summary>
    Superseded,
}

/// <summary>A callback that is owed or was sent: a row of the outbox, without its body.</summary>
public sealed record Delivery
{
    /// <summary>Its id, also the <c>webhook-id</c>: the same for every attempt and every replay.</summary>
    public required string Id { get; init; }

    /// <summary>Its position in the order in which deliveries were created; assigned by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>The company that owns it.</summary>
    public required string CompanyId { get; init; }

    /// <summary>The customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The ticket, unique within the customer. Callbacks of one ticket to one URL are sent in order.</summary>
    public required string TicketId { get; init; }

    /// <summary>The job whose result it carries.</summary>
    public required string JobId { get; init; }

    /// <summary>The score it reports; null for a failed job.</summary>
    public string? ScoreId { get; init; }

    /// <summary>The installation (customer id) whose endpoint it goes to; null if it goes to a request's own URL.</summary>
    public string? EndpointId { get; init; }

    /// <summary>Whether it is a test of the endpoint: it reports no ticket, and is attempted once.</summary>
    public bool IsTest { get; init; }

    /// <summary>The URL it is sent to.</summary>
    public required string Url { get; init; }

    /// <summary>See <see cref="NewDelivery.Lane"/>.</summary>
    public required string Lane { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it is in its life.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>1 for the first schedule, one more for each replay.</summary>
    public int Run { get; init; } = 1;

    /// <summary>Attempts recorded in this run.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// How often it was taken for an attempt. A fencing token: a result is stored only while this number is still the one the attempt was started with, so a
    /// dispatcher that lost its lease changes nothing.
    /// </summary>
    public int Taken { get; init; }

    /// <summary>When the next attempt is due; null unless pending.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the lease of the attempt under way ends; null unless delivering.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When it reached a final status; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The newer delivery that replaced it; null unless superseded.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The HTTP status of the latest attempt; null if there was no response.</summary>
    public int? LastStatusCode { get; init; }

    /// <summary>How long the latest attempt took, in milliseconds; null before the first.</summary>
    public int? LastResponseTimeMs { get; init; }

    /// <summary>Why the latest attempt failed; null if it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether it has reached a final status; only a replay starts it again.</summary>
    public bool IsFinished => Status is not (DeliveryStatus.Pending or DeliveryStatus.Delivering);

    /// <summary>Attempts after the first one, in this run.</summary>
    public int RetryCount => Math.Max(0, Attempts - 1);
}

/// <summary>A delivery to store together with the end of its job; due at once, or disabled when its endpoint is.</summary>
/// <param name="Id">Its id, also the <c>webhook-id</c>.</param>
/// <param name="EndpointId">The installation (customer id) whose endpoint it goes to; null if it goes to a request's own URL.</param>
/// <param name="Url">The URL it is sent to.</param>
/// <param name="Body">The JSON, the same for every attempt.</param>
public sealed record NewDelivery(string Id, string? EndpointId, string Url, byte[] Body)
{
    /// <summary>Deliveries of one lane share one concurrency limit: an endpoint's id, or the host and port of a request's own URL.</summary>
    public string Lane => EndpointId ?? "url:" + new Uri(Url).Authority;
}

/// <summary>What a delivery reports.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="JobId">The job that ended.</param>
/// <param name="ScoreId">Its score; null for a failed job.</param>
/// <param name="IsTest">Whether it is a test of the endpoint, without a ticket or a job.</param>
public sealed record DeliverySubject(string CompanyId, string CustomerId, string TicketId, string JobId, string? ScoreId, bool IsTest = false);

/// <summary>The ticket that a delivery reports.</summary>
/// <param name="Key">Its key, or its id where nothing else is known.</param>
/// <param name="Title">Its title; null if nothing is known of it any more, and for a test.</param>
public sealed record DeliveryTicket(string Key, string? Title);

/// <summary>One recorded attempt.</summary>
/// <param name="Run">The run of the delivery it belongs to, from 1.</param>
/// <param name="Number">Its number within that run, from 1.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="ResponseTimeMs">How long it took to the response's status, or to its end; milliseconds.</param>
/// <param name="StatusCode">The HTTP status; null if there was no response.</param>
/// <param name="ResponseExcerpt">The beginning of the response; null if there was none.</param>
/// <param name="Error">Why it failed; null if delivered.</param>
public sealed record DeliveryAttempt(
    int Run, int Number, DateTimeOffset StartedAt, int ResponseTimeMs, int? StatusCode, string? ResponseExcerpt, string? Error)
{
    /// <summary>The URL it was sent to; null for attempts that were made before this was recorded.</summary>
    public string? Url { get; init; }

    /// <summary>The headers that were sent, one <c>Name: value</c> a line; null if nothing was sent, or before this was recorded.</summary>
    public string? RequestHeaders { get; init; }

    /// <summary>Headers of the response, one <c>Name: value</c> a line; null if there was no response, or before this was recorded.</summary>
    public string? ResponseHeaders { get; init; }
}
