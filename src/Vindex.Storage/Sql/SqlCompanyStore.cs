using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Deletions;
using Vindex.Storage.Sql.Deletions;
using Vindex.Storage.Sql.Feedback;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Webhooks;

namespace Vindex.Storage.Sql;

/// <summary>Companies and their customers.</summary>
internal sealed class SqlCompanyStore(ISqlDatabase database, ScoreRows scoreRows) : ICompanyStore
{
    private const string FirstColumns =
        "id, slug, name, default_customer_id, quality_gate_tenths, time_zone, retention_days, created_at, gate_decided, checklist, second_factor_required";

    private const string Columns = FirstColumns + ", judging, model_key";

    private const string CustomerColumns = "id, company_id, name, badge, created_at";

    public Task<bool> AddAsync(Company company, Customer defaultCustomer, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO companies ({FirstColumns:raw})
                    SELECT {company.Id}, {company.Slug}, {company.Name}, {company.DefaultCustomerId}, {company.QualityGateTenths}, {company.TimeZone},
                           {company.RetentionDays}, {company.CreatedAt}, {company.IsGateDecided}, {company.Checklist}, {company.RequiresSecondFactor}
                    WHERE NOT EXISTS (SELECT 1 FROM company_deletions WHERE company_id = {company.Id})
                    ON CONFLICT DO NOTHING
                    """);
                if (added == 0)
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

    public Task<Company?> FindAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync($"SELECT {Columns:raw} FROM companies WHERE id = {companyId}", ReadCompany), cancellationToken);

    public Task<Company?> FindBySlugAsync(string slug, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync($"SELECT {Columns:raw} FROM companies WHERE slug = {slug}", ReadCompany), cancellationToken);

    public async Task<ListPage<Company>> ListAsync(PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT {Columns:raw} FROM companies";
        if (after is { } position)
        {
            sql.Add($" WHERE (created_at, id) < ({position.Value}, {position.Id})");
        }

        sql.Add($" ORDER BY created_at DESC, id DESC LIMIT {(long)limit + 1}");
        var companies = await database.ReadAsync(connection => connection.ListAsync(sql, ReadCompany), cancellationToken);
        return Paging.Page(companies, limit, company => new PagePosition(company.CreatedAt.ToMs(), company.Id));
    }

    public Task<bool> UpdateAsync(Company company, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            UPDATE companies SET name = {company.Name}, quality_gate_tenths = {company.QualityGateTenths}, time_zone = {company.TimeZone},
                   retention_days = {company.RetentionDays}, gate_decided = {company.IsGateDecided},
                   second_factor_required = {company.RequiresSecondFactor}
            WHERE id = {company.Id}
            """,
            audit,
            cancellationToken);

    public async Task<CompanyProgress> ProgressAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.FirstAsync(
                $"""
                SELECT CASE WHEN EXISTS (SELECT 1 FROM scores WHERE company_id = {companyId}) THEN 1 ELSE 0 END,
                       CASE WHEN EXISTS (SELECT 1 FROM installations WHERE company_id = {companyId}) THEN 1 ELSE 0 END,
                       CASE WHEN EXISTS (SELECT 1 FROM jobs WHERE company_id = {companyId}) THEN 1 ELSE 0 END,
                       CASE WHEN EXISTS (SELECT 1 FROM invitations WHERE company_id = {companyId})
                                 OR EXISTS (SELECT 1 FROM memberships WHERE company_id = {companyId} LIMIT 1 OFFSET 1) THEN 1 ELSE 0 END
                """,
                row => new CompanyProgress(row.Flag(0), row.Flag(1), row.Flag(2), row.Flag(3))),
            cancellationToken)
        ?? new CompanyProgress(false, false, false, false);

    public Task<bool> SetChecklistAsync(string companyId, ChecklistState state, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE companies SET checklist = {state} WHERE id = {companyId}", audit, cancellationToken);

    public Task FinishChecklistAsync(string companyId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"UPDATE companies SET checklist = {ChecklistState.Done} WHERE id = {companyId} AND checklist = {ChecklistState.Open}", cancellationToken);

    public Task<bool> BeginDeletionAsync(string companyId, Func<DeletedRows, AuditEntry> audit, CancellationToken cancellationToken) =>
        database.WriteAsync(write => CompanyDeletion.BeginAsync(write, companyId, audit), cancellationToken);

    public async Task<IReadOnlyList<string>> DeletedAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync($"SELECT company_id FROM company_deletions", row => row.GetString(0)), cancellationToken);

    public Task<DeletedRows?> LeftAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => CompanyDeletion.LeftAsync(connection, companyId), cancellationToken);

    public async Task FinishDeletionAsync(string companyId, Func<AuditEntry> audit, CancellationToken cancellationToken)
    {
        await JobRemoval.AllAsync(database, companyId, cancellationToken);
        await ScoreDeletion.AllAsync(database, scoreRows, companyId, before: null, cancellationToken);
        await FeedbackDeletion.AllAsync(database, companyId, cancellationToken);
        await EventRemoval.OfCompanyAsync(database, companyId, cancellationToken);
        await database.WriteAsync($"DELETE FROM company_deletions WHERE company_id = {companyId}", audit(), cancellationToken);
    }

    public Task<bool> AddCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(async write => await SqlAuditLog.AddIfAsync(write, await AddCustomerAsync(write, customer), audit), cancellationToken);

    public Task<bool> UpdateCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"UPDATE customers SET name = {customer.Name}, badge = {customer.Badge} WHERE id = {customer.Id} AND company_id = {customer.CompanyId}",
            audit,
            cancellationToken);

    public Task<Customer?> FindCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {CustomerColumns:raw} FROM customers WHERE id = {customerId} AND company_id = {companyId}", ReadCustomer),
            cancellationToken);

    public async Task<IReadOnlyList<Customer>> ListCustomersAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {CustomerColumns:raw} FROM customers WHERE company_id = {companyId} ORDER BY created_at, id", ReadCustomer),
            cancellationToken);

    /// <summary>Adds a customer within a write; false if its id is taken or its company is gone.</summary>
    public static async Task<bool> AddCustomerAsync(SqlWrite write, Customer customer) =>
        await write.ExecuteAsync(
            $"""
            INSERT INTO customers ({CustomerColumns:raw})
            SELECT {customer.Id}, {customer.CompanyId}, {customer.Name}, {customer.Badge}, {customer.CreatedAt}
            WHERE EXISTS (SELECT 1 FROM companies WHERE id = {customer.CompanyId})
            ON CONFLICT DO NOTHING
            """) == 1;

    private static Company ReadCompany(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.TextOrNull(5), row.IntegerOrNull(6), row.Time(7))
    {
        IsGateDecided = row.Flag(8),
        Checklist = row.Name<ChecklistState>(9),
        RequiresSecondFactor = row.Flag(10),
        Judging = row.TextOrNull(11),
        ModelKey = row.BytesOrNull(12),
    };

    private static Customer ReadCustomer(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(4)) { Badge = row.Flag(3) };
}
