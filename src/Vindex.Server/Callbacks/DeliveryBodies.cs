using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>The delivery of a callback.</summary>
/// <param name="Id">Id of the delivery, which is also its <c>webhook-id</c>.</param>
/// <param name="JobId">The job whose result it reports.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="ScoreId">The score it reports; null if scoring failed.</param>
/// <param name="Url">The target URL.</param>
/// <param name="Status"><c>pending</c>, <c>delivering</c>, <c>delivered</c>, <c>failed</c>, <c>disabled</c> or <c>superseded</c>.</param>
/// <param name="SupersededBy">The newer delivery of the same ticket and URL that replaced it; null unless superseded.</param>
/// <param name="Run">Number of the run: 1, plus one for each replay.</param>
/// <param name="RetryCount">Retries in this run.</param>
/// <param name="StatusCode">Status of the latest response; null without a response.</param>
/// <param name="ResponseTimeMs">Duration of the latest attempt; null before the first.</param>
/// <param name="Error">Error of the latest attempt; null if it succeeded or there was none.</param>
/// <param name="CreatedAt">Creation time.</param>
/// <param name="NextAttemptAt">Time of the next attempt; null unless pending.</param>
/// <param name="FinishedAt">When it finished; null until then.</param>
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

/// <summary>One attempt of a delivery.</summary>
/// <param name="Run">Run of the delivery, from 1.</param>
/// <param name="Number">Number of the attempt within its run, from 1.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="ResponseTimeMs">Time until the response status, or until the attempt ended.</param>
/// <param name="StatusCode">Status of the response; null without a response.</param>
/// <param name="ResponseExcerpt">Beginning of the response body; null without a response.</param>
/// <param name="Error">The error; null if delivered.</param>
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
/// <param name="NextCursor">Cursor of the next page; null on the last page.</param>
internal sealed record DeliveryListBody(IReadOnlyList<DeliveryItemBody> Items, string? NextCursor);

/// <summary>Which deliveries to replay.</summary>
/// <param name="Since">Only deliveries created at or after this time.</param>
/// <param name="Until">Only deliveries created before this time.</param>
/// <param name="Status"><c>failed</c>, <c>disabled</c>, <c>superseded</c> or <c>delivered</c>.</param>
/// <param name="CustomerId">Only deliveries of this customer.</param>
internal sealed record ReplayRequestBody(
    [InstantText] DateTimeOffset Since, [InstantText] DateTimeOffset Until, [FinishedStatus] string Status, [Text(255)] string? CustomerId = null);

/// <summary>The result of a replay.</summary>
/// <param name="Replayed">Number of deliveries that are now due.</param>
internal sealed record ReplayBody(long Replayed);
