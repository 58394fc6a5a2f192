using Vindex.Storage.Jobs;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Adds a job, and ends the one of its ticket that still waits.</summary>
internal static class JobEnqueue
{
    /// <summary>Whose rows the jobs of a ticket are: events of one company do not wait for each other, nor for results of its other tickets.</summary>
    public static string Owner(string customerId, string ticketId) => $"ticket {customerId} {ticketId}";

    /// <summary>Adds a job within a write.</summary>
    public static Task<Enqueued> AddAsync(SqlWrite write, NewJob job) => write.RunsBesideOthers ? AddAtOnceAsync(write, job) : AddInStepsAsync(write, job);

    /// <summary>In one statement, for a database that lies across a network.</summary>
    private static async Task<Enqueued> AddAtOnceAsync(SqlWrite write, NewJob job)
    {
        var found = (await write.ListAsync(
            $"""
            WITH added AS (
              {Insert(job):fixed}
            ), kept AS (
              INSERT INTO job_payloads (no, payload) SELECT no, {job.Payload} FROM added
            ), superseded AS (
              UPDATE jobs SET state = 'superseded', finished_at = {job.CreatedAt}, superseded_by = {job.Id}
              WHERE state = 'queued' AND ticket_id = {job.TicketId} AND customer_id = {job.CustomerId} AND EXISTS (SELECT 1 FROM added)
              RETURNING id, no
            ), dropped AS (
              DELETE FROM job_payloads WHERE no IN (SELECT no FROM superseded)
            )
            SELECT (SELECT COUNT(*) FROM added), (SELECT COUNT(*) FROM superseded), (SELECT id FROM superseded ORDER BY no DESC LIMIT 1)
            """,
            row => (Added: row.GetInt64(0), Superseded: (int)row.GetInt64(1), Last: row.TextOrNull(2))))[0];
        if (found.Added == 0)
        {
            return default;
        }

        await JobTurns.AddAsync(write, job.CompanyId, 1 - found.Superseded);
        return new Enqueued(true, found.Last);
    }

    private static async Task<Enqueued> AddInStepsAsync(SqlWrite write, NewJob job)
    {
        if (await write.NumberAsync(Insert(job)) is not { } no)
        {
            return default;
        }

        await write.LaterAsync($"INSERT INTO job_payloads (no, payload) VALUES ({no}, {job.Payload})");
        var superseded = await write.ListAsync(
            $"""
            UPDATE jobs SET state = 'superseded', finished_at = {job.CreatedAt}, superseded_by = {job.Id}
            WHERE state = 'queued' AND ticket_id = {job.TicketId} AND customer_id = {job.CustomerId} AND id <> {job.Id}
            RETURNING id, no
            """,
            row => (Id: row.GetString(0), No: row.GetInt64(1)));
        foreach (var (_, old) in superseded)
        {
            await write.LaterAsync($"DELETE FROM job_payloads WHERE no = {old}");
        }

        await JobTurns.AddAsync(write, job.CompanyId, 1 - superseded.Count);
        return new Enqueued(true, superseded.Count > 0 ? superseded[^1].Id : null);
    }

    // Also the check that the customer is an installation of the company: no such row, nothing stored.
    private static SqlStatement Insert(NewJob job) =>
        $"""
        INSERT INTO jobs (id, company_id, customer_id, ticket_id, ticket_key, title, created_at, state, due_at)
        SELECT {job.Id}, {job.CompanyId}, {job.CustomerId}, {job.TicketId}, {job.TicketKey}, {job.Title}, {job.CreatedAt},
               {JobState.Queued}, {job.CreatedAt}
        WHERE EXISTS (SELECT 1 FROM installations WHERE customer_id = {job.CustomerId} AND company_id = {job.CompanyId})
        RETURNING no
        """;
}
