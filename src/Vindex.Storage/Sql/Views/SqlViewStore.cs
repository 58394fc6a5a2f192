using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Views;

namespace Vindex.Storage.Sql.Views;

/// <summary>Views that people have saved.</summary>
internal sealed class SqlViewStore(ISqlDatabase database) : IViewStore
{
    private const string Columns = "id, company_id, user_id, creator, page, name, query, created_at";

    public async Task<bool> AddAsync(SavedView view, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"""
            INSERT INTO views ({Columns:raw})
            SELECT {view.Id}, {view.CompanyId}, {view.UserId}, {view.Creator}, {view.Page}, {view.Name}, {view.Query}, {view.CreatedAt}
            WHERE EXISTS (SELECT 1 FROM companies WHERE id = {view.CompanyId})
              AND (CAST({view.UserId} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM memberships WHERE company_id = {view.CompanyId} AND user_id = {view.UserId}))
            """,
            cancellationToken) > 0;

    public async Task<IReadOnlyList<SavedView>> ListAsync(string companyId, string? userId, CancellationToken cancellationToken)
    {
        var views = await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {Columns:raw} FROM views WHERE company_id = {companyId} AND (user_id IS NULL OR user_id = {userId})", Read),
            cancellationToken);
        // Sorted here: databases differ in their collations.
        return [.. views.OrderBy(view => view.Name, StringComparer.OrdinalIgnoreCase).ThenBy(view => view.Id, StringComparer.Ordinal)];
    }

    public Task<bool> ChangeAsync(SavedView view, AuditEntry? audit, CancellationToken cancellationToken) =>
        WriteAsync(
            $"""
            UPDATE views SET name = {view.Name}, query = {view.Query}, user_id = {view.UserId}
            WHERE id = {view.Id} AND company_id = {view.CompanyId}
              AND (CAST({view.UserId} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM memberships WHERE company_id = {view.CompanyId} AND user_id = {view.UserId}))
            """,
            audit,
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string id, AuditEntry? audit, CancellationToken cancellationToken) =>
        WriteAsync($"DELETE FROM views WHERE id = {id} AND company_id = {companyId}", audit, cancellationToken);

    private async Task<bool> WriteAsync(SqlStatement sql, AuditEntry? audit, CancellationToken cancellationToken) =>
        audit is null ? await database.WriteAsync(sql, cancellationToken) > 0 : await database.WriteAsync(sql, audit, cancellationToken);

    private static SavedView Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.Time(7));
}
