using Dapper;
using Vindex.Storage.Audit;

namespace Vindex.Storage.Sql;

/// <summary>The append-only audit log. That it is append-only is the database's doing (triggers).</summary>
internal sealed class SqlAuditLog(ISqlDatabase database) : IAuditLog
{
    private const string Insert =
        """
        INSERT INTO audit (id, at, company_id, actor, action, target, detail)
        VALUES (@Id, @At, @CompanyId, @Actor, @Action, @Target, @Detail)
        """;

    private const string Columns = "SELECT id AS Id, at AS At, company_id AS CompanyId, actor AS Actor, action AS Action, target AS Target, detail AS Detail FROM audit";

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                await AddAsync(write, entry);
                return true;
            },
            cancellationToken);

    /// <summary>Adds an entry within another write.</summary>
    public static Task AddAsync(SqlWrite write, AuditEntry entry) =>
        write.Connection.ExecuteAsync(
            Insert,
            new { entry.Id, At = entry.At.ToMs(), entry.CompanyId, entry.Actor, entry.Action, entry.Target, entry.Detail });

    public Task<ListPage<AuditEntry>> ListAsync(string? companyId, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        var ofCompany = companyId is null ? "" : " AND company_id = @companyId";
        var below = after is null ? "" : " AND (at, id) < (@value, @id)";
        var sql = $"{Columns} WHERE 1 = 1{ofCompany}{below} ORDER BY at DESC, id DESC LIMIT @take";
        return database.ReadAsync(
            async connection =>
            {
                var rows = await connection.QueryAsync<Row>(sql, new { companyId, value = after?.Value, id = after?.Id, take = (long)limit + 1 });
                return Paging.Page(
                    rows.Select(row => new AuditEntry(row.Id, SqlTime.FromMs(row.At), row.CompanyId, row.Actor, row.Action, row.Target, row.Detail)),
                    limit,
                    entry => new PagePosition(entry.At.ToMs(), entry.Id));
            },
            cancellationToken);
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public long At { get; init; }

        public string? CompanyId { get; init; }

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string? Target { get; init; }

        public string? Detail { get; init; }
    }
}
