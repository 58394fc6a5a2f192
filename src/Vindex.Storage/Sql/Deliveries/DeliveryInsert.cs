using Vindex.Storage.Deliveries;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Puts a delivery into the outbox, with the end of its job.</summary>
internal static class DeliveryInsert
{
    // To an endpoint that is disabled, or gone, nothing goes: such a delivery is stored for a replay.
    private const string Insert =
        """
        INSERT INTO deliveries (id, company_id, customer_id, job_id, score_no, endpoint_id, url, lane, created_at, run, attempts, taken, status, due_at, finished_at)
        SELECT @id, @company, @customer, @job, @score, @endpoint, @url, @lane, @now, 1, 0, 0,
               CASE WHEN open = 1 THEN 'pending' ELSE 'disabled' END, CASE WHEN open = 1 THEN @now END, CASE WHEN open = 1 THEN NULL ELSE @now END
        FROM (SELECT CASE WHEN @endpoint IS NULL OR EXISTS (SELECT 1 FROM installations WHERE customer_id = @endpoint AND disabled_at IS NULL) THEN 1 ELSE 0 END AS open) e
        RETURNING no
        """;

    private const string InsertBody = "INSERT INTO delivery_bodies (no, body) VALUES (@no, @body)";

    /// <summary>Adds a delivery within a write.</summary>
    public static async Task AddAsync(SqlWrite write, NewDelivery delivery, string companyId, string customerId, string jobId, long? scoreNo, DateTimeOffset now)
    {
        var no = await write.NumberAsync(
            Insert,
            ("@id", delivery.Id),
            ("@company", companyId),
            ("@customer", customerId),
            ("@job", jobId),
            ("@score", scoreNo),
            ("@endpoint", delivery.EndpointId),
            ("@url", delivery.Url),
            ("@lane", delivery.Lane),
            ("@now", now.ToMs()));
        await write.ExecuteAsync(InsertBody, ("@no", no), ("@body", delivery.Body));
    }
}
