using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>A callback that is owed or was sent.</summary>
/// <param name="Id">The delivery, and its <c>webhook-id</c>.</param>
/// <param name="JobId">The evaluation whose result it carries.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="ScoreId">The score that it tells of; null when judging failed.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Status"><c>pending</c>, <c>delivering</c>, <c>delivered</c>, <c>failed</c>, <c>disabled</c> or <c>superseded</c>.</param>
/// <param name="SupersededBy">The newer delivery of the same ticket and URL that replaced it; null unless superseded.</param>
/// <param name="Run">1 for the first schedule, one more for each replay.</param>
/// <param name="RetryCount">Attempts after the first one, in this run.</param>
/// <param name="StatusCode">The status of the latest answer; null when none came.</param>
/// <param name="ResponseTimeMs">How long the latest attempt took; null before the first.</param>
/// <param name="Error">What went wrong with the latest attempt; null when nothing did.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="NextAttemptAt">When it is tried next; null unless pending.</param>
/// <param name="FinishedAt">When it came to its end; null until then.</param>
internal sealed record DeliveryItemBody(
    string Id,
    string JobId,
    string CustomerId,
    string? ScoreId,
    string Url,
    string Status,
    string? SupersededBy,
    int Run,
    int RetryCount,
    int? StatusCode,
    int? ResponseTimeMs,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? FinishedAt)
{
    public static DeliveryItemBody Of(Delivery delivery) => new(
        delivery.Id,
        delivery.JobId,
        delivery.CustomerId,
        delivery.ScoreId,
        delivery.Url,
        delivery.Status.Name(),
        delivery.SupersededBy,
        delivery.Run,
        delivery.RetryCount,
        delivery.LastStatusCode,
        delivery.LastResponseTimeMs,
        delivery.LastError,
        delivery.CreatedAt,
        delivery.DueAt,
        delivery.FinishedAt);
}

/// <summary>One attempt to deliver.</summary>
/// <param name="Run">In which run of the delivery, from 1.</param>
/// <param name="Number">Which of that run, from 1.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="ResponseTimeMs">How long it took to the answer's status, or to its end.</param>
/// <param name="StatusCode">The answer's status; null when none came.</param>
/// <param name="ResponseExcerpt">The beginning of the answer; null when none came.</param>
/// <param name="Error">What went wrong; null when delivered.</param>
internal sealed record AttemptBody(int Run, int Number, DateTimeOffset StartedAt, int ResponseTimeMs, int? StatusCode, string? ResponseExcerpt, string? Error)
{
    public static AttemptBody Of(DeliveryAttempt row) =>
        new(row.Run, row.Number, row.StartedAt, row.ResponseTimeMs, row.StatusCode, row.ResponseExcerpt, row.Error);
}

/// <summary>A delivery with its attempts.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
internal sealed record DeliveryBody(DeliveryItemBody Delivery, IReadOnlyList<AttemptBody> Attempts);

/// <summary>A page of deliveries.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="NextCursor">To go on from here; null on the last page.</param>
internal sealed record DeliveryListBody(IReadOnlyList<DeliveryItemBody> Items, string? NextCursor);

/// <summary>Which deliveries to replay.</summary>
/// <param name="Since">Made at or after.</param>
/// <param name="Until">Made before.</param>
/// <param name="Status"><c>failed</c>, <c>disabled</c>, <c>superseded</c> or <c>delivered</c>.</param>
/// <param name="CustomerId">Only this customer's.</param>
internal sealed record ReplayRequestBody(DateTimeOffset Since, DateTimeOffset Until, string Status, string? CustomerId = null);

/// <summary>What was replayed.</summary>
/// <param name="Replayed">Deliveries that are due now.</param>
internal sealed record ReplayBody(long Replayed);
