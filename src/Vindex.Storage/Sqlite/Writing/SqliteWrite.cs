using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite.Writing;

/// <summary>
/// Writes on the writer's connection. Prepared statements use SQLite's interface directly: ADO.NET's commands look every parameter up by name each time.
/// </summary>
internal sealed class SqliteWrite(SqliteConnection connection) : SqlWrite
{
    private readonly Dictionary<SqlStatement, PreparedStatement> _prepared = new(SqlStatement.SameText);

    /// <inheritdoc/>
    public override DbConnection Connection => connection;

    /// <summary>Whether a transaction is open: a failure may have ended it.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(SqlStatement sql)
    {
        Run(sql);
        return ValueTask.FromResult(raw.sqlite3_changes(connection.Handle));
    }

    /// <inheritdoc/>
    public override ValueTask<long?> NumberAsync(SqlStatement sql) => ValueTask.FromResult(Run(sql));

    /// <summary>Runs a statement; returns its first value as a number, null if it has none.</summary>
    public long? Run(SqlStatement sql)
    {
        if (sql.IsComposed)
        {
            using var once = new PreparedStatement(connection.Handle!, sql);
            return once.Run(sql.Values);
        }

        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new PreparedStatement(connection.Handle!, sql);
            _prepared.Add(sql.WithoutValues(), statement);
        }

        return statement.Run(sql.Values);
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
