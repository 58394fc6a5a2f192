using Vindex.Storage.Audit;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Rescores;

/// <summary>Runs that judge the latest tickets of a company again.</summary>
internal sealed class SqlRescoreStore(ISqlDatabase database, ScoreRows scoreRows, OwnNode own) : IRescoreStore
{
    public Task<RescoreStart> StartAsync(Rescore run, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.NumberAsync($"SELECT COUNT(*) FROM rescores WHERE company_id = {run.CompanyId} AND state = 'running'") > 0)
                {
                    return RescoreStart.AlreadyRunning;
                }

                var stored = await write.ExecuteAsync(
                    $"""
                    INSERT INTO rescores (id, company_id, customer_id, model, callbacks, started_by, created_at, total, state, finished_at)
                    SELECT {run.Id}, id, {run.CustomerId}, {run.Model}, {run.Callbacks}, {run.StartedBy}, {run.CreatedAt}, {run.Total}, {run.State},
                           {run.FinishedAt}
                    FROM companies WHERE id = {run.CompanyId}
                    """);
                if (stored == 0)
                {
                    return RescoreStart.CompanyGone;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return RescoreStart.Started;
            },
            cancellationToken);

    public Task<Rescore?> FindAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {RescoreRow.Columns:raw} FROM rescores WHERE id = {id} AND company_id = {companyId}", RescoreRow.Read),
            cancellationToken);

    public async Task<IReadOnlyList<Rescore>> ListAsync(string companyId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {RescoreRow.Columns:raw} FROM rescores WHERE company_id = {companyId} ORDER BY no DESC LIMIT {limit}", RescoreRow.Read),
            cancellationToken);

    public Task<bool> CancelAsync(string companyId, string id, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            UPDATE rescores SET state = 'cancelled', finished_at = {now}, lease_until = NULL
            WHERE id = {id} AND company_id = {companyId} AND state = 'running'
            """,
            audit,
            cancellationToken);

    public async Task<Rescore?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        SqlStatement first = $"SELECT no FROM rescores WHERE state = 'running' AND (lease_until IS NULL OR lease_until <= {now}) ORDER BY no LIMIT 1";
        if (await NodeLeasing.IsNoneAsync(database, own, first, cancellationToken)) return null;
        return await database.WriteAsync(
            async write => await write.FirstAsync(
                $"""
                UPDATE rescores SET lease_until = {until}, taken = taken + 1, node = {own.Id} WHERE no = ({first:fixed})
                RETURNING {RescoreRow.Columns:raw}
                """,
                RescoreRow.Read),
            cancellationToken);
    }

    public Task TakeBackAsync(CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE rescores SET lease_until = NULL WHERE lease_until IS NOT NULL", cancellationToken);

    public Task<IReadOnlyList<StoredScore>> NextAsync(string id, int count, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredScore>>(
            async connection =>
            {
                var found = await connection.ListAsync(
                    $"SELECT company_id, customer_id, created_at, position_at, position_id FROM rescores WHERE id = {id}",
                    row => (
                        Scope: new ScoreScope(row.GetString(0), row.TextOrNull(1) is { } customer ? [customer] : null),
                        Filter: new LatestFilter(row.Time(2)),
                        After: new PagePosition(row.GetInt64(3), row.GetString(4))));
                return found is [var run] ? await connection.ListAsync(LatestScores.Page(run.Scope, run.Filter, run.After, count), ScoreRow.Read) : [];
            },
            cancellationToken);

    public Task<Rescore?> StoreAsync(
        string id, int taken, IReadOnlyList<RescoredTicket> tickets, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(write => RescoreBatch.StoreAsync(write, scoreRows, id, taken, tickets, now, until), cancellationToken);

    public Task EndAsync(string id, int taken, string? error, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = error is null ? RescoreState.Done : RescoreState.Failed;
        return database.WriteAsync(
            $"""
            UPDATE rescores SET state = {state}, error = {error}, finished_at = {now}, lease_until = NULL
            WHERE id = {id} AND state = 'running' AND taken = {taken}
            """,
            cancellationToken);
    }

    public Task ReleaseAsync(string id, int taken, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE rescores SET lease_until = NULL WHERE id = {id} AND state = 'running' AND taken = {taken}", cancellationToken);
}
