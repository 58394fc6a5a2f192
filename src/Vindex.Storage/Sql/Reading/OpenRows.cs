using System.Data.Common;
using Npgsql;

namespace Vindex.Storage.Sql.Reading;

/// <summary>Ends queries whose rows are not all wanted.</summary>
internal static class OpenRows
{
    /// <summary>Closes a reader before its end. PostgreSQL would otherwise send all the rest first.</summary>
    public static ValueTask AbandonAsync(this DbDataReader rows, DbCommand command) =>
        command.Connection.IsPostgreSql() ? CancelAsync(rows, command) : rows.DisposeAsync();

    private static async ValueTask CancelAsync(DbDataReader rows, DbCommand command)
    {
        command.Cancel();
        try
        {
            await rows.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // As asked for.
        }
    }
}
