using Vindex.Storage.Deliveries;
using Vindex.Storage.Sql.Values;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Stores the next state of a delivery, as <see cref="DeliveryLifecycle"/> decided it.</summary>
internal static class DeliveryUpdate
{
    /// <summary>Stores everything about a delivery that can change.</summary>
    public static ValueTask SetAsync(SqlWrite write, Delivery next) =>
        write.LaterAsync(
            $"""
            UPDATE deliveries SET url = {next.Url}, status = {next.Status}, run = {next.Run}, attempts = {next.Attempts}, taken = {next.Taken},
                   due_at = {next.DueAt}, lease_until = {next.LeaseUntil}, finished_at = {next.FinishedAt}, superseded_by = {next.SupersededBy},
                   last_status_code = {next.LastStatusCode}, last_response_time_ms = {next.LastResponseTimeMs}, last_error = {next.LastError}
            WHERE no = {next.Sequence}
            """);

    /// <summary>Stores a delivery that was just taken for an attempt.</summary>
    public static ValueTask SetBegunAsync(SqlWrite write, Delivery next, string? node) =>
        // The columns that DeliveryLifecycle.Begin changes; naming fewer leaves the other indexes alone.
        write.LaterAsync(
            $"""
            UPDATE deliveries SET status = {next.Status}, taken = {next.Taken}, due_at = {next.DueAt}, lease_until = {next.LeaseUntil},
                   node = {node}
            WHERE no = {next.Sequence}
            """);

    /// <summary>Stores deliveries that were just taken for attempts, all as <see cref="DeliveryLifecycle.Begin"/> has decided, at once. PostgreSQL only.</summary>
    public static ValueTask SetBegunAsync(SqlWrite write, IReadOnlyList<Delivery> next, string? node) =>
        next.Count == 0 ? ValueTask.CompletedTask : write.LaterAsync(
            $"""
            UPDATE deliveries SET status = {next[0].Status}, taken = taken + 1, due_at = {next[0].DueAt}, lease_until = {next[0].LeaseUntil}, node = {node}
            WHERE no = ANY({SqlList.Of(next.Select(delivery => delivery.Sequence))})
            """);

    /// <summary>The unfinished deliveries of a ticket to a URL that are no replays, oldest first.</summary>
    public static ValueTask<List<Delivery>> UnfinishedAsync(SqlWrite write, string ticketId, string customerId, string url) =>
        write.ListAsync(
            $"""
            SELECT {DeliveryRow.Columns:raw} {DeliveryRow.From:raw}
            WHERE d.finished_at IS NULL AND d.ticket_id = {ticketId} AND d.customer_id = {customerId} AND d.url = {url} AND d.run = 1
            ORDER BY d.no {write.Locking("d"):raw}
            """,
            DeliveryRow.Read);

    /// <summary>The unfinished deliveries of the same ticket to the same URL as one that has not finished, itself included.</summary>
    public static ValueTask<List<Delivery>> SiblingsAsync(SqlWrite write, Delivery delivery) =>
        UnfinishedAsync(write, delivery.TicketId, delivery.CustomerId, delivery.Url);

    /// <summary>The same, before anything but the delivery's id is known.</summary>
    public static ValueTask<List<Delivery>> SiblingsAsync(SqlWrite write, string deliveryId) =>
        write.ListAsync(
            $"""
            SELECT {DeliveryRow.Columns:raw} {DeliveryRow.From:raw}
            JOIN deliveries x ON x.ticket_id = d.ticket_id AND x.customer_id = d.customer_id AND x.url = d.url
            WHERE x.id = {deliveryId} AND d.finished_at IS NULL AND d.run = 1
            ORDER BY d.no {write.Locking("d"):raw}
            """,
            DeliveryRow.Read);
}
