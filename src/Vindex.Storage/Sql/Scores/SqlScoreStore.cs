using Vindex.Storage.Audit;
using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores.Groups;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Scores with text and findings.</summary>
internal sealed class SqlScoreStore(ISqlDatabase database, ScoreRows scoreRows, ScoreLists lists) : IScoreStore
{
    public Task<bool> AddAsync(StoredScore score, IdempotentAnswer? answer, CancellationToken cancellationToken)
    {
        var packed = scoreRows.Pack(score);
        return database.WriteShortForAsync(
            score.Item.CompanyId, async write => await ScoreInsert.AddAsync(write, scoreRows, packed, answer) is not null, cancellationToken);
    }

    public async Task<StoredScore?> FindAsync(ScoreAccess access, string id, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty)
        {
            return null;
        }

        SqlStatement sql = $"SELECT {ScoreRow.Columns:raw} {ScoreRow.From:raw} WHERE s.id = {id} AND ";
        scope.AddTo(sql);
        return await database.ReadAsync(connection => connection.FirstAsync(sql, ScoreRow.Read), cancellationToken);
    }

    public async Task<IReadOnlyList<ScoreItem>> HistoryAsync(string customerId, string ticketId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(ScoreQuery.History(customerId, ticketId, limit), ScoreRow.ReadItem), cancellationToken);

    public async Task<StoredScore?> UnchangedAsync(string customerId, string ticketId, string contentHash, CancellationToken cancellationToken)
    {
        SqlStatement sql =
            $"""
            SELECT {ScoreRow.Columns:raw} {ScoreRow.From:raw}
            WHERE s.ticket_id = {ticketId} AND s.customer_id = {customerId} ORDER BY s.created_at DESC, s.id DESC LIMIT 1
            """;
        var latest = await database.ReadShortAsync(sql, ScoreRow.Read, cancellationToken);
        return latest.Count > 0 && latest[0].ContentHash == contentHash ? latest[0] : null;
    }

    public async Task<long> CountLatestAsync(ScoreAccess access, LatestFilter filter, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty)
        {
            return 0;
        }

        var sql = LatestScores.Count(scope, filter);
        return await database.ReadAsync(connection => connection.NumberAsync(sql), cancellationToken) ?? 0;
    }

    public async Task<IReadOnlyList<StoredScore>> LatestAsync(
        ScoreAccess access, LatestFilter filter, PagePosition? after, int count, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty)
        {
            return [];
        }

        var sql = LatestScores.Page(scope, filter, after, count);
        return await database.ReadAsync(connection => connection.ListAsync(sql, ScoreRow.Read), cancellationToken);
    }

    public async Task<IReadOnlyList<BucketSums>> SumAsync(ScoreAccess access, BucketSumsQuestion question, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, question.CustomerId);
        if (scope.IsEmpty || question.Edges.Count < 2)
        {
            return [];
        }

        var sql = BucketSumsQuery.Of(scope, question);
        return await database.ReadAsync(connection => connection.ListAsync(sql, BucketSumsQuery.Read), cancellationToken);
    }

    public async Task<ListPage<ScoreItem>> ListAsync(
        ScoreAccess access, ScoreFilter filter, ScoreSort sort, PagePosition? after, int skip, int limit, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, filter.CustomerId);
        if (scope.IsEmpty)
        {
            return new ListPage<ScoreItem>([], null);
        }

        var rows = await lists.PageAsync(scope, filter, sort, after, skip, limit, cancellationToken);
        var page = Paging.Page(rows, limit, row => new PagePosition(row.Value, row.Item.Id));
        return new ListPage<ScoreItem>(page.Items.Select(row => row.Item).ToList(), page.Next);
    }

    public async Task<long> CountAsync(ScoreAccess access, ScoreFilter filter, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, filter.CustomerId);
        if (scope.IsEmpty)
        {
            return 0;
        }

        if (filter.IsCounted)
        {
            SqlStatement sql = $"SELECT COALESCE(SUM({(filter.LatestOnly ? "ticket_count" : "score_count"):raw}), 0) FROM customers WHERE ";
            scope.AddToCounters(sql);
            return await database.ReadAsync(connection => connection.NumberAsync(sql), cancellationToken) ?? 0;
        }

        return await lists.CountAsync(scope, filter, cancellationToken);
    }

    public IAsyncEnumerable<StoredScore> ExportAsync(ScoreAccess access, ScoreFilter filter, ScoreSort sort, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, filter.CustomerId);
        return scope.IsEmpty ? AsyncEnumerable.Empty<StoredScore>() : ScoreExport.RunAsync(database, lists, scope, filter, sort, cancellationToken);
    }

    public async Task<ScoreTotals> TotalsAsync(ScoreAccess access, string? customerId, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId);
        if (scope.IsEmpty)
        {
            return default;
        }

        SqlStatement sql = $"SELECT COALESCE(SUM(score_count), 0), COALESCE(SUM(overall_tenths_sum), 0) FROM customers WHERE ";
        scope.AddToCounters(sql);
        return (await database.ReadAsync(
            connection => connection.ListAsync(sql, row => new ScoreTotals(row.GetInt64(0), row.GetInt64(1))), cancellationToken))[0];
    }

    public async Task<bool> DeleteAsync(ScoreAccess access, string id, AuditEntry audit, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty)
        {
            return false;
        }

        return await (access.CompanyId is { } company ? database.WriteForAsync(company, DeleteAsync, cancellationToken)
            : database.WriteAsync(DeleteAsync, cancellationToken));

        async Task<bool> DeleteAsync(SqlWrite write) =>
            await SqlAuditLog.AddIfAsync(write, await ScoreDeletion.OneAsync(write, scoreRows, scope, id), audit);
    }

    public Task<long> DeleteBeforeAsync(string companyId, DateTimeOffset before, CancellationToken cancellationToken) =>
        ScoreDeletion.AllAsync(database, scoreRows, companyId, before, cancellationToken);
}
