using System.Data.Common;

namespace Vindex.Storage.Sql;

/// <summary>The inside of one write: a connection within a transaction, and statements that stay prepared from write to write.</summary>
internal abstract class SqlWrite : IDisposable
{
    private readonly Dictionary<string, DbCommand> _queries = new(StringComparer.Ordinal);

    /// <summary>The connection, for SQL that is not worth preparing.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>Whether this write is to leave no trace.</summary>
    public bool IsUndone { get; private set; }

    /// <summary>Makes this write leave no trace, although it ends normally.</summary>
    public void Undo() => IsUndone = true;

    /// <summary>Readies this object for the next write.</summary>
    public void Begin() => IsUndone = false;

    /// <summary>
    /// Runs a statement of constant text, prepared once; returns how many rows it changed. The same text must come with the same names in the same order.
    /// Values are integers, doubles, texts, bytes or null.
    /// </summary>
    public abstract ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>As <see cref="ExecuteAsync"/>, for a statement that returns one number.</summary>
    public abstract ValueTask<long> NumberAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>The command of a constant text that returns rows, prepared once, with its values set; names as for <see cref="ExecuteAsync"/>.</summary>
    public DbCommand Query(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_queries.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            _queries.Add(sql, command);
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
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives up what was prepared.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var command in _queries.Values)
        {
            command.Dispose();
        }
    }
}
