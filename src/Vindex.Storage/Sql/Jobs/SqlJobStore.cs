using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>The queue of evaluations.</summary>
internal sealed class SqlJobStore(ISqlDatabase database, ScoreRows scoreRows, OwnNode own) : IJobStore
{
    /// <summary>Whose rows a write that leases touches: one node leases at a time, while all others write.</summary>
    private const string Leasing = "leasing jobs";

    public Task<Enqueued> EnqueueAsync(NewJob job, CancellationToken cancellationToken) =>
        database.WriteShortForAsync(JobEnqueue.Owner(job.CustomerId, job.TicketId), write => JobEnqueue.AddAsync(write, job), cancellationToken);

    public async Task<JobLease> LeaseAsync(int count, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Nodes lease one after the other: most of the time nothing is due.
        if (own.HasOthers && await NextDueAsync(cancellationToken) is var due && (due is null || due > now)) return new JobLease([], due);
        return await database.WriteShortForAsync(
            Leasing,
            write => write.RunsBesideOthers
                ? JobLeasing.RunAtOnceAsync(write, count, now, until, own.Id)
                : JobLeasing.RunAsync(write, count, now, until, own.Id),
            cancellationToken);
    }

    public Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<(string JobId, int Taken)> leases, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteShortForAsync(
            Leasing,
            write => write.RunsBesideOthers ? JobLeasing.RenewAtOnceAsync(write, leases, until) : JobLeasing.RenewAsync(write, leases, until),
            cancellationToken);

    public async Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        // Taking back keeps all nodes from writing: most of the time nothing has expired.
        if (own.HasOthers && !all && await database.ReadAsync(
            connection => connection.NumberAsync($"SELECT COUNT(*) FROM jobs WHERE state = 'running' AND lease_until <= {now}"), cancellationToken) is 0)
        {
            return 0;
        }

        return await database.WriteAsync(write => JobEnding.TakeBackAsync(write, $"(lease_until <= {now} OR {all} = 1)", now), cancellationToken);
    }

    public Task<LeaseEnd> CompleteAsync(
        string jobId, int taken, StoredScore score, NewDelivery? delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var packed = scoreRows.Pack(score);
        return database.WriteShortForAsync(
            score.Item.CompanyId, write => JobEnding.CompleteAsync(write, scoreRows, jobId, taken, packed, delivery, now), cancellationToken);
    }

    public Task<LeaseEnd> ShareAsync(string jobId, int taken, string scoreId, NewDelivery? delivery, DateTimeOffset now, CancellationToken cancellationToken) =>
        EndAsync(jobId, write => JobEnding.ShareAsync(write, jobId, taken, scoreId, delivery, now), cancellationToken);

    public Task<LeaseEnd> RetryAsync(string jobId, int taken, string error, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        EndAsync(jobId, write => JobEnding.RequeueAsync(write, jobId, taken, error, dueAt), cancellationToken);

    public Task<LeaseEnd> FailAsync(string jobId, int taken, string error, NewDelivery? delivery, DateTimeOffset now, CancellationToken cancellationToken) =>
        EndAsync(jobId, write => JobEnding.FailAsync(write, scoreRows.Events, jobId, taken, error, delivery, now), cancellationToken);

    public Task<LeaseEnd> ReleaseAsync(string jobId, int taken, DateTimeOffset now, CancellationToken cancellationToken) =>
        EndAsync(jobId, write => JobEnding.RequeueAsync(write, jobId, taken, error: null, now), cancellationToken);

    /// <summary>Ends a lease in a write for the job's company, which the caller has not named.</summary>
    private async Task<LeaseEnd> EndAsync(string jobId, Func<SqlWrite, Task<LeaseEnd>> end, CancellationToken cancellationToken)
    {
        if (!own.HasOthers) return await database.WriteAsync(end, cancellationToken);
        var company = await database.ReadAsync(
            connection => connection.FirstAsync($"SELECT company_id FROM jobs WHERE id = {jobId}", row => row.GetString(0)), cancellationToken);
        return company is null ? LeaseEnd.LeaseLost : await database.WriteShortForAsync(company, end, cancellationToken);
    }

    private async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        (await database.ReadShortAsync(JobLeasing.NextDue, row => row.TimeOrNull(0), cancellationToken))[0];

    public async Task<Job?> FindAsync(ScoreAccess access, string jobId, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT {JobRow.Columns:raw} FROM jobs j LEFT JOIN scores s ON s.no = j.score_no WHERE j.id = {jobId} AND ";
        return sql.AddAccess(access, "j") ? await database.ReadAsync(connection => connection.FirstAsync(sql, JobRow.Read), cancellationToken) : null;
    }

    public async Task<QueueState> StateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (waiting, due) = (await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT (SELECT COALESCE(SUM(waiting), 0) FROM job_turns WHERE waiting > 0), ({JobLeasing.NextDue})",
                row => (row.GetInt64(0), row.TimeOrNull(1))),
            cancellationToken))[0];
        return new QueueState(waiting, due <= now ? due : null);
    }

    public Task<long> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => JobRemoval.OldAsync(database, before, cancellationToken);
}
