using Vindex.Storage.Jobs;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Hands out due jobs, the companies in turn. (On a database with several writers the inner SELECT locks its row and skips locked ones.)</summary>
internal static class JobLeasing
{
    private const string Turns = "SELECT company_id FROM job_turns WHERE waiting > 0 ORDER BY turn, company_id LIMIT @count";

    private const string Lease =
        $"""
        UPDATE jobs SET state = 'running', taken = taken + 1, lease_until = @until
        WHERE no = (SELECT j.no FROM jobs j
                    WHERE j.state = 'queued' AND j.company_id = @company AND j.due_at <= @now
                      AND NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 'running' AND r.ticket_id = j.ticket_id AND r.customer_id = j.customer_id)
                    ORDER BY j.due_at, j.no LIMIT 1)
        RETURNING {JobRow.Leased}
        """;

    private const string Payload = "SELECT payload FROM job_payloads WHERE no = @no";

    private const string NextDue = "SELECT MIN(due_at) FROM jobs WHERE state = 'queued'";

    private const string Renew = "UPDATE jobs SET lease_until = @until WHERE id = @id AND state = 'running' AND taken = @taken";

    /// <summary>Leases within a write.</summary>
    public static async Task<JobLease> RunAsync(SqlWrite write, int count, DateTimeOffset now, DateTimeOffset until)
    {
        var jobs = new List<LeasedJob>();
        var line = await write.Query(Turns, ("@count", count)).ListAsync(row => row.GetString(0));
        var served = line.ToDictionary(company => company, _ => 0, StringComparer.Ordinal);
        while (line.Count > 0 && jobs.Count < count)
        {
            foreach (var company in line.Take(count - jobs.Count).ToList())
            {
                if (await OneAsync(write, company, now, until) is { } job)
                {
                    jobs.Add(job);
                    served[company]++;
                }
                else
                {
                    line.Remove(company);
                }
            }
        }

        foreach (var (company, leased) in served.Where(pair => pair.Value > 0))
        {
            await JobTurns.ServeAsync(write, company, leased, now.ToMs());
        }

        var next = await write.Query(NextDue).ExecuteScalarAsync();
        return new JobLease(jobs, next is long due ? SqlTime.FromMs(due) : null);
    }

    /// <summary>Prolongs leases within a write; returns the jobs whose lease is lost.</summary>
    public static async Task<IReadOnlyList<string>> RenewAsync(SqlWrite write, IReadOnlyList<(string JobId, int Taken)> leases, DateTimeOffset until)
    {
        var lost = new List<string>();
        foreach (var (id, taken) in leases)
        {
            if (await write.ExecuteAsync(Renew, ("@until", until.ToMs()), ("@id", id), ("@taken", taken)) == 0)
            {
                lost.Add(id);
            }
        }

        return lost;
    }

    private static async Task<LeasedJob?> OneAsync(SqlWrite write, string company, DateTimeOffset now, DateTimeOffset until)
    {
        var leased = await write.Query(Lease, ("@until", until.ToMs()), ("@company", company), ("@now", now.ToMs()))
            .ListAsync(row => (Job: JobRow.Read(row), No: row.GetInt64(JobRow.No)));
        if (leased.Count == 0)
        {
            return null;
        }

        var payload = await write.Query(Payload, ("@no", leased[0].No)).ExecuteScalarAsync();
        return new LeasedJob(leased[0].Job, (byte[])payload!);
    }
}
