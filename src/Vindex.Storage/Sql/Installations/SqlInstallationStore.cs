using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Installations and their sealed secrets.</summary>
internal sealed class SqlInstallationStore(ISqlDatabase database) : IInstallationStore
{
    private const string Select = $"SELECT {InstallationRow.Columns} FROM installations i WHERE ";

    private const string Insert =
        """
        INSERT INTO installations (customer_id, company_id, source, external_id, callback_url, display_name, settings, secret, previous_secret,
                                   previous_valid_until, failing_since, disabled_at, disabled_reason, created_at)
        SELECT @CustomerId, @CompanyId, @Source, @ExternalId, @CallbackUrl, @DisplayName, @Settings, @Secret, @Previous, @PreviousValidUntil,
               @FailingSince, @DisabledAt, @DisabledReason, @CreatedAt
        WHERE EXISTS (SELECT 1 FROM customers WHERE id = @CustomerId AND company_id = @CompanyId)
        ON CONFLICT DO NOTHING
        """;

    private const string Why =
        """
        SELECT CASE
          WHEN EXISTS (SELECT 1 FROM installations WHERE company_id = @CompanyId AND source = @Source AND external_id = @ExternalId) THEN 3
          WHEN EXISTS (SELECT 1 FROM installations WHERE customer_id = @CustomerId) AND EXISTS (SELECT 1 FROM customers WHERE id = @CustomerId AND company_id = @CompanyId) THEN 2
          ELSE 1 END
        """;

    public Task<InstallationAdded> AddAsync(Installation installation, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var row = new
                {
                    installation.CustomerId,
                    installation.CompanyId,
                    installation.Source,
                    installation.ExternalId,
                    installation.CallbackUrl,
                    installation.DisplayName,
                    installation.Settings,
                    Secret = installation.Secrets.Current,
                    installation.Secrets.Previous,
                    PreviousValidUntil = installation.Secrets.PreviousValidUntil?.ToMs(),
                    FailingSince = installation.Endpoint.FailingSince?.ToMs(),
                    DisabledAt = installation.Endpoint.DisabledAt?.ToMs(),
                    DisabledReason = installation.Endpoint.Reason is { } reason ? EnumText<DisabledReason>.Of(reason) : null,
                    CreatedAt = installation.CreatedAt.ToMs(),
                };
                if (await write.Connection.ExecuteAsync(Insert, row) == 0)
                {
                    return (InstallationAdded)await write.Connection.ExecuteScalarAsync<int>(Why, row);
                }

                await SqlAuditLog.AddAsync(write, audit);
                return InstallationAdded.Added;
            },
            cancellationToken);

    public async Task<IReadOnlyList<Installation>> FindAsync(string source, string externalId, CancellationToken cancellationToken)
    {
        var sql = new SqlStatement().Add(Select).AddWith($"i.external_id = {externalId} AND i.source = {source} ORDER BY i.company_id");
        return await database.ReadAsync(connection => sql.ListAsync(connection, InstallationRow.Read), cancellationToken);
    }

    public async Task<Installation?> FindAsync(string companyId, string source, string externalId, CancellationToken cancellationToken)
    {
        var sql = new SqlStatement().Add(Select).AddWith($"i.external_id = {externalId} AND i.source = {source} AND i.company_id = {companyId}");
        return (await database.ReadAsync(connection => sql.ListAsync(connection, InstallationRow.Read), cancellationToken)).FirstOrDefault();
    }

    public async Task<Installation?> FindByCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken)
    {
        var sql = ByCustomer(companyId, customerId);
        return (await database.ReadAsync(connection => sql.ListAsync(connection, InstallationRow.Read), cancellationToken)).FirstOrDefault();
    }

    public Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM (SELECT 1 FROM installations LIMIT 1) i") > 0, cancellationToken);

    public async Task<IReadOnlyList<Installation>> ListAsync(string companyId, IReadOnlyList<string>? customerIds, CancellationToken cancellationToken)
    {
        if (customerIds is { Count: 0 })
        {
            return [];
        }

        var sql = new SqlStatement().Add(Select).AddWith($"i.company_id = {companyId}");
        if (customerIds is not null)
        {
            sql.Add(" AND i.customer_id IN ").AddList(customerIds);
        }

        sql.Add(" ORDER BY i.created_at, i.customer_id");
        return await database.ReadAsync(connection => sql.ListAsync(connection, InstallationRow.Read), cancellationToken);
    }

    public Task<Installation?> UpdateAsync(
        string companyId, string customerId, string? callbackUrl, string? displayName, string settings, EndpointState? endpoint, AuditEntry audit,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            companyId,
            customerId,
            "UPDATE installations SET callback_url = @callbackUrl, display_name = @displayName, settings = @settings WHERE customer_id = @customerId AND company_id = @companyId",
            new { companyId, customerId, callbackUrl, displayName, settings },
            endpoint,
            audit,
            cancellationToken);

    public Task<Installation?> RotateAsync(
        string companyId, string customerId, byte[] secret, DateTimeOffset previousValidUntil, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            companyId,
            customerId,
            """
            UPDATE installations SET previous_secret = secret, previous_valid_until = @until, secret = @secret
            WHERE customer_id = @customerId AND company_id = @companyId
            """,
            new { companyId, customerId, secret, until = previousValidUntil.ToMs() },
            endpoint: null,
            audit,
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string customerId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                const string Sql = "DELETE FROM installations WHERE customer_id = @customerId AND company_id = @companyId";
                if (await write.Connection.ExecuteAsync(Sql, new { customerId, companyId }) == 0)
                {
                    return false;
                }

                await EndpointWrite.EndWaitingAsync(write, customerId, now);
                await JobRemoval.QueuedOfAsync(write, companyId, customerId);
                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    private static SqlStatement ByCustomer(string companyId, string customerId) =>
        new SqlStatement().Add(Select).AddWith($"i.customer_id = {customerId} AND i.company_id = {companyId}");

    private Task<Installation?> ChangeAsync(
        string companyId, string customerId, string sql, object values, EndpointState? endpoint, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.Connection.ExecuteAsync(sql, values) == 0)
                {
                    return null;
                }

                if (endpoint is not null)
                {
                    await EndpointWrite.SetAsync(write, customerId, endpoint);
                    if (endpoint.DisabledAt is { } disabled)
                    {
                        await EndpointWrite.EndWaitingAsync(write, customerId, disabled);
                    }
                }

                await SqlAuditLog.AddAsync(write, audit);
                return (await ByCustomer(companyId, customerId).ListAsync(write.Connection, InstallationRow.Read))[0];
            },
            cancellationToken);
}
