using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Deletions;
using Vindex.Storage.Sql.Users;

namespace Vindex.Storage.Sql.Deletions;

/// <summary>The first step of deleting a company, after which no one can see or add anything of it, and what remains.</summary>
internal static class CompanyDeletion
{
    /// <summary>Deletes the company itself within a write. False if there is none.</summary>
    public static async Task<bool> BeginAsync(SqlWrite write, string companyId, Func<DeletedRows, AuditEntry> audit)
    {
        var rows = await CountAsync(write, companyId);
        await write.ExecuteAsync($"DELETE FROM idempotency WHERE owner IN (SELECT id FROM api_keys WHERE company_id = {companyId})");
        await write.ExecuteAsync($"INSERT INTO company_deletions (company_id) SELECT id FROM companies WHERE id = {companyId}");
        await AccountWrite.DeleteThoseOnlyInAsync(write, companyId);
        await write.ExecuteAsync($"DELETE FROM model_use WHERE company_id = {companyId}");
        await write.ExecuteAsync($"DELETE FROM model_failures WHERE company_id = {companyId}");
        // Customers, keys, profiles, memberships, teams and invitations go with the company's row (ON DELETE CASCADE).
        return await SqlAuditLog.AddIfAsync(write, await write.ExecuteAsync($"DELETE FROM companies WHERE id = {companyId}") > 0, audit(rows));
    }

    /// <summary>The rows that remain of a deleted company; null if it is none or nothing remains.</summary>
    public static async Task<DeletedRows?> LeftAsync(DbConnection connection, string companyId) =>
        await connection.FirstAsync(
            $"""
            SELECT (SELECT COUNT(*) FROM scores WHERE company_id = {companyId}),
                   (SELECT COUNT(*) FROM projects p JOIN feedback f ON f.project_no = p.no WHERE p.company_id = {companyId}),
                   (SELECT COUNT(*) FROM jobs WHERE company_id = {companyId}),
                   (SELECT COUNT(*) FROM deliveries WHERE company_id = {companyId})
            FROM company_deletions WHERE company_id = {companyId}
            """,
            Read);

    // Scores and feedback are counted by their counters; a count of the others reads nothing but an index.
    private static async Task<DeletedRows> CountAsync(SqlWrite write, string companyId) =>
        (await write.FirstAsync(
            $"""
            SELECT COALESCE((SELECT SUM(score_count) FROM customers WHERE company_id = {companyId}), 0),
                   COALESCE((SELECT SUM(row_count) FROM projects WHERE company_id = {companyId}), 0),
                   (SELECT COUNT(*) FROM jobs WHERE company_id = {companyId}),
                   (SELECT COUNT(*) FROM deliveries WHERE company_id = {companyId})
            """,
            Read))!;

    private static DeletedRows Read(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
}
