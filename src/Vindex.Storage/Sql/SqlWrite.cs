using System.Data.Common;
using Vindex.Storage.Sql.Jobs;

namespace Vindex.Storage.Sql;

/// <summary>The inside of one write: a connection within a transaction, and statements that stay prepared from write to write.</summary>
internal abstract class SqlWrite : IDisposable
{
    private readonly Dictionary<SqlStatement, DbCommand> _queries = new(SqlStatement.SameText);
    private List<Action>? _afterCommit;

    /// <summary>The connection, for reading row by row.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>
    /// Whether writes of other owners, leasing and taking run at the same time, so that what is read to be decided on has to be locked, and sets of rows are
    /// changed by one statement.
    /// </summary>
    public virtual bool RunsBesideOthers => false;

    /// <summary>Whether this write is to leave no trace.</summary>
    public bool IsUndone { get; private set; }

    /// <summary>What is to be done once this write is durable; nothing if it leaves no trace.</summary>
    public IReadOnlyList<Action> LeftForAfterCommit => IsUndone || _afterCommit is null ? [] : _afterCommit;

    /// <summary>Makes this write leave no trace, although it ends normally.</summary>
    public void Undo() => IsUndone = true;

    /// <summary>
    /// Has something done once this write is durable, such as waking a worker: once, however often the write asks for it. It returns at once and does not
    /// throw.
    /// </summary>
    public void AfterCommit(Action action)
    {
        _afterCommit ??= [];
        if (!_afterCommit.Contains(action)) _afterCommit.Add(action);
    }

    /// <summary>Readies this object for the next write.</summary>
    public void Begin() => (IsUndone, _afterCommit) = (false, null);

    /// <summary>Runs one statement; returns how many rows it changed.</summary>
    public abstract ValueTask<int> ExecuteAsync(SqlStatement sql);

    /// <summary>
    /// Runs one statement whose result does not matter: at the latest before the next one of this write, or at its end. Where statements cross a network, this
    /// saves a round trip.
    /// </summary>
    public virtual async ValueTask LaterAsync(SqlStatement sql) => await ExecuteAsync(sql);

    /// <summary>
    /// Changes a company's turn at the end of the transaction: these are the only rows that transactions of several owners change. All lock them last, and in
    /// the order of their keys, so that none waits for one that waits for it.
    /// </summary>
    public virtual ValueTask AtEndAsync(TurnChange change) => LaterAsync(JobTurns.Of(change));

    /// <summary>The end of a SELECT whose rows are to be decided on, where they have to be locked.</summary>
    /// <param name="table">The table's name in the statement.</param>
    public string Locking(string table) => RunsBesideOthers ? $"FOR UPDATE OF {table}" : "";

    /// <summary>Runs what was left for later.</summary>
    public virtual ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <summary>Runs one statement; returns the first value of its first row, null if there is none.</summary>
    public abstract ValueTask<long?> NumberAsync(SqlStatement sql);

    /// <summary>Whether <see cref="CopyAsync"/> can be used.</summary>
    public virtual bool Copies => false;

    /// <summary>Adds many rows at once, in a way of the database's own. The rows must be new: nothing resolves conflicts.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">The values of each row, in the order of the columns.</param>
    public virtual Task CopyAsync(string table, string columns, IEnumerable<object?[]> rows) => throw new NotSupportedException();

    /// <summary>The rows of one statement.</summary>
    public virtual async ValueTask<List<T>> ListAsync<T>(SqlStatement sql, Func<DbDataReader, T> read)
    {
        if (sql.IsComposed)
        {
            return await Connection.ListAsync(sql, read);
        }

        if (_queries.TryGetValue(sql, out var command))
        {
            sql.SetValues(command);
        }
        else
        {
            command = sql.On(Connection);
            _queries.Add(sql.WithoutValues(), command);
        }

        return await command.ListAsync(read);
    }

    /// <summary>The first row of one statement, null if there is none.</summary>
    public async ValueTask<T?> FirstAsync<T>(SqlStatement sql, Func<DbDataReader, T> read)
        where T : class
    {
        var rows = await ListAsync(sql, read);
        return rows.Count > 0 ? rows[0] : null;
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
