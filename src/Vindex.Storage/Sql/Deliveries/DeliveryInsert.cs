using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Adds a delivery to the outbox, with the end of its job.</summary>
internal static class DeliveryInsert
{
    private const string Endpoint = $"SELECT {InstallationRow.EndpointColumns} FROM installations i WHERE i.customer_id = @endpoint";

    private const string Insert =
        """
        INSERT INTO deliveries (id, company_id, customer_id, ticket_id, job_id, score_no, endpoint_id, url, lane, created_at, run, attempts, taken, status, due_at, finished_at)
        VALUES (@id, @company, @customer, @ticket, @job, @score, @endpoint, @url, @lane, @now, @run, @attempts, @taken, @status, @due, @finished)
        RETURNING no
        """;

    private const string InsertBody = "INSERT INTO delivery_bodies (no, body) VALUES (@no, @body)";

    /// <summary>Adds a delivery within a write. An older one of the same ticket and URL that waits for a retry ends as superseded.</summary>
    /// <param name="write">The write.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="subject">What it reports.</param>
    /// <param name="scoreNo">The row of its score; null for a failed job.</param>
    /// <param name="now">The time.</param>
    public static async Task AddAsync(SqlWrite write, NewDelivery delivery, DeliverySubject subject, long? scoreNo, DateTimeOffset now)
    {
        var created = DeliveryLifecycle.Create(delivery, subject, await EndpointAsync(write, delivery.EndpointId, now), now);
        var no = await write.NumberAsync(
            Insert,
            ("@id", created.Id),
            ("@company", created.CompanyId),
            ("@customer", created.CustomerId),
            ("@ticket", created.TicketId),
            ("@job", created.JobId),
            ("@score", scoreNo),
            ("@endpoint", created.EndpointId),
            ("@url", created.Url),
            ("@lane", created.Lane),
            ("@now", created.CreatedAt.ToMs()),
            ("@run", created.Run),
            ("@attempts", created.Attempts),
            ("@taken", created.Taken),
            ("@status", EnumText<DeliveryStatus>.Of(created.Status)),
            ("@due", created.DueAt?.ToMs()),
            ("@finished", created.FinishedAt?.ToMs()));
        await write.ExecuteAsync(InsertBody, ("@no", no), ("@body", delivery.Body));
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

        var found = await write.Query(Endpoint, ("@endpoint", endpointId)).ListAsync(static row => InstallationRow.Endpoint(row, 0));
        return found.Count > 0 ? found[0] : DeliveryRow.Deleted(now);
    }
}
