using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Profiles;

namespace Vindex.Storage.Sql;

/// <summary>Scoring profiles of companies.</summary>
internal sealed class SqlProfileStore(ISqlDatabase database) : IProfileStore
{
    private const string Columns = "SELECT company_id AS CompanyId, name AS Name, document AS Document, updated_at AS UpdatedAt FROM profiles";

    private const string Put =
        """
        INSERT INTO profiles (company_id, name, document, updated_at)
        SELECT @CompanyId, @Name, @Document, @UpdatedAt
        WHERE EXISTS (SELECT 1 FROM companies WHERE id = @CompanyId)
        ON CONFLICT (company_id, name) DO UPDATE SET document = excluded.document, updated_at = excluded.updated_at
        """;

    public Task<bool> PutAsync(StoredProfile profile, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(Put, new { profile.CompanyId, profile.Name, profile.Document, UpdatedAt = profile.UpdatedAt.ToMs() }, audit, cancellationToken);

    public Task<StoredProfile?> FindAsync(string companyId, string name, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row>($"{Columns} WHERE company_id = @companyId AND name = @name", new { companyId, name });
                return row?.ToProfile();
            },
            cancellationToken);

    public Task<IReadOnlyList<StoredProfile>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredProfile>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<Row>($"{Columns} WHERE company_id = @companyId", new { companyId });
                // Sorted here: databases differ in their collations.
                return rows.Select(row => row.ToProfile()).OrderBy(profile => profile.Name, StringComparer.Ordinal).ToList();
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string name, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync("DELETE FROM profiles WHERE company_id = @companyId AND name = @name", new { companyId, name }, audit, cancellationToken);

    private Task<bool> ChangeAsync(string sql, object values, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.Connection.ExecuteAsync(sql, values) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    private sealed class Row
    {
        public string CompanyId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Document { get; init; } = "";

        public long UpdatedAt { get; init; }

        public StoredProfile ToProfile() => new(CompanyId, Name, Document, SqlTime.FromMs(UpdatedAt));
    }
}
