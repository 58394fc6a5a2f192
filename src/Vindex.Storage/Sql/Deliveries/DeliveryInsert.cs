using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Adds a delivery to the outbox: with the end of its job, or as a test.</summary>
internal static class DeliveryInsert
{
    /// <summary>Reads what adding a delivery depends on; null for no delivery.</summary>
    public static async Task<PreparedDelivery?> PrepareAsync(
        SqlWrite write, NewDelivery? delivery, string customerId, string ticketId, DateTimeOffset now)
    {
        if (delivery is null)
        {
            return null;
        }

        var endpoint = EndpointAsync(write, delivery.EndpointId, now);
        var older = DeliveryUpdate.UnfinishedAsync(write, ticketId, customerId, delivery.Url);
        return new PreparedDelivery(delivery, await endpoint, await older);
    }

    /// <summary>Adds a delivery within a write. An older one of the same ticket and URL that waits for a retry ends as superseded.</summary>
    /// <param name="write">The write.</param>
    /// <param name="prepared">The delivery.</param>
    /// <param name="subject">What it reports.</param>
    /// <param name="scoreNo">The row of its score; null for a failed job.</param>
    /// <param name="now">The time.</param>
    public static async Task AddAsync(SqlWrite write, PreparedDelivery prepared, DeliverySubject subject, long? scoreNo, DateTimeOffset now)
    {
        var (delivery, endpoint, older) = prepared;

        // It gets its number from the database, above all others.
        var created = DeliveryLifecycle.Create(delivery, subject, endpoint, now) with { Sequence = long.MaxValue };
        if (write.RunsBesideOthers)
        {
            await write.LaterAsync(
                $"WITH added AS ({Insert(created, scoreNo):fixed}) INSERT INTO delivery_bodies (no, body) SELECT no, {delivery.Body} FROM added");
        }
        else
        {
            var no = (await write.NumberAsync(Insert(created, scoreNo)))!.Value;
            await write.LaterAsync($"INSERT INTO delivery_bodies (no, body) VALUES ({no}, {delivery.Body})");
        }

        foreach (var one in older)
        {
            if (DeliveryLifecycle.Supersede(one, created, now) is { } superseded)
            {
                await DeliveryUpdate.SetAsync(write, superseded);
            }
        }
    }

    private static SqlStatement Insert(Delivery created, long? scoreNo) =>
        $"""
        INSERT INTO deliveries (id, company_id, customer_id, ticket_id, job_id, score_no, endpoint_id, url, lane, created_at, run, attempts, taken, status,
                                due_at, finished_at, is_test)
        VALUES ({created.Id}, {created.CompanyId}, {created.CustomerId}, {created.TicketId}, {created.JobId}, {scoreNo}, {created.EndpointId},
                {created.Url}, {created.Lane}, {created.CreatedAt}, {created.Run}, {created.Attempts}, {created.Taken}, {created.Status},
                {created.DueAt}, {created.FinishedAt}, {(created.IsTest ? 1 : (long?)null)})
        RETURNING no
        """;

    private static async Task<EndpointState?> EndpointAsync(SqlWrite write, string? endpointId, DateTimeOffset now)
    {
        if (endpointId is null)
        {
            return null;
        }

        var found = await write.FirstAsync(
            $"SELECT {InstallationRow.EndpointColumns:raw} FROM installations i WHERE i.customer_id = {endpointId}",
            static row => InstallationRow.Endpoint(row, 0));
        return found ?? DeliveryRow.Deleted(now);
    }
}
