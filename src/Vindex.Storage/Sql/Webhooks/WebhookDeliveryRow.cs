using System.Data.Common;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sql.Webhooks;

/// <summary>Reads and writes deliveries of webhooks.</summary>
internal static class WebhookDeliveryRow
{
    /// <summary>What decisions need: the delivery, its event and its webhook.</summary>
    public const string Deciding =
        $"SELECT {Columns}, {WebhookRow.Columns} {From} WHERE ";

    /// <summary>Deliveries with their events and webhooks.</summary>
    public const string From =
        "FROM webhook_deliveries d JOIN webhook_events e ON e.no = d.event_no JOIN webhooks w ON w.id = d.webhook_id";

    /// <summary>The columns of a delivery, of tables <c>d</c>, <c>e</c> and <c>w</c>.</summary>
    public const string Columns =
        "e.id, d.no, e.company_id, e.customer_id, w.id, w.url, e.created_at, e.type, d.status, d.run, d.attempts, d.taken, d.due_at, d.lease_until, "
        + "d.finished_at, d.last_status_code, d.last_response_time_ms, d.last_error";

    /// <summary>Where the webhook begins in <see cref="Deciding"/>.</summary>
    public const int WebhookAt = 18;

    private const int TypeAt = 7;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static WebhookDelivery Read(DbDataReader row) => new(Delivery(row), row.GetString(TypeAt));

    /// <summary>Reads <see cref="Deciding"/>.</summary>
    public static (Delivery Delivery, Webhook Webhook) ReadDeciding(DbDataReader row) => (Delivery(row), WebhookRow.Read(row, WebhookAt));

    /// <summary>The place of a delivery in the list.</summary>
    public static PagePosition Position(WebhookDelivery listed) => new(listed.Delivery.Sequence, listed.Delivery.Id);

    /// <summary>Stores everything about a delivery that can change.</summary>
    public static ValueTask SetAsync(SqlWrite write, Delivery next, string? node = null) =>
        write.LaterAsync(
            $"""
            UPDATE webhook_deliveries SET status = {next.Status}, run = {next.Run}, attempts = {next.Attempts}, taken = {next.Taken}, due_at = {next.DueAt},
                   lease_until = {next.LeaseUntil}, node = {node}, finished_at = {next.FinishedAt}, last_status_code = {next.LastStatusCode},
                   last_response_time_ms = {next.LastResponseTimeMs}, last_error = {next.LastError}
            WHERE no = {next.Sequence}
            """);

    /// <summary>Adds an attempt.</summary>
    public static ValueTask AddAttemptAsync(SqlWrite write, long deliveryNo, DeliveryAttempt attempt) =>
        write.LaterAsync(
            $"""
            INSERT INTO webhook_attempts (delivery_no, run, number, started_at, response_time_ms, status_code, response_excerpt, error, url,
                                          request_headers, response_headers)
            VALUES ({deliveryNo}, {attempt.Run}, {attempt.Number}, {attempt.StartedAt}, {attempt.ResponseTimeMs}, {attempt.StatusCode},
                    {attempt.ResponseExcerpt}, {attempt.Error}, {attempt.Url}, {attempt.RequestHeaders}, {attempt.ResponseHeaders})
            """);

    private static Delivery Delivery(DbDataReader row)
    {
        var (eventId, webhookId) = (row.GetString(0), row.GetString(4));
        return new Delivery
        {
            Id = eventId,
            Sequence = row.GetInt64(1),
            CompanyId = row.GetString(2),
            CustomerId = row.TextOrNull(3) ?? "",
            TicketId = eventId,
            JobId = "",
            EndpointId = webhookId,
            Url = row.TextOrNull(5) ?? "",
            Lane = webhookId,
            CreatedAt = row.Time(6),
            IsTest = row.GetString(TypeAt) == EventSubject.Test,
            Status = row.Name<DeliveryStatus>(8),
            Run = row.GetInt32(9),
            Attempts = row.GetInt32(10),
            Taken = row.GetInt32(11),
            DueAt = row.TimeOrNull(12),
            LeaseUntil = row.TimeOrNull(13),
            FinishedAt = row.TimeOrNull(14),
            LastStatusCode = row.IntegerOrNull(15),
            LastResponseTimeMs = row.IntegerOrNull(16),
            LastError = row.TextOrNull(17),
        };
    }
}
