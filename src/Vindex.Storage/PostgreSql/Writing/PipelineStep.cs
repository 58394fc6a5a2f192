using System.Data.Common;
using Npgsql;
using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>A statement on its way through a pipeline.</summary>
internal class PipelineStep
{
    protected PipelineStep(SqlStatement sql, bool hasRows)
    {
        HasRows = hasRows;
        Command = new NpgsqlBatchCommand(sql.NumberedText);
        sql.AddValues(Command.Parameters);
    }

    /// <summary>What is sent.</summary>
    public NpgsqlBatchCommand Command { get; }

    /// <summary>Whether it returns rows, even if none.</summary>
    public bool HasRows { get; }

    /// <summary>Whether a write waits for it.</summary>
    public virtual bool IsAwaited => false;

    /// <summary>A statement without rows whose result does not matter.</summary>
    public static PipelineStep Of(SqlStatement sql) => new(sql, hasRows: false);

    /// <summary>A statement whose rows do not matter.</summary>
    public static PipelineStep OfQuery(SqlStatement sql) => new(sql, hasRows: true);

    /// <summary>A statement whose number of changed rows matters.</summary>
    public static PipelineStep<int> OfChange(SqlStatement sql) =>
        new(sql, hasRows: false, static _ => Task.FromResult(0), static command => (int)command.RecordsAffected);

    /// <summary>A statement whose first value matters.</summary>
    public static PipelineStep<long?> OfNumber(SqlStatement sql) =>
        new(sql, hasRows: true, static async rows => await rows.ReadAsync() ? SqlReading.AsNumber(rows.GetValue(0)) : null, null);

    /// <summary>A statement whose rows matter.</summary>
    public static PipelineStep<List<T>> OfList<T>(SqlStatement sql, Func<DbDataReader, T> read) => new(sql, hasRows: true, rows => ListAsync(rows, read), null);

    /// <summary>Reads its rows.</summary>
    public virtual Task ReadAsync(NpgsqlDataReader rows) => Task.CompletedTask;

    /// <summary>Gives the result to the write that waits.</summary>
    public virtual void Complete()
    {
    }

    private static async Task<List<T>> ListAsync<T>(NpgsqlDataReader rows, Func<DbDataReader, T> read)
    {
        var list = new List<T>();
        while (await rows.ReadAsync()) list.Add(read(rows));
        return list;
    }
}

/// <inheritdoc/>
/// <typeparam name="T">The type of its result.</typeparam>
internal sealed class PipelineStep<T>(
    SqlStatement sql, bool hasRows, Func<NpgsqlDataReader, Task<T>> read, Func<NpgsqlBatchCommand, T>? ofCommand) : PipelineStep(sql, hasRows)
{
    // Continuations run within SetResult: that is how the pipeline knows that all writes wait again.
    private readonly TaskCompletionSource<T> _result = new();
    private T? _read;

    /// <summary>Its result.</summary>
    public Task<T> Result => _result.Task;

    /// <inheritdoc/>
    public override bool IsAwaited => true;

    /// <inheritdoc/>
    public override async Task ReadAsync(NpgsqlDataReader rows) => _read = await read(rows);

    /// <inheritdoc/>
    public override void Complete() => _result.SetResult(ofCommand is null ? _read! : ofCommand(Command));
}
