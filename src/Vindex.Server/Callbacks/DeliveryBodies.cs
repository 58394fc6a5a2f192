using System.Text;
using Vindex.Server.Callbacks.Sending;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>The delivery of a callback.</summary>
/// <param name="Id">Id of the delivery, which is also its <c>webhook-id</c>.</param>
/// <param name="JobId">The job whose result it reports.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="ScoreId">The score it reports; null if scoring failed.</param>
/// <param name="Ticket">The ticket it reports.</param>
/// <param name="Test">Whether it is a test of the endpoint, which reports no ticket.</param>
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
    DeliveryTicketBody Ticket,
    bool Test,
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
    public static DeliveryItemBody Of(ListedDelivery listed)
    {
        var delivery = listed.Delivery;
        return new DeliveryItemBody(
            delivery.Id,
            delivery.JobId,
            delivery.CustomerId,
            delivery.ScoreId,
            new DeliveryTicketBody(delivery.TicketId, listed.Ticket.Key, listed.Ticket.Title),
            delivery.IsTest,
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
}

/// <summary>The ticket that a delivery reports.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title; null if it is no longer known.</param>
internal sealed record DeliveryTicketBody(string Id, string Key, string? Title);

/// <summary>One attempt of a delivery.</summary>
/// <param name="Run">Run of the delivery, from 1.</param>
/// <param name="Number">Number of the attempt within its run, from 1.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="ResponseTimeMs">Time until the response status, or until the attempt ended.</param>
/// <param name="StatusCode">Status of the response; null without a response.</param>
/// <param name="ResponseExcerpt">Beginning of the response body; null without a response.</param>
/// <param name="Error">The error; null if delivered.</param>
/// <param name="Url">The URL it was sent to, with possible credentials masked; null if that was not recorded.</param>
/// <param name="RequestHeaders">The headers that were sent, with the signatures; null if nothing was sent or that was not recorded.</param>
/// <param name="ResponseHeaders">Some headers of the response; null without a response or if that was not recorded.</param>
internal sealed record AttemptBody(
    int Run,
    int Number,
    DateTimeOffset StartedAt,
    int ResponseTimeMs,
    int? StatusCode,
    string? ResponseExcerpt,
    string? Error,
    string? Url,
    IReadOnlyDictionary<string, string>? RequestHeaders,
    IReadOnlyDictionary<string, string>? ResponseHeaders)
{
    public static AttemptBody Of(DeliveryAttempt row) => new(
        row.Run,
        row.Number,
        row.StartedAt,
        row.ResponseTimeMs,
        row.StatusCode,
        row.ResponseExcerpt,
        row.Error,
        row.Url is null ? null : MaskedUrl.Of(row.Url),
        Headers(row.RequestHeaders),
        Headers(row.ResponseHeaders));

    private static Dictionary<string, string>? Headers(string? lines) =>
        HeaderLines.Read(lines)?.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A delivery with its attempts.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Body">The body that every attempt sends, as text; the signatures cover exactly these bytes.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
internal sealed record DeliveryBody(DeliveryItemBody Delivery, string Body, IReadOnlyList<AttemptBody> Attempts)
{
    public static DeliveryBody Of(DeliveryDetail detail) =>
        new(DeliveryItemBody.Of(detail.Listed), Encoding.UTF8.GetString(detail.Body), [.. detail.Attempts.Select(AttemptBody.Of)]);
}

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
