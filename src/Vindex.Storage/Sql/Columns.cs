using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql;

/// <summary>Reads columns as their types, and writes the condition that selects the rows that a caller may see.</summary>
internal static class Columns
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? IntegerOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => SqlTime.FromMs(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;

    public static T Name<T>(this DbDataReader row, int column)
        where T : struct, Enum => EnumText<T>.Parse(row.GetString(column));

    public static T? NameOrNull<T>(this DbDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.Name<T>(column);

    /// <summary>Adds the condition on rows of a table with company and customer. False if it lets nothing through.</summary>
    public static bool AddAccess(this SqlStatement sql, ScoreAccess access, string table)
    {
        sql.Add($"1 = 1");
        if (access.CompanyId is { } company)
        {
            sql.Add($" AND {table:raw}.company_id = {company}");
        }

        if (access.CustomerIds is { } customers)
        {
            sql.Add($" AND {table:raw}.customer_id IN {customers}");
        }

        return access.CustomerIds is not { Count: 0 };
    }
}
