using System.Data.Common;

namespace Vindex.Storage.Sql.Reading;

/// <summary>A connection that keeps the commands of its reads prepared.</summary>
internal interface IKeepsCommands
{
    KeptCommands Kept { get; }
}

/// <summary>
/// The commands that a connection ran last, prepared, by their text: preparing a statement takes longer than most reads. A command that is in use is not among
/// them, so that a read within a read of the same text gets one of its own. Not thread-safe, as connections are not.
/// </summary>
internal sealed class KeptCommands(int capacity) : IDisposable
{
    private readonly Dictionary<SqlStatement, LinkedListNode<KeptCommand>> _byText = new(SqlStatement.SameText);
    private readonly LinkedList<KeptCommand> _latestFirst = [];

    /// <summary>A command with the statement's values set: one that was kept, or a new one.</summary>
    public KeptCommand Take(DbConnection connection, SqlStatement sql)
    {
        if (!_byText.Remove(sql, out var found)) return new KeptCommand(sql.WithoutValues(), sql.On(connection));
        _latestFirst.Remove(found);
        sql.SetValues(found.Value.Command);
        return found.Value;
    }

    /// <summary>Keeps a command that has run, in place of the one not used for longest.</summary>
    public void Keep(KeptCommand command)
    {
        if (!_byText.TryAdd(command.Text, new LinkedListNode<KeptCommand>(command)))
        {
            command.Command.Dispose();
            return;
        }

        _latestFirst.AddFirst(_byText[command.Text]);
        if (_latestFirst.Count <= capacity) return;
        var last = _latestFirst.Last!;
        _latestFirst.RemoveLast();
        _byText.Remove(last.Value.Text);
        last.Value.Command.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kept in _latestFirst) kept.Command.Dispose();
        _latestFirst.Clear();
        _byText.Clear();
    }
}

/// <summary>A prepared command and the text that it is found by.</summary>
internal readonly record struct KeptCommand(SqlStatement Text, DbCommand Command);
