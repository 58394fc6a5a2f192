using System.Data.Common;

namespace Vindex.Storage.Sql;

/// <summary>Reads the rows of statements.</summary>
internal static class SqlReading
{
    /// <summary>The rows of a statement.</summary>
    public static async Task<List<T>> ListAsync<T>(this DbConnection connection, SqlStatement sql, Func<DbDataReader, T> read)
    {
        await using var command = sql.On(connection);
        return await command.ListAsync(read);
    }

    /// <summary>The first row of a statement, null if there is none.</summary>
    public static async Task<T?> FirstAsync<T>(this DbConnection connection, SqlStatement sql, Func<DbDataReader, T> read)
        where T : class
    {
        var rows = await connection.ListAsync(sql, read);
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>The first value of a statement's first row, null if there is none.</summary>
    public static async Task<long?> NumberAsync(this DbConnection connection, SqlStatement sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteScalarAsync() is long number ? number : null;
    }

    /// <summary>Runs several statements that see the same state.</summary>
    public static async Task<T> AtOneMomentAsync<T>(this DbConnection connection, Func<DbConnection, Task<T>> work)
    {
        await connection.RunAsync($"BEGIN");
        var isCommitted = false;
        try
        {
            var result = await work(connection);
            await connection.RunAsync($"COMMIT");
            isCommitted = true;
            return result;
        }
        finally
        {
            if (!isCommitted) await connection.RollBackAsync();
        }
    }

    /// <summary>The rows of a command.</summary>
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

    private static async Task RollBackAsync(this DbConnection connection)
    {
        try
        {
            await connection.RunAsync($"ROLLBACK");
        }
        catch (DbException)
        {
            // The failure has ended the transaction already, and says more.
        }
    }

    private static async Task RunAsync(this DbConnection connection, SqlStatement sql)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync();
    }
}
