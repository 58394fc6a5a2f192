using System.Data.Common;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Reading;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Moving;

/// <summary>How far a move is.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">How many of its rows are in the target.</param>
/// <param name="IsVerified">Whether the whole table was compared.</param>
public sealed record MoveProgress(string Table, long Rows, bool IsVerified);

/// <summary>The target has other rows than the source.</summary>
public sealed class StoresDifferException(string table) : StoreUnavailableException(
    $"The table {table} of the target has rows that the source does not have, or other ones. Name an empty target. Nothing of the source was changed.");

/// <summary>
/// Copies one store into another, whatever their databases: table by table in the order of the keys, a batch at a time. What the target has already is
/// compared and not copied again, so an interrupted move continues. In the end each table has the same number of rows and the same checksum on both sides.
/// Both stores are held by this process, and the source is only read.
/// </summary>
public static class StoreMove
{
    private const int BatchSize = 2000;

    /// <summary>Moves all rows.</summary>
    /// <exception cref="StoresDifferException">The target is not empty, nor a part of this source.</exception>
    /// <exception cref="StoreUnavailableException">One of the stores failed.</exception>
    public static Task<long> RunAsync(IStore from, IStore to, IProgress<MoveProgress> progress, CancellationToken cancellationToken) =>
        RunAsync((ISqlDatabase)from, (ISqlDatabase)to, progress, cancellationToken);

    private static async Task<long> RunAsync(ISqlDatabase from, ISqlDatabase to, IProgress<MoveProgress> progress, CancellationToken cancellationToken)
    {
        var total = 0L;
        await using var source = await from.SnapshotAsync(SnapshotUse.Export, cancellationToken);
        foreach (var table in MovedTable.All)
        {
            var columns = await source.ReadAsync(connection => ColumnsAsync(connection, table.Name), cancellationToken);
            // Both stores were opened by this program: a table that one of them does not have has no rows in the other.
            if (columns.Count == 0 || (await to.ReadAsync(connection => ColumnsAsync(connection, table.Name), cancellationToken)).Count == 0) continue;
            total += await MoveAsync(table, columns, source, to, progress, cancellationToken);
        }

        return total;
    }

    private static async Task<long> MoveAsync(
        MovedTable table,
        IReadOnlyList<string> columns,
        ISqlSnapshot source,
        ISqlDatabase to,
        IProgress<MoveProgress> progress,
        CancellationToken cancellationToken)
    {
        var rows = new MovedRows(table, columns);
        var integers = await to.ReadAsync(connection => IntegersAsync(connection, table.Name), cancellationToken);
        var last = await to.ReadAsync(rows.LastAsync, cancellationToken);
        var (count, sum, isPast) = (0L, UInt128.Zero, last is null);
        object?[]? after = null;
        while (await source.ReadAsync(connection => rows.AfterAsync(connection, after, BatchSize), cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var row in batch) sum += MovedRows.Checksum(row);
            count += batch.Count;
            var present = isPast ? -1 : batch.FindIndex(row => rows.KeyOf(row).SequenceEqual(last!));
            if (isPast || present >= 0) await AddAsync(to, table, columns, integers, batch[(present + 1)..], cancellationToken);
            isPast |= present >= 0;
            after = rows.KeyOf(batch[^1]);
            progress.Report(new MoveProgress(table.Name, count, IsVerified: false));
        }

        if (!isPast || await SumAsync(to, rows, cancellationToken) != (count, sum)) throw new StoresDifferException(table.Name);
        if (table.IsNumbered) await NumberAsync(to, table.Name, cancellationToken);
        if (count > 0) await AnalyzeAsync(to, table.Name, cancellationToken);
        progress.Report(new MoveProgress(table.Name, count, IsVerified: true));
        return count;
    }

    private static async Task<(long Count, UInt128 Sum)> SumAsync(ISqlDatabase database, MovedRows rows, CancellationToken cancellationToken)
    {
        var (count, sum) = (0L, UInt128.Zero);
        object?[]? after = null;
        while (await database.ReadAsync(connection => rows.AfterAsync(connection, after, BatchSize), cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var row in batch) sum += MovedRows.Checksum(row);
            count += batch.Count;
            after = rows.KeyOf(batch[^1]);
        }

        return (count, sum);
    }

    // PostgreSQL finds out what a table holds a minute later at the earliest, and plans badly until then.
    private static async Task AnalyzeAsync(ISqlDatabase to, string table, CancellationToken cancellationToken) => await to.WriteManyAsync(
        async write =>
        {
            if (write.Copies) await write.ExecuteAsync($"ANALYZE {table:raw}");
            return true;
        },
        cancellationToken);

    private static async Task AddAsync(
        ISqlDatabase to, MovedTable table, IReadOnlyList<string> columns, HashSet<string> integers, List<object?[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var names = string.Join(", ", columns);
        await to.WriteManyAsync(
            async write =>
            {
                if (write.Copies)
                {
                    await write.CopyAsync(table.Name, names, rows.Select(row => Sized(row, columns, integers)));
                    return true;
                }

                foreach (var row in rows) await write.ExecuteAsync(Insert(table, names, columns, row));
                return true;
            },
            cancellationToken);
    }

    /// <summary>The values of a row in the sizes of their columns: a copy converts nothing.</summary>
    private static object?[] Sized(object?[] row, IReadOnlyList<string> columns, HashSet<string> integers) =>
        [.. row.Select((value, i) => value is long number && integers.Contains(columns[i]) ? (int)number : value)];

    private static SqlStatement Insert(MovedTable table, string names, IReadOnlyList<string> columns, object?[] row)
    {
        // One text for all rows of a table, so that it stays prepared.
        var sql = new SqlStatement(literalLength: 0, row.Length);
        sql.AppendLiteral($"INSERT INTO {table.Name} ({names}) VALUES (");
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0) sql.AppendLiteral(", ");
            sql.AppendValue(table.IsPacked(columns[i]) ? PackedText.Of((string?)row[i]).Value : row[i]);
        }

        sql.AppendLiteral(")");
        return sql;
    }

    /// <summary>The columns of a table that have values of their own; none if the store has no such table.</summary>
    private static Task<List<string>> ColumnsAsync(DbConnection connection, string table) => connection.ListAsync(
        connection.IsPostgreSql()
            ? (SqlStatement)$"""
                SELECT CAST(column_name AS TEXT) FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = {table} AND is_generated = 'NEVER' ORDER BY ordinal_position
                """
            : (SqlStatement)$"SELECT name FROM pragma_table_info({table}) ORDER BY cid",
        row => row.GetString(0));

    /// <summary>The columns of four bytes; none in SQLite, whose numbers have any size.</summary>
    private static async Task<HashSet<string>> IntegersAsync(DbConnection connection, string table)
    {
        if (!connection.IsPostgreSql()) return [];
        var names = await connection.ListAsync(
            $"""
            SELECT CAST(column_name AS TEXT) FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = {table} AND data_type = 'integer'
            """,
            row => row.GetString(0));
        return [.. names];
    }

    /// <summary>Lets new rows be numbered after those that were moved; SQLite does that by itself.</summary>
    private static Task<bool> NumberAsync(ISqlDatabase to, string table, CancellationToken cancellationToken) => to.WriteAsync(
        async write =>
        {
            if (write.Connection.IsPostgreSql())
            {
                await write.NumberAsync($"SELECT setval(pg_get_serial_sequence({table}, 'no'), COALESCE((SELECT MAX(no) FROM {table:raw}), 0) + 1, false)");
            }

            return true;
        },
        cancellationToken);
}
