using Vindex.Storage.Audit;

namespace Vindex.Storage.Sql;

/// <summary>Writes of one statement.</summary>
internal static class SqlDatabaseWrites
{
    /// <summary>Runs one statement; returns how many rows it changed.</summary>
    public static Task<int> WriteAsync(this ISqlDatabase database, SqlStatement sql, CancellationToken cancellationToken) =>
        database.WriteAsync(async write => await write.ExecuteAsync(sql), cancellationToken);

    /// <summary>Runs one statement and, when it has changed a row, adds the audit entry; returns whether it has.</summary>
    public static Task<bool> WriteAsync(this ISqlDatabase database, SqlStatement sql, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(async write => await SqlAuditLog.AddIfAsync(write, await write.ExecuteAsync(sql) > 0, audit), cancellationToken);
}
