using System.Data.Common;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Jobs;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>The inside of a write whose statements go through a pipeline.</summary>
internal sealed class PipelinedWrite(WritePipeline pipeline) : SqlWrite
{
    /// <inheritdoc/>
    public override DbConnection Connection => throw new InvalidOperationException("A short write has no connection of its own.");

    /// <inheritdoc/>
    public override bool RunsBesideOthers => true;

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(SqlStatement sql) => Awaited(PipelineStep.OfChange(sql));

    /// <inheritdoc/>
    public override ValueTask<long?> NumberAsync(SqlStatement sql) => Awaited(PipelineStep.OfNumber(sql));

    /// <inheritdoc/>
    public override ValueTask<List<T>> ListAsync<T>(SqlStatement sql, Func<DbDataReader, T> read) => Awaited(PipelineStep.OfList(sql, read));

    /// <inheritdoc/>
    public override ValueTask LaterAsync(SqlStatement sql)
    {
        pipeline.Add(PipelineStep.Of(sql));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask AtEndAsync(TurnChange change)
    {
        pipeline.AddAtEnd(change);
        return ValueTask.CompletedTask;
    }

    private ValueTask<T> Awaited<T>(PipelineStep<T> step)
    {
        pipeline.Add(step);
        return new ValueTask<T>(step.Result);
    }
}
