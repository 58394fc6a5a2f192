using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Vindex.Storage.Sql.Deliveries;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Webhooks;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Ends leases, each within one write and only for the holder of the latest.</summary>
internal static class JobEnding
{
    /// <summary>Ends a lease with a new score.</summary>
    public static async Task<LeaseEnd> CompleteAsync(
        SqlWrite write, ScoreRows scoreRows, string id, int taken, PackedScore score, NewDelivery? delivery, DateTimeOffset now)
    {
        var item = score.Score.Item;

        // Asked for together, and all waited for: a write leaves no statement under way.
        var looking = HeldAsync(write, id, taken);
        var preparing = DeliveryInsert.PrepareAsync(write, delivery, item.CustomerId, item.TicketId, now);
        var opening = scoreRows.OpenAsync(write, item);
        var (held, prepared, opened) = (await looking, await preparing, await opening);
        if (held is not { } job)
        {
            return LeaseEnd.LeaseLost;
        }

        if (opened is null || await ScoreInsert.AddAsync(write, scoreRows, opened, score, answer: null) is not { } scoreNo)
        {
            await write.ExecuteAsync($"DELETE FROM jobs WHERE no = {job.No}");
            return LeaseEnd.CustomerGone;
        }

        await EndAsync(write, job.No, JobState.Done, now, scoreNo, null, null);
        await DeliverAsync(write, prepared, job.Subject(id, item.Id), scoreNo, now);
        return LeaseEnd.Stored;
    }

    /// <summary>Ends a lease with a score that is there already.</summary>
    public static async Task<LeaseEnd> ShareAsync(SqlWrite write, string id, int taken, string scoreId, NewDelivery? delivery, DateTimeOffset now)
    {
        if (await HeldAsync(write, id, taken) is not { } job)
        {
            return LeaseEnd.LeaseLost;
        }

        if (await write.NumberAsync($"SELECT no FROM scores WHERE id = {scoreId} AND company_id = {job.CompanyId}") is not { } scoreNo)
        {
            return LeaseEnd.ScoreGone;
        }

        await EndAsync(write, job.No, JobState.Done, now, scoreNo, null, null);
        var prepared = await DeliveryInsert.PrepareAsync(write, delivery, job.CustomerId, job.TicketId, now);
        await DeliverAsync(write, prepared, job.Subject(id, scoreId), scoreNo, now);
        return LeaseEnd.Stored;
    }

    /// <summary>Ends a lease without a score.</summary>
    public static async Task<LeaseEnd> FailAsync(
        SqlWrite write, EventRecorder events, string id, int taken, string error, NewDelivery? delivery, DateTimeOffset now)
    {
        if (await HeldAsync(write, id, taken) is not { } job)
        {
            return LeaseEnd.LeaseLost;
        }

        await EndAsync(write, job.No, JobState.Failed, now, null, error, null);
        var prepared = await DeliveryInsert.PrepareAsync(write, delivery, job.CustomerId, job.TicketId, now);
        await DeliverAsync(write, prepared, job.Subject(id, null), null, now);
        await events.ScoreFailedAsync(write, id, job.CompanyId, job.CustomerId, error, now);
        return LeaseEnd.Stored;
    }

    /// <summary>Queues a job again.</summary>
    /// <param name="write">The write.</param>
    /// <param name="id">The job.</param>
    /// <param name="taken">The lease's token.</param>
    /// <param name="error">What failed; null if nothing did, and nothing is counted.</param>
    /// <param name="dueAt">From when on it may be leased again.</param>
    public static async Task<LeaseEnd> RequeueAsync(SqlWrite write, string id, int taken, string? error, DateTimeOffset dueAt)
    {
        if (await HeldAsync(write, id, taken) is not { } job)
        {
            return LeaseEnd.LeaseLost;
        }

        await RequeueAsync(write, job, error, dueAt);
        return LeaseEnd.Stored;
    }

    /// <summary>Queues leased jobs again.</summary>
    /// <param name="write">The write.</param>
    /// <param name="which">Which of them, as a condition.</param>
    /// <param name="now">The time.</param>
    public static async Task<int> TakeBackAsync(SqlWrite write, SqlStatement which, DateTimeOffset now)
    {
        var expired = await write.ListAsync(
            $"SELECT no, company_id, customer_id, ticket_id FROM jobs WHERE state = 'running' AND {which}", Lease.Read);
        foreach (var job in expired)
        {
            await RequeueAsync(write, job, null, now);
        }

        return expired.Count;
    }

    private static async Task RequeueAsync(SqlWrite write, Lease job, string? error, DateTimeOffset dueAt)
    {
        if (write.RunsBesideOthers)
        {
            // No event of the ticket is queued from here on: of a ticket, only one job ever waits.
            var owner = JobEnqueue.Owner(job.CustomerId, job.TicketId);
            await write.ListAsync($"SELECT pg_advisory_xact_lock(hashtextextended({owner}, 0))", static _ => 0);
        }

        // A newer job of the ticket has been waiting for this one to end; it is the one that counts.
        var newer = await write.FirstAsync(
            $"SELECT id FROM jobs WHERE state = 'queued' AND ticket_id = {job.TicketId} AND customer_id = {job.CustomerId} ORDER BY no DESC LIMIT 1",
            row => row.GetString(0));
        if (newer is not null)
        {
            await EndAsync(write, job.No, JobState.Superseded, dueAt, null, error, newer);
            return;
        }

        await write.ExecuteAsync(
            $"""
            UPDATE jobs SET state = 'queued', lease_until = NULL, due_at = {dueAt}, attempts = attempts + {error is not null}, error = COALESCE({error}, error)
            WHERE no = {job.No}
            """);
        await JobTurns.AddAsync(write, job.CompanyId, 1);
    }

    private static async Task DeliverAsync(SqlWrite write, PreparedDelivery? delivery, DeliverySubject subject, long? scoreNo, DateTimeOffset now)
    {
        if (delivery is not null)
        {
            await DeliveryInsert.AddAsync(write, delivery, subject, scoreNo, now);
        }
    }

    private static async Task EndAsync(SqlWrite write, long no, JobState state, DateTimeOffset now, long? scoreNo, string? error, string? newer)
    {
        await write.LaterAsync(
            $"""
            UPDATE jobs SET state = {state}, lease_until = NULL, finished_at = {now}, score_no = {scoreNo}, error = {error}, superseded_by = {newer}
            WHERE no = {no}
            """);
        await write.LaterAsync($"DELETE FROM job_payloads WHERE no = {no}");
    }

    private static ValueTask<Lease?> HeldAsync(SqlWrite write, string id, int taken) =>
        write.FirstAsync($"SELECT no, company_id, customer_id, ticket_id FROM jobs WHERE id = {id} AND state = 'running' AND taken = {taken}", Lease.Read);

    private sealed record Lease(long No, string CompanyId, string CustomerId, string TicketId)
    {
        public DeliverySubject Subject(string jobId, string? scoreId) => new(CompanyId, CustomerId, TicketId, jobId, scoreId);

        public static Lease Read(System.Data.Common.DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3));
    }
}
