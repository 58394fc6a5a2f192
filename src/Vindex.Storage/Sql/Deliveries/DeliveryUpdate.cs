using Vindex.Storage.Deliveries;

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

    /// <summary>The unfinished deliveries of the same ticket to the same URL that are no replays, itself included, oldest first.</summary>
    public static ValueTask<List<Delivery>> SiblingsAsync(SqlWrite write, Delivery delivery) =>
        write.ListAsync(
            $"""
            SELECT {DeliveryRow.Columns:raw} {DeliveryRow.From:raw}
            WHERE d.finished_at IS NULL AND d.ticket_id = {delivery.TicketId} AND d.customer_id = {delivery.CustomerId} AND d.url = {delivery.Url} AND d.run = 1
            ORDER BY d.no
            """,
            DeliveryRow.Read);
}
