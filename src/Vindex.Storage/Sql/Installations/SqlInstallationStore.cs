using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Jobs;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Installations and their sealed secrets.</summary>
internal sealed class SqlInstallationStore(ISqlDatabase database) : IInstallationStore
{
    private const string Select = $"SELECT {InstallationRow.Columns} FROM installations i WHERE";

    public Task<InstallationAdded> AddAsync(
        Installation installation, CustomerOfInstallation? customer, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (customer is not null)
                {
                    if (!await SqlCompanyStore.AddCustomerAsync(write, customer.Customer))
                    {
                        return InstallationAdded.CustomerIdTaken;
                    }

                    await SqlAuditLog.AddAsync(write, customer.Audit);
                }

                if (await InsertAsync(write, installation) == 0)
                {
                    // No customer without its installation.
                    write.Undo();
                    return await WhyNotAsync(write, installation);
                }

                await SqlAuditLog.AddAsync(write, audit);
                return InstallationAdded.Added;
            },
            cancellationToken);

    public async Task<IReadOnlyList<Installation>> FindAsync(string source, string externalId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"{Select:raw} i.external_id = {externalId} AND i.source = {source} ORDER BY i.company_id", InstallationRow.Read),
            cancellationToken);

    public Task<Installation?> FindAsync(string companyId, string source, string externalId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"{Select:raw} i.external_id = {externalId} AND i.source = {source} AND i.company_id = {companyId}", InstallationRow.Read),
            cancellationToken);

    public async Task<Installation?> FindByCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken) =>
        (await database.ReadShortAsync(
            $"{Select:raw} i.customer_id = {customerId} AND i.company_id = {companyId}", InstallationRow.Read, cancellationToken)).FirstOrDefault();

    // Both counts walk indexes of what waits; the lane of an endpoint is its customer.
    public async Task<InstallationWork> WaitingAsync(string companyId, string customerId, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            connection => connection.FirstAsync(
                $"""
                SELECT (SELECT COUNT(*) FROM jobs WHERE state = 'queued' AND company_id = {companyId} AND customer_id = {customerId}),
                       (SELECT COUNT(*) FROM deliveries WHERE status = 'pending' AND lane = {customerId} AND company_id = {companyId})
                """,
                static row => new InstallationWork(row.GetInt64(0), row.GetInt64(1))),
            cancellationToken))!;

    public async Task<IReadOnlyList<Installation>> ListAsync(string companyId, IReadOnlyList<string>? customerIds, CancellationToken cancellationToken)
    {
        if (customerIds is { Count: 0 })
        {
            return [];
        }

        SqlStatement sql = $"{Select:raw} i.company_id = {companyId}";
        if (customerIds is not null)
        {
            sql.Add($" AND i.customer_id IN {customerIds}");
        }

        sql.Add($" ORDER BY i.created_at, i.customer_id");
        return await database.ReadAsync(connection => connection.ListAsync(sql, InstallationRow.Read), cancellationToken);
    }

    public Task<InstallationChanged> UpdateAsync(InstallationUpdate update, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var (changed, endpoint) = update;
                var rows = await write.ExecuteAsync(
                    $"""
                    UPDATE installations SET callback_url = {changed.CallbackUrl}, display_name = {changed.DisplayName}, settings = {changed.Settings},
                           version = version + 1
                    WHERE customer_id = {changed.CustomerId} AND company_id = {changed.CompanyId} AND version = {changed.Version}
                    """);
                if (rows > 0 && endpoint is not null)
                {
                    await EndpointWrite.SetAsync(write, changed.CustomerId, endpoint);
                    if (endpoint.DisabledAt is { } disabled)
                    {
                        await EndpointWrite.EndWaitingAsync(write, changed.CustomerId, disabled);
                    }
                }

                return await AfterAsync(write, changed, rows > 0, audit);
            },
            cancellationToken);

    public Task<InstallationChanged> RotateAsync(SecretRotation rotation, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var of = rotation.Of;
                var rows = await write.ExecuteAsync(
                    $"""
                    UPDATE installations SET previous_secret = secret, previous_valid_until = {rotation.PreviousValidUntil}, secret = {rotation.Secret},
                           version = version + 1
                    WHERE customer_id = {of.CustomerId} AND company_id = {of.CompanyId} AND version = {of.Version}
                    """);
                return await AfterAsync(write, of, rows > 0, audit);
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string customerId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.ExecuteAsync($"DELETE FROM installations WHERE customer_id = {customerId} AND company_id = {companyId}") == 0)
                {
                    return false;
                }

                await EndpointWrite.EndWaitingAsync(write, customerId, now);
                await JobRemoval.QueuedOfAsync(write, companyId, customerId);
                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    private static ValueTask<int> InsertAsync(SqlWrite write, Installation installation)
    {
        var (secrets, endpoint) = (installation.Secrets, installation.Endpoint);
        return write.ExecuteAsync(
            $"""
            INSERT INTO installations (customer_id, company_id, source, external_id, callback_url, display_name, settings, secret, previous_secret,
                                       previous_valid_until, failing_since, disabled_at, disabled_reason, created_at)
            SELECT {installation.CustomerId}, {installation.CompanyId}, {installation.Source}, {installation.ExternalId}, {installation.CallbackUrl},
                   {installation.DisplayName}, {installation.Settings}, {secrets.Current}, {secrets.Previous}, {secrets.PreviousValidUntil},
                   {endpoint.FailingSince}, {endpoint.DisabledAt}, {endpoint.Reason}, {installation.CreatedAt}
            WHERE EXISTS (SELECT 1 FROM customers WHERE id = {installation.CustomerId} AND company_id = {installation.CompanyId})
            ON CONFLICT DO NOTHING
            """);
    }

    private static async Task<InstallationAdded> WhyNotAsync(SqlWrite write, Installation installation)
    {
        var (customer, company) = (installation.CustomerId, installation.CompanyId);
        var registered = await write.NumberAsync(
            $"SELECT COUNT(*) FROM installations WHERE company_id = {company} AND source = {installation.Source} AND external_id = {installation.ExternalId}");
        if (registered > 0)
        {
            return InstallationAdded.ExternalIdTaken;
        }

        var installed = await write.NumberAsync($"SELECT COUNT(*) FROM installations WHERE customer_id = {customer} AND company_id = {company}");
        return installed > 0 ? InstallationAdded.CustomerTaken : InstallationAdded.NoCustomer;
    }

    private static async Task<InstallationChanged> AfterAsync(SqlWrite write, Installation changed, bool isChanged, AuditEntry audit)
    {
        var present = await write.FirstAsync(
            $"{Select:raw} i.customer_id = {changed.CustomerId} AND i.company_id = {changed.CompanyId}", InstallationRow.Read);
        if (!isChanged)
        {
            return new InstallationChanged(null, IsOutdated: present is not null);
        }

        await SqlAuditLog.AddAsync(write, audit);
        return new InstallationChanged(present, IsOutdated: false);
    }
}
