using System.Data.Common;
using Vindex.Storage.Audit;

namespace Vindex.Storage.Sql;

/// <summary>The append-only audit log. That it is append-only is the database's doing (triggers).</summary>
internal sealed class SqlAuditLog(ISqlDatabase database) : IAuditLog
{
    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        database.WriteAsync(write => AddIfAsync(write, true, entry), cancellationToken);

    /// <summary>Adds an entry within another write.</summary>
    public static ValueTask<int> AddAsync(SqlWrite write, AuditEntry entry) =>
        write.ExecuteAsync(
            $"""
            INSERT INTO audit (id, at, company_id, actor, action, target, detail, result)
            VALUES ({entry.Id}, {entry.At}, {entry.CompanyId}, {entry.Actor}, {entry.Action}, {entry.Target}, {entry.Detail}, {entry.Result})
            """);

    /// <summary>Adds an entry within another write where that has changed something; returns whether it has.</summary>
    public static async Task<bool> AddIfAsync(SqlWrite write, bool isChanged, AuditEntry entry)
    {
        if (isChanged)
        {
            await AddAsync(write, entry);
        }

        return isChanged;
    }

    public async Task<ListPage<AuditEntry>> ListAsync(AuditFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT id, at, company_id, actor, action, target, detail, result FROM audit WHERE 1 = 1";
        if (filter.CompanyId is { } companyId)
        {
            sql.Add($" AND company_id = {companyId}");
        }

        if (filter.Action is { } action)
        {
            sql.Add($" AND LOWER(action) LIKE {Escape(action) + "%"} ESCAPE '\\'");
        }

        if (filter.Text is { } text)
        {
            sql.Add($" AND (LOWER(actor || ' ' || action || ' ' || result || ' ' || COALESCE(target, '') || ' ' || COALESCE(detail, ''))");
            sql.Add($" LIKE {"%" + Escape(text) + "%"} ESCAPE '\\' OR actor IN {filter.Actors})");
        }

        if (after is { } position)
        {
            sql.Add($" AND (at, id) < ({position.Value}, {position.Id})");
        }

        sql.Add($" ORDER BY at DESC, id DESC LIMIT {(long)limit + 1}");
        var entries = await database.ReadListAsync(connection => connection.ListAsync(sql, Read), cancellationToken);
        return Paging.Page(entries, limit, entry => new PagePosition(entry.At.ToMs(), entry.Id));
    }

    // Both databases lower ASCII letters only: SQLite always, PostgreSQL in columns with the collation "C".
    private static string Escape(string text) =>
        string.Concat(text.Select(c => c is '\\' or '%' or '_' ? $"\\{c}" : char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c).ToString() : c.ToString()));

    private static AuditEntry Read(DbDataReader row) => new(
        row.GetString(0), row.Time(1), row.TextOrNull(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6))
    {
        Result = EnumText<AuditResult>.Parse(row.GetString(7)),
    };
}
