using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Adds a delivery to the outbox: with the end of its job, or as a test.</summary>
internal static class DeliveryInsert
{
    /// <summary>Adds a delivery within a write. An older one of the same ticket and URL that waits for a retry ends as superseded.</summary>
    /// <param name="write">The write.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="subject">What it reports.</param>
    /// <param name="scoreNo">The row of its score; null for a failed job.</param>
    /// <param name="now">The time.</param>
    public static async Task AddAsync(SqlWrite write, NewDelivery delivery, DeliverySubject subject, long? scoreNo, DateTimeOffset now)
    {
        var created = DeliveryLifecycle.Create(delivery, subject, await EndpointAsync(write, delivery.EndpointId, now), now);
        var no = (await write.NumberAsync(
            $"""
            INSERT INTO deliveries (id, company_id, customer_id, ticket_id, job_id, score_no, endpoint_id, url, lane, created_at, run, attempts, taken, status,
                                    due_at, finished_at, is_test)
            VALUES ({created.Id}, {created.CompanyId}, {created.CustomerId}, {created.TicketId}, {created.JobId}, {scoreNo}, {created.EndpointId},
                    {created.Url}, {created.Lane}, {created.CreatedAt}, {created.Run}, {created.Attempts}, {created.Taken}, {created.Status},
                    {created.DueAt}, {created.FinishedAt}, {(created.IsTest ? 1 : (long?)null)})
            RETURNING no
            """))!.Value;
        await write.LaterAsync($"INSERT INTO delivery_bodies (no, body) VALUES ({no}, {delivery.Body})");
        await SupersedeOlderAsync(write, created with { Sequence = no }, now);
    }

    private static async Task SupersedeOlderAsync(SqlWrite write, Delivery created, DateTimeOffset now)
    {
        foreach (var older in await DeliveryUpdate.SiblingsAsync(write, created))
        {
            if (DeliveryLifecycle.Supersede(older, created, now) is { } superseded)
            {
                await DeliveryUpdate.SetAsync(write, superseded);
            }
        }
    }

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
