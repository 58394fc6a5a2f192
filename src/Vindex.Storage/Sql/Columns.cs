using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql;

/// <summary>Reads columns that may be null, and the condition that says whose rows a caller may see.</summary>
internal static class Columns
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? IntegerOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => SqlTime.FromMs(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    /// <summary>Adds the condition on rows of a table with company and customer. False when it lets nothing through.</summary>
    public static bool AddAccess(this SqlStatement sql, ScoreAccess access, string table)
    {
        sql.Add("1 = 1");
        if (access.CompanyId is { } company)
        {
            sql.Add($" AND {table}.company_id = ").AddWith($"{company}");
        }

        if (access.CustomerIds is { } customers)
        {
            sql.Add($" AND {table}.customer_id IN ").AddList(customers);
        }

        return access.CustomerIds is not { Count: 0 };
    }

    /// <summary>The rows of a prepared command.</summary>
    public static async Task<List<T>> ListAsync<T>(this DbCommand command, Func<DbDataReader, T> read)
    {
        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await rows.ReadAsync())
        {
            list.Add(read(rows));
        }

        return list;
    }
}
