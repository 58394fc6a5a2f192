using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Dashboards;
using Vindex.Storage.Sql.Teams;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Dashboards;

/// <summary>Dashboards of companies, and links to them.</summary>
internal sealed class SqlDashboardStore(ISqlDatabase database) : IDashboardStore
{
    private const string Columns = "id, company_id, creator, name, cards, version, created_at, changed_at";
    private const string LinkColumns = "id, dashboard_id, company_id, user_id, token_hash, has_titles, created_at, expires_at, visits, visited_at";

    public Task<bool> AddAsync(Dashboard dashboard, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO dashboards ({Columns:raw})
            SELECT {dashboard.Id}, {dashboard.CompanyId}, {dashboard.Creator}, {dashboard.Name}, {dashboard.Cards}, {dashboard.Version},
                   {dashboard.CreatedAt}, {dashboard.ChangedAt}
            WHERE EXISTS (SELECT 1 FROM companies WHERE id = {dashboard.CompanyId})
            """,
            audit,
            cancellationToken);

    public async Task<IReadOnlyList<Dashboard>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            connection => connection.ListAsync($"SELECT {Columns:raw} FROM dashboards WHERE company_id = {companyId}", row => ReadAt(row, 0)),
            cancellationToken);
        // Sorted here: databases differ in their collations.
        return [.. found.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    public Task<Dashboard?> FindAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {Columns:raw} FROM dashboards WHERE id = {id} AND company_id = {companyId}", row => ReadAt(row, 0)),
            cancellationToken);

    public async Task<bool> ChangeAsync(Dashboard dashboard, AuditEntry? audit, CancellationToken cancellationToken)
    {
        SqlStatement sql =
            $"""
            UPDATE dashboards SET name = {dashboard.Name}, cards = {dashboard.Cards}, version = version + 1, changed_at = {dashboard.ChangedAt}
            WHERE id = {dashboard.Id} AND company_id = {dashboard.CompanyId} AND version = {dashboard.Version}
            """;
        return audit is null ? await database.WriteAsync(sql, cancellationToken) > 0 : await database.WriteAsync(sql, audit, cancellationToken);
    }

    public Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM dashboards WHERE id = {id} AND company_id = {companyId}", audit, cancellationToken);

    public Task<bool> AddLinkAsync(DashboardLink link, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                await write.ExecuteAsync($"DELETE FROM dashboard_links WHERE company_id = {link.CompanyId} AND expires_at <= {link.CreatedAt}");
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO dashboard_links (id, dashboard_id, company_id, user_id, token_hash, has_titles, visits, created_at, expires_at)
                    SELECT {link.Id}, id, company_id, {link.UserId}, {link.TokenHash}, {link.HasTitles}, 0, {link.CreatedAt}, {link.ExpiresAt}
                    FROM dashboards WHERE id = {link.DashboardId} AND company_id = {link.CompanyId}
                      AND EXISTS (SELECT 1 FROM memberships m WHERE m.company_id = {link.CompanyId} AND m.user_id = {link.UserId})
                    """);
                return await SqlAuditLog.AddIfAsync(write, added > 0, audit);
            },
            cancellationToken);

    public async Task<IReadOnlyList<DashboardLink>> ListLinksAsync(
        string companyId, string dashboardId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT {LinkColumns:raw} FROM dashboard_links
                WHERE dashboard_id = {dashboardId} AND company_id = {companyId} AND expires_at > {now} ORDER BY created_at, id
                """,
                ReadLink),
            cancellationToken);

    public Task<OpenedLink?> FindLinkAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                var opened = await connection.FirstAsync(Opened(tokenHash, now), row => new OpenedLink(ReadLink(row), ReadAt(row, 10), row.Name<Role>(18)));
                if (opened is not { Role: Role.Teams, Link: var link }) return opened;
                return opened with { Teams = [.. (await TeamRows.RightsAsync(connection, link.UserId))[link.CompanyId]] };
            },
            cancellationToken);

    public Task<bool> CountVisitAsync(string linkId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE dashboard_links SET visits = visits + 1, visited_at = {now} WHERE id = {linkId}", audit, cancellationToken);

    public Task<bool> RevokeLinkAsync(string companyId, string dashboardId, string linkId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"DELETE FROM dashboard_links WHERE id = {linkId} AND dashboard_id = {dashboardId} AND company_id = {companyId}", audit, cancellationToken);

    public async Task<SharingRules> RulesAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT sharers, has_titles FROM dashboard_sharing WHERE company_id = {companyId}",
                row => new SharingRules(row.Name<LinkSharers>(0), row.Flag(1))),
            cancellationToken)
        ?? SharingRules.Default;

    public Task<bool> SetRulesAsync(string companyId, SharingRules rules, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO dashboard_sharing (company_id, sharers, has_titles)
            SELECT id, {rules.Sharers}, {rules.HasTitles} FROM companies WHERE id = {companyId}
            ON CONFLICT (company_id) DO UPDATE SET sharers = excluded.sharers, has_titles = excluded.has_titles
            """,
            audit,
            cancellationToken);

    private static SqlStatement Opened(byte[] tokenHash, DateTimeOffset now) =>
        $"""
        SELECT l.id, l.dashboard_id, l.company_id, l.user_id, l.token_hash, l.has_titles, l.created_at, l.expires_at, l.visits, l.visited_at,
               d.id, d.company_id, d.creator, d.name, d.cards, d.version, d.created_at, d.changed_at, m.role
        FROM dashboard_links l
        JOIN dashboards d ON d.id = l.dashboard_id
        JOIN memberships m ON m.company_id = l.company_id AND m.user_id = l.user_id
        WHERE l.token_hash = {tokenHash} AND l.expires_at > {now}
        """;

    private static Dashboard ReadAt(DbDataReader row, int first) => new(
        row.GetString(first),
        row.GetString(first + 1),
        row.GetString(first + 2),
        row.GetString(first + 3),
        row.GetString(first + 4),
        row.GetInt64(first + 5),
        row.Time(first + 6),
        row.Time(first + 7));

    private static DashboardLink ReadLink(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Bytes(4), row.Flag(5), row.Time(6), row.Time(7))
    {
        Visits = row.GetInt64(8),
        VisitedAt = row.TimeOrNull(9),
    };
}
