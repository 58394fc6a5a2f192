using System.Data.Common;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sql;

/// <summary>Reads the rows of statements.</summary>
internal static class SqlReading
{
    /// <summary>The rows of a statement.</summary>
    public static Task<List<T>> ListAsync<T>(this DbConnection connection, SqlStatement sql, Func<DbDataReader, T> read) =>
        connection.WithCommandAsync(sql, command => command.ListAsync(read));

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
        var value = await connection.WithCommandAsync(sql, static command => command.ExecuteScalarAsync());
        return AsNumber(value);
    }

    /// <summary>A scalar as a number; null if it is none. Databases differ in the types of constants and sums.</summary>
    public static long? AsNumber(object? value) => value switch
    {
        long number => number,
        int number => number,
        decimal number => (long)number,
        _ => null,
    };

    /// <summary>Runs several statements that see the same state.</summary>
    public static async Task<T> AtOneMomentAsync<T>(this DbConnection connection, Func<DbConnection, Task<T>> work)
    {
        // SQLite's transactions always see one moment.
        SqlStatement begin = $"BEGIN {(connection.IsPostgreSql() ? "ISOLATION LEVEL REPEATABLE READ READ ONLY" : ""):raw}";
        await connection.RunAsync(begin);
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

    private static Task<int> RunAsync(this DbConnection connection, SqlStatement sql) =>
        connection.WithCommandAsync(sql, static command => command.ExecuteNonQueryAsync());

    /// <summary>Uses a command that the connection has kept, if it keeps any, or one of its own.</summary>
    private static async Task<T> WithCommandAsync<T>(this DbConnection connection, SqlStatement sql, Func<DbCommand, Task<T>> use)
    {
        if (connection is not IKeepsCommands { Kept: var kept })
        {
            await using var own = sql.On(connection);
            return await use(own);
        }

        var taken = kept.Take(connection, sql);
        try
        {
            var result = await use(taken.Command);
            kept.Keep(taken);
            return result;
        }
        catch
        {
            await taken.Command.DisposeAsync();
            throw;
        }
    }
}
