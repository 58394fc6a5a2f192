using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Profiles;

namespace Vindex.Storage.Sql;

/// <summary>Scoring profiles of companies.</summary>
internal sealed class SqlProfileStore(ISqlDatabase database) : IProfileStore
{
    private const string Columns = "company_id, name, document, updated_at";

    public Task<bool> PutAsync(StoredProfile profile, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO profiles ({Columns:raw})
            SELECT {profile.CompanyId}, {profile.Name}, {profile.Document}, {profile.UpdatedAt}
            WHERE EXISTS (SELECT 1 FROM companies WHERE id = {profile.CompanyId})
            ON CONFLICT (company_id, name) DO UPDATE SET document = excluded.document, updated_at = excluded.updated_at
            """,
            audit,
            cancellationToken);

    public Task<StoredProfile?> FindAsync(string companyId, string name, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {Columns:raw} FROM profiles WHERE company_id = {companyId} AND name = {name}", Read),
            cancellationToken);

    public async Task<IReadOnlyList<StoredProfile>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        var profiles = await database.ReadAsync(
            connection => connection.ListAsync($"SELECT {Columns:raw} FROM profiles WHERE company_id = {companyId}", Read), cancellationToken);
        // Sorted here: databases differ in their collations.
        return [.. profiles.OrderBy(profile => profile.Name, StringComparer.Ordinal)];
    }

    public Task<bool> DeleteAsync(string companyId, string name, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM profiles WHERE company_id = {companyId} AND name = {name}", audit, cancellationToken);

    private static StoredProfile Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3));
}
