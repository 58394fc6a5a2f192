namespace Vindex.Storage.Sql.Jobs;

/// <summary>Deletes jobs. Those with a score go with it (ON DELETE CASCADE), as do their deliveries.</summary>
internal static class JobRemoval
{
    private const int BatchSize = 500;

    /// <summary>Deletes all jobs and deliveries of a company that is being deleted, batch by batch.</summary>
    public static async Task AllAsync(ISqlDatabase database, string companyId, CancellationToken cancellationToken)
    {
        foreach (var table in (string[])["deliveries", "jobs"])
        {
            // Batch by batch, so that other writes hardly wait.
            SqlStatement batch = $"DELETE FROM {table:raw} WHERE no IN (SELECT no FROM {table:raw} WHERE company_id = {companyId} LIMIT {BatchSize})";
            while (await database.WriteManyAsync(batch, cancellationToken) > 0)
            {
            }
        }
    }

    /// <summary>Deletes the queued jobs of an installation, within a write.</summary>
    public static async Task QueuedOfAsync(SqlWrite write, string companyId, string customerId)
    {
        var deleted = await write.ListAsync(
            $"DELETE FROM jobs WHERE state = 'queued' AND company_id = {companyId} AND customer_id = {customerId} RETURNING no", row => row.GetInt64(0));
        await JobTurns.AddAsync(write, companyId, -deleted.Count);
    }

    /// <summary>Deletes jobs without a score that finished before an instant, with their deliveries.</summary>
    public static async Task<long> OldAsync(ISqlDatabase database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            var deleted = await database.WriteManyAsync(
                async write =>
                {
                    var jobs = await write.ListAsync(
                        $"""
                        SELECT no, id FROM jobs WHERE finished_at < {before} AND score_no IS NULL AND finished_at IS NOT NULL
                        ORDER BY finished_at LIMIT {BatchSize}
                        """,
                        row => (No: row.GetInt64(0), Id: row.GetString(1)));
                    foreach (var (no, id) in jobs)
                    {
                        await write.ExecuteAsync($"DELETE FROM deliveries WHERE job_id = {id}");
                        await write.ExecuteAsync($"DELETE FROM jobs WHERE no = {no}");
                    }

                    return jobs.Count;
                },
                cancellationToken);
            total += deleted;
            if (deleted < BatchSize)
            {
                return total;
            }
        }
    }
}
