using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Sql.Feedback;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Users;

namespace Vindex.Storage.Sql;

/// <summary>Companies and their customers.</summary>
internal sealed class SqlCompanyStore(ISqlDatabase database, ScoreRows scoreRows) : ICompanyStore
{
    private const string Columns =
        """
        SELECT id AS Id, slug AS Slug, name AS Name, default_customer_id AS DefaultCustomerId, quality_gate_tenths AS QualityGateTenths, time_zone AS TimeZone,
               retention_days AS RetentionDays, created_at AS CreatedAt
        FROM companies
        """;

    private const string CustomerColumns = "SELECT id AS Id, company_id AS CompanyId, name AS Name, badge AS Badge, created_at AS CreatedAt FROM customers";

    private const string Insert =
        """
        INSERT INTO companies (id, slug, name, default_customer_id, quality_gate_tenths, time_zone, retention_days, created_at)
        SELECT @Id, @Slug, @Name, @DefaultCustomerId, @QualityGateTenths, @TimeZone, @RetentionDays, @CreatedAt
        WHERE NOT EXISTS (SELECT 1 FROM company_deletions WHERE company_id = @Id)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertCustomer =
        """
        INSERT INTO customers (id, company_id, name, badge, created_at)
        SELECT @Id, @CompanyId, @Name, @Badge, @CreatedAt
        WHERE EXISTS (SELECT 1 FROM companies WHERE id = @CompanyId)
        ON CONFLICT DO NOTHING
        """;

    public Task<bool> AddAsync(Company company, Customer defaultCustomer, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var row = new
                {
                    company.Id,
                    company.Slug,
                    company.Name,
                    company.DefaultCustomerId,
                    company.QualityGateTenths,
                    company.TimeZone,
                    company.RetentionDays,
                    CreatedAt = company.CreatedAt.ToMs(),
                };
                if (await write.Connection.ExecuteAsync(Insert, row) == 0)
                {
                    return false;
                }

                if (!await AddCustomerAsync(write, defaultCustomer with { CompanyId = company.Id }))
                {
                    write.Undo();
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<Company?> FindAsync(string companyId, CancellationToken cancellationToken) => OneAsync("id", companyId, cancellationToken);

    public Task<Company?> FindBySlugAsync(string slug, CancellationToken cancellationToken) => OneAsync("slug", slug, cancellationToken);

    public Task<ListPage<Company>> ListAsync(PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        var below = after is null ? "" : " WHERE (created_at, id) < (@value, @id)";
        var sql = $"{Columns}{below} ORDER BY created_at DESC, id DESC LIMIT @take";
        return database.ReadAsync(
            async connection =>
            {
                var rows = await connection.QueryAsync<CompanyRow>(sql, new { value = after?.Value, id = after?.Id, take = (long)limit + 1 });
                return Paging.Page(rows.Select(row => row.ToCompany()), limit, company => new PagePosition(company.CreatedAt.ToMs(), company.Id));
            },
            cancellationToken);
    }

    public Task<bool> UpdateAsync(Company company, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            UPDATE companies SET name = @Name, quality_gate_tenths = @QualityGateTenths, time_zone = @TimeZone, retention_days = @RetentionDays WHERE id = @Id
            """;
        return ChangeAsync(Sql, new { company.Id, company.Name, company.QualityGateTenths, company.TimeZone, company.RetentionDays }, audit, cancellationToken);
    }

    public async Task<bool> DeleteAsync(string companyId, AuditEntry audit, CancellationToken cancellationToken)
    {
        // Customers, keys, profiles, memberships and invitations go with the company's row (ON DELETE CASCADE).
        const string Sql =
            """
            DELETE FROM idempotency WHERE owner IN (SELECT id FROM api_keys WHERE company_id = @companyId);
            INSERT INTO company_deletions (company_id) SELECT id FROM companies WHERE id = @companyId;
            """;
        var found = await database.WriteAsync(
            async write =>
            {
                await write.Connection.ExecuteAsync(Sql, new { companyId });
                await AccountWrite.DeleteThoseOnlyInAsync(write, companyId);
                if (await write.Connection.ExecuteAsync("DELETE FROM companies WHERE id = @companyId", new { companyId }) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);
        if (found)
        {
            try
            {
                await FinishDeletionAsync(companyId, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The company is gone for every reader. What is left of its rows is the business of FinishDeletionsAsync.
            }
        }

        return found;
    }

    public async Task FinishDeletionsAsync(CancellationToken cancellationToken)
    {
        var begun = await database.ReadAsync(connection => connection.QueryAsync<string>("SELECT company_id FROM company_deletions"), cancellationToken);
        foreach (var companyId in begun)
        {
            await FinishDeletionAsync(companyId, cancellationToken);
        }
    }

    public Task<bool> AddCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (!await AddCustomerAsync(write, customer))
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<bool> UpdateCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string Sql = "UPDATE customers SET name = @Name, badge = @Badge WHERE id = @Id AND company_id = @CompanyId";
        return ChangeAsync(Sql, new { customer.Id, customer.CompanyId, customer.Name, Badge = customer.Badge ? 1 : 0 }, audit, cancellationToken);
    }

    public Task<Customer?> FindCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<CustomerRow>(
                    $"{CustomerColumns} WHERE id = @customerId AND company_id = @companyId", new { customerId, companyId });
                return row?.ToCustomer();
            },
            cancellationToken);

    public Task<IReadOnlyList<Customer>> ListCustomersAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Customer>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<CustomerRow>($"{CustomerColumns} WHERE company_id = @companyId ORDER BY created_at, id", new { companyId });
                return rows.Select(row => row.ToCustomer()).ToList();
            },
            cancellationToken);

    /// <summary>Adds a customer within a write; false when its id is taken or its company is gone.</summary>
    public static async Task<bool> AddCustomerAsync(SqlWrite write, Customer customer) =>
        await write.Connection.ExecuteAsync(InsertCustomer, new { customer.Id, customer.CompanyId, customer.Name, Badge = customer.Badge ? 1 : 0, CreatedAt = customer.CreatedAt.ToMs() }) == 1;

    private Task<Company?> OneAsync(string column, string value, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<CompanyRow>($"{Columns} WHERE {column} = @value", new { value });
                return row?.ToCompany();
            },
            cancellationToken);

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

    private async Task FinishDeletionAsync(string companyId, CancellationToken cancellationToken)
    {
        await JobRemoval.AllAsync(database, companyId, cancellationToken);
        await ScoreDeletion.AllAsync(database, scoreRows, companyId, before: null, cancellationToken);
        await FeedbackDeletion.AllAsync(database, companyId, cancellationToken);
        await database.WriteAsync(
            write => write.Connection.ExecuteAsync("DELETE FROM company_deletions WHERE company_id = @companyId", new { companyId }), cancellationToken);
    }

    private sealed class CompanyRow
    {
        public string Id { get; init; } = "";

        public string Slug { get; init; } = "";

        public string Name { get; init; } = "";

        public string DefaultCustomerId { get; init; } = "";

        public int QualityGateTenths { get; init; }

        public string? TimeZone { get; init; }

        public int? RetentionDays { get; init; }

        public long CreatedAt { get; init; }

        public Company ToCompany() => new(Id, Slug, Name, DefaultCustomerId, QualityGateTenths, TimeZone, RetentionDays, SqlTime.FromMs(CreatedAt));
    }

    private sealed class CustomerRow
    {
        public string Id { get; init; } = "";

        public string CompanyId { get; init; } = "";

        public string Name { get; init; } = "";

        public int Badge { get; init; }

        public long CreatedAt { get; init; }

        public Customer ToCustomer() => new(Id, CompanyId, Name, SqlTime.FromMs(CreatedAt)) { Badge = Badge != 0 };
    }
}
