using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Deletes jobs. Those with a score go with it (ON DELETE CASCADE), as do their deliveries.</summary>
internal static class JobRemoval
{
    private const int BatchSize = 500;

    private const string DeliveriesOfCompany = "DELETE FROM deliveries WHERE no IN (SELECT no FROM deliveries WHERE company_id = @company LIMIT @batch)";

    private const string JobsOfCompany = "DELETE FROM jobs WHERE no IN (SELECT no FROM jobs WHERE company_id = @company LIMIT @batch)";

    private const string Old = "SELECT no, id FROM jobs WHERE finished_at < @before AND score_no IS NULL AND finished_at IS NOT NULL ORDER BY finished_at LIMIT @batch";

    private const string DeliveriesOfJob = "DELETE FROM deliveries WHERE job_id = @id";

    private const string OfNo = "DELETE FROM jobs WHERE no = @no";

    /// <summary>Deletes all jobs and deliveries of a company that is being deleted, batch by batch.</summary>
    public static async Task AllAsync(ISqlDatabase database, string companyId, CancellationToken cancellationToken)
    {
        foreach (var sql in (string[])[DeliveriesOfCompany, JobsOfCompany])
        {
            while (await database.WriteAsync(
                async write => await write.ExecuteAsync(sql, ("@company", companyId), ("@batch", BatchSize)), cancellationToken) > 0)
            {
                // Batch by batch, so that other writes hardly wait.
            }
        }
    }

    /// <summary>Deletes the queued jobs of an installation, within a write.</summary>
    public static async Task QueuedOfAsync(SqlWrite write, string companyId, string customerId)
    {
        var sql = new SqlStatement().AddWith($"DELETE FROM jobs WHERE state = 'queued' AND company_id = {companyId} AND customer_id = {customerId} RETURNING no");
        var deleted = await sql.ListAsync(write.Connection, row => row.GetInt64(0));
        await JobTurns.AddAsync(write, companyId, -deleted.Count);
    }

    /// <summary>Deletes jobs without a score that finished before an instant, with their deliveries.</summary>
    public static async Task<long> OldAsync(ISqlDatabase database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            var deleted = await database.WriteAsync(
                async write =>
                {
                    var jobs = await write.Query(Old, ("@before", before.ToMs()), ("@batch", BatchSize)).ListAsync(row => (No: row.GetInt64(0), Id: row.GetString(1)));
                    foreach (var (no, id) in jobs)
                    {
                        await write.ExecuteAsync(DeliveriesOfJob, ("@id", id));
                        await write.ExecuteAsync(OfNo, ("@no", no));
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
