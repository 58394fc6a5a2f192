using System.Data.Common;

namespace Vindex.Storage.Sql;

/// <summary>The inside of one write: a connection within a transaction, with prepared commands that outlive it.</summary>
internal sealed class SqlWrite(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The connection, for SQL that is not worth preparing.</summary>
    public DbConnection Connection => connection;

    /// <summary>Whether this write is to leave no trace.</summary>
    public bool IsUndone { get; private set; }

    /// <summary>Makes this write leave no trace, although it ends normally.</summary>
    public void Undo() => IsUndone = true;

    /// <summary>Readies this object for the next write.</summary>
    public void Begin() => IsUndone = false;

    /// <summary>
    /// The command of a constant text, prepared once, with its values set. The same text must come with the same names in the same order.
    /// </summary>
    public DbCommand Prepared(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }

        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }
}
