using Vindex.Storage.Audit;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Rescores;

/// <summary>Runs that judge the latest tickets of a company again.</summary>
internal sealed class SqlRescoreStore(ISqlDatabase database, ScoreRows scoreRows) : IRescoreStore
{
    private const string Running = "SELECT COUNT(*) FROM rescores WHERE company_id = @company AND state = 'running'";

    private const string Insert =
        """
        INSERT INTO rescores (id, company_id, customer_id, model, callbacks, started_by, created_at, total, state, finished_at)
        SELECT @id, id, @customer, @model, @callbacks, @startedBy, @createdAt, @total, @state, @finished FROM companies WHERE id = @company
        """;

    private const string Cancel =
        "UPDATE rescores SET state = 'cancelled', finished_at = @now, lease_until = NULL WHERE id = @id AND company_id = @company AND state = 'running'";

    private const string Take =
        $"""
        UPDATE rescores SET lease_until = @until, taken = taken + 1
        WHERE no = (SELECT no FROM rescores WHERE state = 'running' AND (lease_until IS NULL OR lease_until <= @now) ORDER BY no LIMIT 1)
        RETURNING {RescoreRow.Columns}
        """;

    private const string End =
        "UPDATE rescores SET state = @state, error = @error, finished_at = @now, lease_until = NULL WHERE id = @id AND state = 'running' AND taken = @taken";

    private const string Release = "UPDATE rescores SET lease_until = NULL WHERE id = @id AND state = 'running' AND taken = @taken";

    public Task<RescoreStart> StartAsync(Rescore run, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.NumberAsync(Running, ("@company", run.CompanyId)) > 0)
                {
                    return RescoreStart.AlreadyRunning;
                }

                var stored = await write.ExecuteAsync(
                    Insert,
                    ("@id", run.Id),
                    ("@customer", run.CustomerId),
                    ("@model", run.Model),
                    ("@callbacks", run.Callbacks ? 1 : 0),
                    ("@startedBy", run.StartedBy),
                    ("@createdAt", run.CreatedAt.ToMs()),
                    ("@total", run.Total),
                    ("@state", EnumText<RescoreState>.Of(run.State)),
                    ("@finished", run.FinishedAt?.ToMs()),
                    ("@company", run.CompanyId));
                if (stored == 0)
                {
                    return RescoreStart.CompanyGone;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return RescoreStart.Started;
            },
            cancellationToken);

    public async Task<Rescore?> FindAsync(string companyId, string id, CancellationToken cancellationToken)
    {
        var sql = new SqlStatement().Add($"SELECT {RescoreRow.Columns} FROM rescores WHERE ").AddWith($"id = {id} AND company_id = {companyId}");
        return (await database.ReadAsync(connection => sql.ListAsync(connection, RescoreRow.Read), cancellationToken)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<Rescore>> ListAsync(string companyId, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlStatement().Add($"SELECT {RescoreRow.Columns} FROM rescores WHERE ").AddWith($"company_id = {companyId} ORDER BY no DESC LIMIT {(long)limit}");
        return await database.ReadAsync(connection => sql.ListAsync(connection, RescoreRow.Read), cancellationToken);
    }

    public Task<bool> CancelAsync(string companyId, string id, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.ExecuteAsync(Cancel, ("@now", now.ToMs()), ("@id", id), ("@company", companyId)) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<Rescore?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write => (await write.Query(Take, ("@until", until.ToMs()), ("@now", now.ToMs())).ListAsync(RescoreRow.Read)).FirstOrDefault(), cancellationToken);

    public Task TakeBackAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(write => write.ExecuteAsync("UPDATE rescores SET lease_until = NULL WHERE lease_until IS NOT NULL").AsTask(), cancellationToken);

    public Task<IReadOnlyList<StoredScore>> NextAsync(string id, int count, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredScore>>(
            async connection =>
            {
                var sql = new SqlStatement().Add("SELECT company_id, customer_id, created_at, position_at, position_id FROM rescores WHERE ").AddWith($"id = {id}");
                var found = await sql.ListAsync(
                    connection,
                    row => (
                        Scope: new ScoreScope(row.GetString(0), row.TextOrNull(1) is { } customer ? [customer] : null),
                        Filter: new LatestFilter(row.Time(2)),
                        After: new PagePosition(row.GetInt64(3), row.GetString(4))));
                return found is [var run] ? await LatestScores.Page(run.Scope, run.Filter, run.After, count).ListAsync(connection, ScoreRow.Read) : [];
            },
            cancellationToken);

    public Task<Rescore?> StoreAsync(
        string id, int taken, IReadOnlyList<RescoredTicket> tickets, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(write => RescoreBatch.StoreAsync(write, scoreRows, id, taken, tickets, now, until), cancellationToken);

    public Task EndAsync(string id, int taken, string? error, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = EnumText<RescoreState>.Of(error is null ? RescoreState.Done : RescoreState.Failed);
        return database.WriteAsync(
            write => write.ExecuteAsync(End, ("@state", state), ("@error", error), ("@now", now.ToMs()), ("@id", id), ("@taken", taken)).AsTask(), cancellationToken);
    }

    public Task ReleaseAsync(string id, int taken, CancellationToken cancellationToken) =>
        database.WriteAsync(write => write.ExecuteAsync(Release, ("@id", id), ("@taken", taken)).AsTask(), cancellationToken);
}
