using Vindex.Storage.Jobs;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Hands out due jobs, the companies in turn. (On a database with several writers the inner SELECT locks its row and skips locked ones.)</summary>
internal static class JobLeasing
{
    /// <summary>When the first queued job is due.</summary>
    internal static SqlStatement NextDue => $"SELECT MIN(due_at) FROM jobs WHERE state = 'queued'";

    /// <summary>Leases within a write.</summary>
    public static async Task<JobLease> RunAsync(SqlWrite write, int count, DateTimeOffset now, DateTimeOffset until, string? node)
    {
        var jobs = new List<LeasedJob>();
        var line = await write.ListAsync(Line(count, now), row => row.GetString(0));
        var turns = new CompanyTurns(line, count);
        while (turns.Next() is { } company)
        {
            if (await OneAsync(write, Lease(company, now, until, node)) is { } job)
            {
                jobs.Add(job);
                turns.Leased();
            }
            else
            {
                turns.HasNone();
            }
        }

        foreach (var (company, leased) in turns.Served)
        {
            await JobTurns.ServeAsync(write, company, leased, now.ToMs());
        }

        return new JobLease(jobs, await write.NumberAsync(NextDue) is { } due ? SqlTime.FromMs(due) : null);
    }

    /// <summary>Renews leases within a write; returns the jobs whose lease is lost.</summary>
    public static async Task<IReadOnlyList<string>> RenewAsync(SqlWrite write, IReadOnlyList<(string JobId, int Taken)> leases, DateTimeOffset until)
    {
        var lost = new List<string>();
        foreach (var (id, taken) in leases)
        {
            if (await write.ExecuteAsync($"UPDATE jobs SET lease_until = {until} WHERE id = {id} AND state = 'running' AND taken = {taken}") == 0)
            {
                lost.Add(id);
            }
        }

        return lost;
    }

    private static async Task<LeasedJob?> OneAsync(SqlWrite write, SqlStatement lease)
    {
        var leased = await write.ListAsync(lease, row => (Job: JobRow.Read(row), No: row.GetInt64(JobRow.No)));
        if (leased.Count == 0)
        {
            return null;
        }

        var payload = await write.FirstAsync($"SELECT payload FROM job_payloads WHERE no = {leased[0].No}", row => row.Bytes(0));
        return new LeasedJob(leased[0].Job, payload!);
    }

    /// <summary>
    /// The companies with a job that can be leased, the one served longest ago first. One whose jobs all wait for a retry or for another job of their ticket
    /// is left out: it would keep its place in front, and enough of them would leave no place for anyone else.
    /// </summary>
    internal static SqlStatement Line(int count, DateTimeOffset now) =>
        $"""
        SELECT t.company_id FROM job_turns t
        WHERE t.waiting > 0
          AND EXISTS (SELECT 1 FROM jobs j
                      WHERE j.state = 'queued' AND j.company_id = t.company_id AND j.due_at <= {now}
                        AND NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 'running' AND r.ticket_id = j.ticket_id AND r.customer_id = j.customer_id))
        ORDER BY t.turn, t.company_id LIMIT {count}
        """;

    /// <summary>Leases the first due job of a company whose ticket has none running.</summary>
    internal static SqlStatement Lease(string company, DateTimeOffset now, DateTimeOffset until, string? node) =>
        $"""
        UPDATE jobs SET state = 'running', taken = taken + 1, lease_until = {until}, node = {node}
        WHERE no = (SELECT j.no FROM jobs j
                    WHERE j.state = 'queued' AND j.company_id = {company} AND j.due_at <= {now}
                      AND NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 'running' AND r.ticket_id = j.ticket_id AND r.customer_id = j.customer_id)
                    ORDER BY j.due_at, j.no LIMIT 1)
        RETURNING {JobRow.Leased:raw}
        """;
}
