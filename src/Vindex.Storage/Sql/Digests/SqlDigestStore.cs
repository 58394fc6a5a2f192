using System.Data.Common;
using Vindex.Storage.Alerts;
using Vindex.Storage.Audit;
using Vindex.Storage.Digests;
using Vindex.Storage.Sql.Alerts;

namespace Vindex.Storage.Sql.Digests;

/// <summary>Weekly digests of companies, and what they said.</summary>
internal sealed class SqlDigestStore(ISqlDatabase database) : IDigestStore
{
    private const string Columns = "id, company_id, user_id, channel_id, plan, due_at, version, changed_at";
    private const string IssueColumns = "id, digest_id, company_id, at, detail";
    private readonly DueRows<Digest> _rows = new(database, "digests", Columns, Read);

    public Task<bool> SetAsync(Digest digest, AuditEntry audit, CancellationToken cancellationToken)
    {
        var reader = digest.Reader;
        SqlStatement sql =
            $"""
            INSERT INTO digests (id, company_id, reader, user_id, channel_id, plan, due_at, version, changed_at)
            SELECT {digest.Id}, {digest.CompanyId}, {reader.Key}, {reader.UserId}, {reader.ChannelId}, {digest.Plan}, {digest.DueAt}, {digest.Version},
                   {digest.ChangedAt}
            """;
        if (reader.UserId is not null)
        {
            sql.Add($" WHERE EXISTS (SELECT 1 FROM memberships WHERE company_id = {digest.CompanyId} AND user_id = {reader.UserId})");
        }
        else if (reader.ChannelId is not null)
        {
            sql.Add($" WHERE EXISTS (SELECT 1 FROM alert_channels WHERE company_id = {digest.CompanyId} AND id = {reader.ChannelId})");
        }
        else
        {
            sql.Add($" WHERE EXISTS (SELECT 1 FROM companies WHERE id = {digest.CompanyId})");
        }

        sql.Add(
            $"""
             ON CONFLICT (company_id, reader) DO UPDATE
            SET plan = excluded.plan, due_at = excluded.due_at, version = digests.version + 1, changed_at = excluded.changed_at
            """);
        return database.WriteAsync(sql, audit, cancellationToken);
    }

    public Task<Digest?> FindAsync(string companyId, DigestReader reader, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {Columns:raw} FROM digests WHERE company_id = {companyId} AND reader = {reader.Key}", Read),
            cancellationToken);

    public Task<Digest?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync($"SELECT {Columns:raw} FROM digests WHERE id = {id}", Read), cancellationToken);

    public async Task<IReadOnlyList<Digest>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {Columns:raw} FROM digests WHERE company_id = {companyId} AND due_at IS NOT NULL ORDER BY id", Read),
            cancellationToken);

    public Task<bool> SwitchOffAsync(string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"UPDATE digests SET due_at = NULL, version = version + 1, changed_at = {audit.At} WHERE id = {id} AND due_at IS NOT NULL",
            audit,
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, DigestReader reader, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM digests WHERE company_id = {companyId} AND reader = {reader.Key}", audit, cancellationToken);

    public Task<IReadOnlyList<Digest>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        _rows.DueAsync(now, limit, cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => _rows.NextDueAsync(cancellationToken);

    public Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<DigestStep> steps, DateTimeOffset now, CancellationToken cancellationToken) =>
        _rows.StoreAsync(steps, step => step.Before.Id, (write, step) => StoreAsync(write, step, now), cancellationToken);

    public Task<bool> AddIssueAsync(DigestIssue issue, CancellationToken cancellationToken) =>
        database.WriteAsync(async write => await AddAsync(write, issue), cancellationToken);

    public Task<string?> LastIssueAsync(string digestId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT id FROM digest_issues WHERE digest_id = {digestId} ORDER BY at DESC, id DESC LIMIT 1", row => row.GetString(0)),
            cancellationToken);

    public Task<DigestIssue?> FindIssueAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {IssueColumns:raw} FROM digest_issues WHERE id = {id} AND company_id = {companyId}", ReadIssue),
            cancellationToken);

    // The version decides: what someone else has changed or sent in between gets no second issue.
    private static async Task<bool> StoreAsync(SqlWrite write, DigestStep step, DateTimeOffset now)
    {
        var before = step.Before;
        var advanced = await write.ExecuteAsync(
            $"UPDATE digests SET due_at = {step.DueAt}, version = version + 1 WHERE id = {before.Id} AND version = {before.Version}");
        if (advanced == 0 || step.Issue is not { } issue) return advanced > 0;
        await AddAsync(write, issue);
        await write.ExecuteAsync(
            $"""
            INSERT INTO alert_messages (id, company_id, channel_id, issue_id, status, attempts, due_at, taken)
            VALUES ({step.MessageId}, {issue.CompanyId}, {before.Reader.ChannelId}, {issue.Id}, {AlertMessageStatus.Pending}, 0, {now}, 0)
            """);
        return true;
    }

    private static async Task<bool> AddAsync(SqlWrite write, DigestIssue issue)
    {
        var added = await write.ExecuteAsync(
            $"""
            INSERT INTO digest_issues ({IssueColumns:raw})
            SELECT {issue.Id}, {issue.DigestId}, {issue.CompanyId}, {issue.At}, {issue.Detail}
            WHERE EXISTS (SELECT 1 FROM digests WHERE id = {issue.DigestId})
            """);
        await write.ExecuteAsync(
            $"""
            DELETE FROM digest_issues WHERE digest_id = {issue.DigestId} AND id NOT IN
              (SELECT id FROM digest_issues WHERE digest_id = {issue.DigestId} ORDER BY at DESC, id DESC LIMIT {IDigestStore.KeptIssues})
            """);
        return added > 0;
    }

    private static Digest Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        new DigestReader(row.TextOrNull(2), row.TextOrNull(3)),
        row.GetString(4),
        row.TimeOrNull(5),
        row.GetInt64(6),
        row.Time(7));

    private static DigestIssue ReadIssue(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3), row.GetString(4));
}
