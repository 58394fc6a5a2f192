using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Installations and their sealed secrets.</summary>
internal sealed class SqlInstallationStore(ISqlDatabase database) : IInstallationStore
{
    private const string Select = $"SELECT {InstallationRow.Columns} FROM installations i WHERE ";

    private const string OfCustomer = $"{Select} i.customer_id = @customer AND i.company_id = @company";

    private const string Insert =
        """
        INSERT INTO installations (customer_id, company_id, source, external_id, callback_url, display_name, settings, secret, previous_secret,
                                   previous_valid_until, failing_since, disabled_at, disabled_reason, created_at)
        SELECT @customer, @company, @source, @external_id, @url, @name, @settings, @secret, @previous, @previous_until, @failing, @disabled, @reason, @now
        WHERE EXISTS (SELECT 1 FROM customers WHERE id = @customer AND company_id = @company)
        ON CONFLICT DO NOTHING
        """;

    private const string IsRegistered = "SELECT COUNT(*) FROM installations WHERE company_id = @company AND source = @source AND external_id = @external_id";

    private const string IsInstallation = "SELECT COUNT(*) FROM installations WHERE customer_id = @customer AND company_id = @company";

    private const string Update =
        """
        UPDATE installations SET callback_url = @url, display_name = @name, settings = @settings, version = version + 1
        WHERE customer_id = @customer AND company_id = @company AND version = @version
        """;

    private const string Rotate =
        """
        UPDATE installations SET previous_secret = secret, previous_valid_until = @until, secret = @secret, version = version + 1
        WHERE customer_id = @customer AND company_id = @company AND version = @version
        """;

    private const string Delete = "DELETE FROM installations WHERE customer_id = @customer AND company_id = @company";

    public Task<InstallationAdded> AddAsync(Installation installation, CustomerOfInstallation? customer, AuditEntry audit, CancellationToken cancellationToken) =>
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
        var sql = new SqlStatement().Add(Select).AddWith($"i.customer_id = {customerId} AND i.company_id = {companyId}");
        return (await database.ReadAsync(connection => sql.ListAsync(connection, InstallationRow.Read), cancellationToken)).FirstOrDefault();
    }

    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var sql = new SqlStatement().Add("SELECT 1 FROM installations LIMIT 1");
        return (await database.ReadAsync(connection => sql.ListAsync(connection, row => row.GetInt64(0)), cancellationToken)).Count > 0;
    }

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

    public Task<InstallationChanged> UpdateAsync(InstallationUpdate update, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var (changed, endpoint) = update;
                var rows = await write.ExecuteAsync(
                    Update,
                    ("@url", changed.CallbackUrl),
                    ("@name", changed.DisplayName),
                    ("@settings", changed.Settings),
                    ("@customer", changed.CustomerId),
                    ("@company", changed.CompanyId),
                    ("@version", changed.Version));
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
                var rows = await write.ExecuteAsync(
                    Rotate,
                    ("@until", rotation.PreviousValidUntil.ToMs()),
                    ("@secret", rotation.Secret),
                    ("@customer", rotation.Of.CustomerId),
                    ("@company", rotation.Of.CompanyId),
                    ("@version", rotation.Of.Version));
                return await AfterAsync(write, rotation.Of, rows > 0, audit);
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string customerId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.ExecuteAsync(Delete, ("@customer", customerId), ("@company", companyId)) == 0)
                {
                    return false;
                }

                await EndpointWrite.EndWaitingAsync(write, customerId, now);
                await JobRemoval.QueuedOfAsync(write, companyId, customerId);
                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    private static ValueTask<int> InsertAsync(SqlWrite write, Installation installation) =>
        write.ExecuteAsync(
            Insert,
            ("@customer", installation.CustomerId),
            ("@company", installation.CompanyId),
            ("@source", installation.Source),
            ("@external_id", installation.ExternalId),
            ("@url", installation.CallbackUrl),
            ("@name", installation.DisplayName),
            ("@settings", installation.Settings),
            ("@secret", installation.Secrets.Current),
            ("@previous", installation.Secrets.Previous),
            ("@previous_until", installation.Secrets.PreviousValidUntil?.ToMs()),
            ("@failing", installation.Endpoint.FailingSince?.ToMs()),
            ("@disabled", installation.Endpoint.DisabledAt?.ToMs()),
            ("@reason", installation.Endpoint.Reason is { } reason ? EnumText<DisabledReason>.Of(reason) : null),
            ("@now", installation.CreatedAt.ToMs()));

    private static async Task<InstallationAdded> WhyNotAsync(SqlWrite write, Installation installation)
    {
        var (customer, company) = (installation.CustomerId, installation.CompanyId);
        if (await write.NumberAsync(IsRegistered, ("@company", company), ("@source", installation.Source), ("@external_id", installation.ExternalId)) > 0)
        {
            return InstallationAdded.ExternalIdTaken;
        }

        return await write.NumberAsync(IsInstallation, ("@customer", customer), ("@company", company)) > 0 ? InstallationAdded.CustomerTaken : InstallationAdded.NoCustomer;
    }

    private static async Task<InstallationChanged> AfterAsync(SqlWrite write, Installation changed, bool isChanged, AuditEntry audit)
    {
        var present = await write.Query(OfCustomer, ("@customer", changed.CustomerId), ("@company", changed.CompanyId)).ListAsync(InstallationRow.Read);
        if (!isChanged)
        {
            return new InstallationChanged(null, IsOutdated: present.Count > 0);
        }

        await SqlAuditLog.AddAsync(write, audit);
        return new InstallationChanged(present[0], IsOutdated: false);
    }
}
