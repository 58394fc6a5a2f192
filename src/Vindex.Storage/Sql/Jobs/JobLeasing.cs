using Vindex.Storage.Jobs;
using Vindex.Storage.Sql.Values;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Hands out due jobs, the companies in turn. On a database with several writers, one node leases at a time,
/// and the SELECT locks its rows and skips those that others are changing.</summary>
internal static class JobLeasing
{
    /// <summary>When the first queued job is due.</summary>
    internal static SqlStatement NextDue => $"SELECT MIN(due_at) FROM jobs WHERE state = 'queued'";

    /// <summary>Leases within a write.</summary>
    public static async Task<JobLease> RunAsync(SqlWrite write, int count, DateTimeOffset now, DateTimeOffset until, string? node)
    {
        var jobs = new List<LeasedJob>();
        var line = await write.ListAsync(Line(count, now, $"t.waiting > 0"), row => row.GetString(0));
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

    /// <summary>Leases within a write, all at once; PostgreSQL only.</summary>
    public static async Task<JobLease> RunAtOnceAsync(SqlWrite write, int count, DateTimeOffset now, DateTimeOffset until, string? node)
    {
        // Of a ticket, only one job is ever queued: two of one ticket cannot be in the same answer.
        // When the next is due is asked for with it: where statements cross a network, as one message.
        var leasing = write.ListAsync(
            $"""
            WITH line AS (
              {Line(count, now, $"t.waits"):fixed}
            ), due AS (
              SELECT l.turn AS its_turn, l.company_id AS its_company, q.no AS its_no, q.nth
              FROM line l CROSS JOIN LATERAL (
                SELECT p.no, ROW_NUMBER() OVER (ORDER BY p.due_at, p.no) AS nth
                FROM (SELECT j.no, j.due_at {DueOf($"l.company_id", now):fixed} LIMIT {count}) AS p) AS q
              ORDER BY q.nth, l.turn, l.company_id LIMIT {count}
            ), mine AS (
              SELECT j.no AS its_no FROM jobs j WHERE j.no IN (SELECT its_no FROM due) AND j.state = 'queued' FOR UPDATE OF j SKIP LOCKED
            )
            UPDATE jobs SET state = 'running', taken = taken + 1, lease_until = {until}, node = {node}
            FROM due JOIN mine USING (its_no)
            WHERE jobs.no = due.its_no
            RETURNING {JobRow.Leased:raw}, (SELECT p.payload FROM job_payloads p WHERE p.no = jobs.no), due.nth, due.its_turn
            """,
            row => (Leased: new LeasedJob(JobRow.Read(row), row.Bytes(JobRow.No + 1)), Nth: row.GetInt64(JobRow.No + 2), Turn: row.GetInt64(JobRow.No + 3)));
        var lookingForNext = write.NumberAsync(NextDue);
        var (leased, next) = (await leasing, await lookingForNext);
        foreach (var company in leased.GroupBy(one => one.Leased.Job.CompanyId, StringComparer.Ordinal))
        {
            await JobTurns.ServeAsync(write, company.Key, company.Count(), now.ToMs());
        }

        var inTurn = leased.OrderBy(one => one.Nth).ThenBy(one => one.Turn).ThenBy(one => one.Leased.Job.CompanyId, StringComparer.Ordinal);
        return new JobLease([.. inTurn.Select(one => one.Leased)], next is { } due ? SqlTime.FromMs(due) : null);
    }

    /// <summary>Renews leases within a write, all at once; returns the jobs whose lease is lost. PostgreSQL only.</summary>
    public static async Task<IReadOnlyList<string>> RenewAtOnceAsync(
        SqlWrite write, IReadOnlyList<(string JobId, int Taken)> leases, DateTimeOffset until)
    {
        // Those that are ending at this moment are skipped: waiting for them could end in a deadlock, and they need no lease any more.
        var (ids, taken) = (SqlList.Of(leases.Select(lease => lease.JobId)), SqlList.Of(leases.Select(lease => (long)lease.Taken)));
        await write.LaterAsync(
            $"""
            UPDATE jobs SET lease_until = {until}
            WHERE no IN (
              SELECT j.no FROM unnest({ids}, {taken}) AS l (id, taken) JOIN jobs j ON j.id = l.id AND j.taken = l.taken
              WHERE j.state = 'running' FOR UPDATE OF j SKIP LOCKED)
            """);
        return await write.ListAsync(
            $"""
            SELECT l.id FROM unnest({ids}, {taken}) AS l (id, taken)
            WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = l.id AND j.taken = l.taken AND j.state = 'running')
            """,
            row => row.GetString(0));
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
    /// is left out: it would keep its place in front, and enough of them would leave no place for anyone else. With an OFFSET, PostgreSQL looks for the first
    /// job of each company in turn; without, it joins with all that are due.
    /// </summary>
    internal static SqlStatement Line(int count, DateTimeOffset now, SqlStatement waits) =>
        $"""
        SELECT t.company_id, t.turn FROM job_turns t
        WHERE {waits:fixed}
          AND EXISTS (SELECT 1 FROM jobs j
                      WHERE j.state = 'queued' AND j.company_id = t.company_id AND j.due_at <= {now}
                        AND NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 'running' AND r.ticket_id = j.ticket_id AND r.customer_id = j.customer_id)
                      ORDER BY j.due_at, j.no LIMIT 1 OFFSET 0)
        ORDER BY t.turn, t.company_id LIMIT {count}
        """;

    /// <summary>Leases the first due job of a company whose ticket has none running.</summary>
    internal static SqlStatement Lease(string company, DateTimeOffset now, DateTimeOffset until, string? node) =>
        $"""
        UPDATE jobs SET state = 'running', taken = taken + 1, lease_until = {until}, node = {node}
        WHERE no = (SELECT j.no {DueOf($"{company}", now):fixed} LIMIT 1)
        RETURNING {JobRow.Leased:raw}
        """;

    private static SqlStatement DueOf(SqlStatement company, DateTimeOffset now) =>
        $"""
        FROM jobs j
        WHERE j.state = 'queued' AND j.company_id = {company:fixed} AND j.due_at <= {now}
          AND NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 'running' AND r.ticket_id = j.ticket_id AND r.customer_id = j.customer_id)
        ORDER BY j.due_at, j.no
        """;
}
