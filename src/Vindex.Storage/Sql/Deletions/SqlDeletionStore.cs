using Vindex.Storage.Audit;
using Vindex.Storage.Deletions;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Feedback;
using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Deletions;

/// <summary>Deletions that run in the background.</summary>
internal sealed class SqlDeletionStore(ISqlDatabase database, ScoreRows scoreRows, TimeProvider time, OwnNode own) : IDeletionStore
{
    public Task<bool> StartAsync(Deletion deletion, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var last = deletion.Kind == DeletionKind.Project ? await ProjectSlices.LastRowAsync(write, deletion) : 0;
                var stored = last is null ? 0 : await write.ExecuteAsync(
                    $"""
                    INSERT INTO deletions (id, company_id, kind, target, started_by, created_at, last_row, state)
                    SELECT {deletion.Id}, id, {deletion.Kind}, {deletion.Target}, {deletion.StartedBy}, {deletion.CreatedAt}, {last}, {deletion.State}
                    FROM companies WHERE id = {deletion.CompanyId}
                    """);
                return await SqlAuditLog.AddIfAsync(write, stored > 0, audit);
            },
            cancellationToken);

    public Task<Deletion?> FindAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {DeletionRow.Columns:raw} FROM deletions WHERE id = {id} AND company_id = {companyId}", DeletionRow.Read),
            cancellationToken);

    public async Task<Deletion?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        SqlStatement first = $"SELECT no FROM deletions WHERE state = 'running' AND (lease_until IS NULL OR lease_until <= {now}) ORDER BY no LIMIT 1";
        if (await NodeLeasing.IsNoneAsync(database, own, first, cancellationToken)) return null;
        return await database.WriteAsync(
            async write => await write.FirstAsync(
                $"""
                UPDATE deletions SET lease_until = {until}, taken = taken + 1, node = {own.Id} WHERE no = ({first:fixed})
                RETURNING {DeletionRow.Columns:raw}
                """,
                DeletionRow.Read),
            cancellationToken);
    }

    public Task TakeBackAsync(CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE deletions SET lease_until = NULL WHERE state = 'running' AND lease_until IS NOT NULL", cancellationToken);

    public Task ReleaseAsync(string id, int taken, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE deletions SET lease_until = NULL WHERE id = {id} AND taken = {taken}", cancellationToken);

    public Task<DeletionSlice> DeliveriesAsync(DeletionLease lease, PagePosition? after, CancellationToken cancellationToken) =>
        SliceAsync(lease, write => CustomerSlices.DeliveriesAsync(write, lease.Deletion, after), cancellationToken);

    public Task<DeletionSlice> JobsAsync(DeletionLease lease, PagePosition? after, CancellationToken cancellationToken) =>
        SliceAsync(lease, write => CustomerSlices.JobsAsync(write, lease.Deletion, after), cancellationToken);

    public Task<DeletionSlice> ProjectAsync(DeletionLease lease, PagePosition? after, CancellationToken cancellationToken) =>
        SliceAsync(lease, write => ProjectSlices.DeleteAsync(write, time, lease.Deletion, after), cancellationToken);

    public Task<DeletionSlice> ScoresAsync(DeletionLease lease, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        SliceAsync(
            lease,
            async write => (await ScoreDeletion.ManyAsync(write, scoreRows, lease.Deletion.CompanyId, ids), null),
            cancellationToken);

    public Task<DeletionSlice> FeedbackAsync(DeletionLease lease, ProjectKey project, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        SliceAsync(
            lease,
            async write =>
            {
                if (await ProjectWrite.FindAsync(write, time, project) is not { } open) return (DeletedRows.None, null);
                var removed = 0;
                foreach (var id in ids) removed += await open.RemoveAsync(id, ofScore: false) ? 1 : 0;
                await open.CloseAsync();
                return (new DeletedRows(Feedback: removed), null);
            },
            cancellationToken);

    public Task<bool> EndAsync(
        Deletion deletion, DeletionState state, DateTimeOffset now, Func<DeletedRows, AuditEntry> audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var ended = await write.FirstAsync(
                    $"""
                    UPDATE deletions SET state = {state}, finished_at = {now}, lease_until = NULL
                    WHERE id = {deletion.Id} AND taken = {deletion.Taken} AND state = 'running'
                    RETURNING {DeletionRow.Columns:raw}
                    """,
                    DeletionRow.Read);
                if (ended is not null) await SqlAuditLog.AddAsync(write, audit(ended.Deleted));
                return ended is not null;
            },
            cancellationToken);

    private Task<DeletionSlice> SliceAsync(
        DeletionLease lease, Func<SqlWrite, Task<(DeletedRows Rows, PagePosition? Next)>> delete, CancellationToken cancellationToken) =>
        database.WriteManyForAsync<DeletionSlice>(
            lease.Deletion.CompanyId,
            async write =>
            {
                var (id, taken) = (lease.Deletion.Id, lease.Deletion.Taken);
                var held = await write.ExecuteAsync(
                    $"UPDATE deletions SET lease_until = {lease.Until} WHERE id = {id} AND taken = {taken} AND state = 'running'");
                if (held == 0) return new DeletionSlice.Lost();
                var (rows, next) = await delete(write);
                await write.ExecuteAsync(
                    $"""
                    UPDATE deletions SET scores = scores + {rows.Scores}, feedback = feedback + {rows.Feedback}, jobs = jobs + {rows.Jobs},
                           deliveries = deliveries + {rows.Deliveries}
                    WHERE id = {id}
                    """);
                return new DeletionSlice.Deleted(next);
            },
            cancellationToken);
}
