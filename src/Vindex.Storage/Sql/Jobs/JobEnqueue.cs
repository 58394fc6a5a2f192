using Vindex.Storage.Jobs;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Adds a job, and ends the one of its ticket that still waits.</summary>
internal static class JobEnqueue
{
    // Also the check that the customer is an installation of the company: no such row, nothing stored.
    private const string Insert =
        """
        INSERT INTO jobs (id, company_id, customer_id, ticket_id, ticket_key, title, created_at, state, due_at)
        SELECT @id, @company, @customer, @ticket, @key, @title, @now, 'queued', @now
        WHERE EXISTS (SELECT 1 FROM installations WHERE customer_id = @customer AND company_id = @company)
        RETURNING no
        """;

    private const string InsertPayload = "INSERT INTO job_payloads (no, payload) VALUES (@no, @payload)";

    private const string Supersede =
        """
        UPDATE jobs SET state = 'superseded', finished_at = @now, superseded_by = @id
        WHERE state = 'queued' AND ticket_id = @ticket AND customer_id = @customer AND id <> @id
        RETURNING id, no
        """;

    private const string DeletePayload = "DELETE FROM job_payloads WHERE no = @no";

    /// <summary>Adds a job within a write.</summary>
    public static async Task<Enqueued> AddAsync(SqlWrite write, NewJob job)
    {
        var no = await write.NumberAsync(
            Insert,
            ("@id", job.Id),
            ("@company", job.CompanyId),
            ("@customer", job.CustomerId),
            ("@ticket", job.TicketId),
            ("@key", job.TicketKey),
            ("@title", job.Title),
            ("@now", job.CreatedAt.ToMs()));
        if (no == 0)
        {
            return default;
        }

        await write.ExecuteAsync(InsertPayload, ("@no", no), ("@payload", job.Payload));
        var superseded = await write.Query(
            Supersede, ("@now", job.CreatedAt.ToMs()), ("@id", job.Id), ("@ticket", job.TicketId), ("@customer", job.CustomerId))
            .ListAsync(row => (Id: row.GetString(0), No: row.GetInt64(1)));
        foreach (var (_, old) in superseded)
        {
            await write.ExecuteAsync(DeletePayload, ("@no", old));
        }

        await JobTurns.AddAsync(write, job.CompanyId, 1 - superseded.Count);
        return new Enqueued(true, superseded.Count > 0 ? superseded[^1].Id : null);
    }
}
