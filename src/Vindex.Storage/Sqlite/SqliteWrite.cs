using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite;

/// <summary>
/// Writes on the writer's connection. Prepared statements stand directly on SQLite's interface: ADO.NET's commands look every parameter up by name each time.
/// </summary>
internal sealed class SqliteWrite(SqliteConnection connection) : SqlWrite
{
    private readonly Dictionary<string, SqliteStatement> _prepared = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override DbConnection Connection => connection;

    /// <summary>Whether a transaction is open: a failure may have ended it.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Execute(sql, values);
        return ValueTask.FromResult(raw.sqlite3_changes(connection.Handle));
    }

    /// <inheritdoc/>
    public override ValueTask<long> NumberAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => ValueTask.FromResult(Execute(sql, values));

    /// <summary>Runs a statement; returns its first value as a number, 0 when it has none.</summary>
    public long Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(connection.Handle!, sql, values);
            _prepared.Add(sql, statement);
        }

        return statement.Run(values);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        base.Dispose(disposing);
    }
}
