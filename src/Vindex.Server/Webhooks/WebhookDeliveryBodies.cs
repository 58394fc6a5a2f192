using System.Text;
using System.Text.Json;
using Vindex.Server.Callbacks;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>The delivery of an event to a webhook.</summary>
/// <param name="EventId">Id of the event, which is also the <c>webhook-id</c>.</param>
/// <param name="Type">Type of the event.</param>
/// <param name="Status"><c>pending</c>, <c>delivering</c>, <c>delivered</c>, <c>failed</c> or <c>disabled</c>.</param>
/// <param name="Run">Number of the run: 1, plus one for each replay.</param>
/// <param name="RetryCount">Retries in this run.</param>
/// <param name="StatusCode">Status of the latest response; null without a response.</param>
/// <param name="ResponseTimeMs">Duration of the latest attempt; null before the first.</param>
/// <param name="Error">Error of the latest attempt; null if it succeeded or there was none.</param>
/// <param name="CreatedAt">When the event happened.</param>
/// <param name="NextAttemptAt">Time of the next attempt; null unless pending.</param>
/// <param name="FinishedAt">When it finished; null until then.</param>
internal sealed record WebhookDeliveryItemBody(
    string EventId,
    string Type,
    string Status,
    int Run,
    int RetryCount,
    int? StatusCode,
    int? ResponseTimeMs,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? FinishedAt)
{
    public static WebhookDeliveryItemBody Of(WebhookDelivery listed)
    {
        var delivery = listed.Delivery;
        return new WebhookDeliveryItemBody(
            delivery.Id,
            listed.Type,
            delivery.Status.Name(),
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

/// <summary>A page of deliveries.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last page.</param>
internal sealed record WebhookDeliveryListBody(IReadOnlyList<WebhookDeliveryItemBody> Items, string? NextCursor);

/// <summary>A delivery with its attempts.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Body">The body that every attempt sends, as text; the signatures cover exactly these bytes.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
internal sealed record WebhookDeliveryBody(WebhookDeliveryItemBody Delivery, string Body, IReadOnlyList<AttemptBody> Attempts)
{
    public static WebhookDeliveryBody Of(WebhookDeliveryDetail detail) =>
        new(WebhookDeliveryItemBody.Of(detail.Listed), Encoding.UTF8.GetString(detail.Body), [.. detail.Attempts.Select(AttemptBody.Of)]);
}

/// <summary>Which events to send again.</summary>
/// <param name="Since">Those that happened at or after this time.</param>
/// <param name="Status"><c>failed</c>, <c>disabled</c> or <c>delivered</c>; null for all that are finished.</param>
[KnownMembersOnly]
internal sealed record WebhookReplayBody([InstantText] DateTimeOffset Since, [FinishedStatus] string? Status = null);

/// <summary>Events of a webhook that is polled.</summary>
/// <param name="Data">The events, in the order in which they happened.</param>
/// <param name="Iterator">To be sent with the next request; the same as before if there are no new events.</param>
/// <param name="Done">Whether there are no more for now.</param>
internal sealed record PolledBody(IReadOnlyList<PolledEventBody> Data, string Iterator, bool Done);

/// <summary>An event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">What it reports.</param>
internal sealed record PolledEventBody(string Id, string Type, DateTimeOffset Timestamp, JsonElement Data)
{
    public static PolledEventBody Of(PolledEvent polled)
    {
        var body = JsonElement.Parse(polled.Body);
        return new PolledEventBody(
            polled.Id, body.GetProperty("type").GetString()!, body.GetProperty("timestamp").GetDateTimeOffset(), body.GetProperty("data"));
    }
}
